//! Pelorus: an image is what is deployed; means of means.

use std::collections::BTreeMap;

use thalweg_model::{Instant, RepositoryId, ServiceId, Window};

use super::Preset;
use super::answer::{Answer, Answers, Contribution, Counted, count, hours, over};
use super::history::{History, Run, RunResult};
use super::log::commit_name;

/// What is looked at.
pub(super) struct Pelorus<'a> {
    pub(super) past: &'a History,
    pub(super) window: &'a Window,
}

/// An application and the image that it ran: the commit that it was built from.
type Image<'a> = (&'a ServiceId, &'a RepositoryId, &'a str);

impl Pelorus<'_> {
    pub(super) fn answers(&self, preset: Preset) -> Answers {
        let images = self.images();
        let row = |((service, repository, sha), took): (&Image<'_>, &f64)| {
            let change = format!("change {}", commit_name(repository, sha));
            Contribution::row(change, &format!("in {service}"), *took)
        };
        let rows: Vec<_> = images.iter().map(row).collect();
        let ones = rows.iter().map(|it| Contribution { gave: 1.0, ..it.clone() }).collect();
        Answers {
            definition: preset.stamp(),
            deployment_frequency: Answer::new(Counted::Deployments, Some(count(rows.len())), ones),
            change_fail_rate: self.fail_rate(&rows),
            change_lead_time: Answer::new(Counted::Hours, mean_of_means(&images), rows),
            recovery: None,
        }
    }

    /// Every image that was deployed in the window, with the least time from its commit over the environments.
    fn images(&self) -> BTreeMap<Image<'_>, f64> {
        let known =
            self.past.commits.iter().flat_map(|(repository, all)| all.iter().map(move |it| (repository, it)));
        let committed: BTreeMap<(&RepositoryId, &str), Instant> =
            known.map(|(repository, it)| ((repository, it.sha.as_str()), it.committed_at)).collect();
        let mut least: BTreeMap<Image<'_>, f64> = BTreeMap::new();
        let own = |it: &&Run| it.result == RunResult::Success && self.window.contains(it.finished_at);
        for run in self.past.runs.iter().filter(own) {
            let Some(from) = committed.get(&(&run.repository, run.sha.as_str())) else { continue };
            let took = hours(*from, run.finished_at);
            let known = least.entry((&run.service, &run.repository, &run.sha)).or_insert(took);
            *known = known.min(took);
        }
        least
    }

    /// Failures created over rows of lead time.
    fn fail_rate(&self, rows: &[Contribution]) -> Answer {
        let created = self.past.tickets.iter().filter(|it| self.window.contains(it.created_at));
        let mut counted: Vec<_> =
            created.map(|it| Contribution::new(format!("incident {}", it.id), 1.0)).collect();
        let failures = count(counted.len());
        counted.extend(rows.iter().map(|it| Contribution { gave: 0.0, ..it.clone() }));
        Answer::new(Counted::Ratio, over(failures, rows.len()), counted)
    }
}

/// The mean over applications of the mean over images: an application with one weighs as much as one with a hundred.
fn mean_of_means(images: &BTreeMap<Image<'_>, f64>) -> Option<f64> {
    crate::spread::mean_of_means(images.iter().map(|((service, ..), took)| (*service, *took)))
}
