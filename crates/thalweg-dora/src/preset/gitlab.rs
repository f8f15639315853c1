//! GitLab: merge requests from merge to deployment, incidents by themselves, days aggregated again.

use std::collections::BTreeMap;

use thalweg_model::{Instant, NaiveDate, RepositoryId, Tz, Window, local_date};

use crate::sample::ascending;

use super::Preset;
use super::answer::{Answer, Answers, Contribution, Counted, count, hours, median, over};
use super::bucket::ones;
use super::history::{Graphs, History, Run, brought};

/// What is looked at.
pub(super) struct Gitlab<'a> {
    pub(super) past: &'a History,
    pub(super) window: &'a Window,
}

impl Gitlab<'_> {
    pub(super) fn answers(&self, preset: Preset) -> Answers {
        let deployments: Vec<&Run> = self.past.runs.iter().filter(|it| it.good()).collect();
        let own: Vec<&Run> =
            deployments.iter().copied().filter(|it| self.window.contains(it.finished_at)).collect();
        let days = self.window.length().days();
        Answers {
            definition: preset.stamp(),
            deployment_frequency: Answer::new(Counted::PerDay, Some(count(own.len()) / days), ones(&own)),
            change_lead_time: self.lead_time(&deployments),
            change_fail_rate: self.fail_rate(&own),
            recovery: Some(self.recovery()),
        }
    }

    fn lead_time(&self, deployments: &[&Run]) -> Answer {
        let graphs = self.past.graphs();
        let deployed = deployed(&graphs, deployments);
        let rows = self.past.requests.iter().filter_map(|it| {
            let at = *deployed.get(&(&it.repository, it.merge_sha.as_deref()?))?;
            let took = Contribution::new(format!("change {}", it.id), hours(it.merged?, at));
            self.window.contains(at).then_some((at, took))
        });
        by_day(rows)
    }

    /// Incidents created over deployments finished: whether the ones caused the others is not asked.
    fn fail_rate(&self, own: &[&Run]) -> Answer {
        let created = self.past.tickets.iter().filter(|it| self.window.contains(it.created_at));
        let mut counted: Vec<_> =
            created.map(|it| Contribution::new(format!("incident {}", it.id), 1.0)).collect();
        let incidents = count(counted.len());
        counted.extend(ones(own).into_iter().map(|it| Contribution { gave: 0.0, ..it }));
        Answer::new(Counted::Ratio, over(incidents, own.len()), counted)
    }

    fn recovery(&self) -> Answer {
        let rows = self.past.tickets.iter().filter_map(|it| {
            let end = it.resolved_at.filter(|at| self.window.contains(*at))?;
            Some((end, Contribution::new(format!("incident {}", it.id), hours(it.created_at, end))))
        });
        by_day(rows)
    }
}

/// The first deployment of every commit, of those that bring it to its environment.
fn deployed<'a>(
    graphs: &'a Graphs<'a>,
    deployments: &[&'a Run],
) -> BTreeMap<(&'a RepositoryId, &'a str), Instant> {
    let line = |it: &'a Run| (&it.repository, &it.environment);
    let mut found = BTreeMap::new();
    for (run, commits) in deployments.iter().zip(brought(graphs, deployments, line, true)) {
        for commit in commits {
            found.entry((&run.repository, commit.sha.as_str())).or_insert(run.finished_at);
        }
    }
    found
}

/// The median of the medians of the days: days with one record weigh as much as days with a hundred.
fn by_day(rows: impl Iterator<Item = (Instant, Contribution)>) -> Answer {
    let mut days: BTreeMap<NaiveDate, Vec<f64>> = BTreeMap::new();
    let mut counted = Vec::new();
    for (at, row) in rows {
        days.entry(local_date(at, Tz::UTC)).or_default().push(row.gave);
        counted.push(row);
    }
    let medians = days.into_values().filter_map(|it| median(&ascending(it.into_iter())));
    Answer::new(Counted::Hours, median(&ascending(medians)), counted)
}
