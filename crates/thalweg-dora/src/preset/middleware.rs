//! Middleware: sums of stages by merge date, incidents by the stretch of time that a run begins.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::{ChangeId, Instant, RepositoryId, Window};

use crate::definition::Bucket;

use super::Preset;
use super::answer::{Answer, Answers, Contribution, Counted, average, count, hours};
use super::bucket::{counts, deployment, ones};
use super::history::{History, Request, Run, RunResult};

/// What is looked at.
pub(super) struct Middleware<'a> {
    pub(super) past: &'a History,
    pub(super) window: &'a Window,
}

/// An incident: a ticket, or a revert, which lasts from the merge of what it undoes to its own.
struct Trouble {
    project: String,
    name: String,
    created_at: Instant,
    resolved_at: Option<Instant>,
}

impl Middleware<'_> {
    pub(super) fn answers(&self, preset: Preset) -> Answers {
        let troubles = self.troubles();
        Answers {
            definition: preset.stamp(),
            deployment_frequency: self.frequency(),
            change_lead_time: self.lead_time().or_zero(),
            change_fail_rate: self.fail_rate(&troubles).or_zero(),
            recovery: Some(self.recovery(&troubles).or_zero()),
        }
    }

    fn troubles(&self) -> Vec<Trouble> {
        let merged: BTreeMap<&ChangeId, Instant> =
            self.past.requests.iter().filter_map(|it| Some((&it.id, it.merged?))).collect();
        let tickets = self.past.tickets.iter().map(|it| Trouble {
            project: it.project.clone(),
            name: format!("incident {}", it.id),
            created_at: it.created_at,
            resolved_at: it.resolved_at,
        });
        let reverts = self.past.requests.iter().filter_map(|it| {
            let created_at = *merged.get(it.reverts.as_ref()?)?;
            let (project, name) = (it.project.clone(), format!("change {}", it.id));
            Some(Trouble { project, name, created_at, resolved_at: Some(it.merged?) })
        });
        tickets.chain(reverts).collect()
    }

    /// Successful runs over the weeks that the window meets, the rest cut off.
    fn frequency(&self) -> Answer {
        let good = self.past.runs.iter().filter(|it| it.result == RunResult::Success);
        let own: Vec<&Run> = good.filter(|it| self.window.contains(it.finished_at)).collect();
        let weeks = counts(Bucket::Week, self.window, own.iter().map(|it| it.finished_at)).len().max(1);
        Answer::new(Counted::PerWeek, Some(count(own.len() / weeks)), ones(&own))
    }

    fn lead_time(&self) -> Answer {
        let mut good: BTreeMap<&RepositoryId, Vec<Instant>> = BTreeMap::new();
        for run in self.past.runs.iter().filter(|it| it.result == RunResult::Success) {
            good.entry(&run.repository).or_default().push(run.finished_at);
        }
        let lead = |it: &Request| {
            let merged = it.merged.filter(|at| self.window.contains(*at))?;
            let runs = good.get(&it.repository).map_or(&[][..], Vec::as_slice);
            let deployed = runs.get(runs.partition_point(|at| *at < merged)).copied();
            Some(Contribution::new(format!("change {}", it.id), stages(it, merged, deployed)))
        };
        Answer::of_hours(self.past.requests.iter().filter_map(lead).collect(), average)
    }

    /// Runs, failed ones too, with a trouble between their start and the start of the project's next run.
    fn fail_rate(&self, troubles: &[Trouble]) -> Answer {
        let mut runs: Vec<&Run> = self.past.runs.iter().collect();
        runs.sort_by_key(|it| (it.started_at, &it.id));
        let mut by_project: BTreeMap<&str, Vec<&Run>> = BTreeMap::new();
        runs.iter().for_each(|it| by_project.entry(&it.project).or_default().push(it));
        let cause = |it: &Trouble| {
            let of_project = by_project.get(it.project.as_str())?;
            let until = of_project.partition_point(|run| run.started_at <= it.created_at);
            until.checked_sub(1).and_then(|at| of_project.get(at)).map(|run| &run.id)
        };
        let hit: BTreeSet<_> = troubles.iter().filter_map(cause).collect();
        let own = runs.iter().filter(|it| self.window.contains(it.started_at));
        let counted: Vec<_> = own
            .map(|it| Contribution::new(deployment(it), count(usize::from(hit.contains(&it.id)))))
            .collect();
        let all = counted.len();
        Answer::ratio(counted, all)
    }

    fn recovery(&self, troubles: &[Trouble]) -> Answer {
        let took = |it: &Trouble| {
            let end = it.resolved_at.filter(|at| self.window.contains(*at))?;
            Some(Contribution::new(it.name.clone(), hours(it.created_at, end)))
        };
        Answer::of_hours(troubles.iter().filter_map(took).collect(), average)
    }
}

/// The sum of the stages; one that is not known counts nothing.
fn stages(request: &Request, merged: Instant, deployed: Option<Instant>) -> f64 {
    let stage = |from: Option<Instant>, to: Option<Instant>| from.zip(to).map_or(0.0, |(a, b)| hours(a, b));
    stage(request.first_authored, Some(request.opened))
        + stage(Some(request.opened), request.first_comment)
        + stage(request.first_comment, request.approved)
        + stage(request.approved, Some(merged))
        + stage(Some(merged), deployed)
}
