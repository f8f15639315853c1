//! Metrik: a failed stage is the failure, and its end is the next success.

use std::collections::BTreeMap;

use thalweg_model::record::Commit;
use thalweg_model::{EnvironmentId, Instant, RepositoryId, ServiceId, Window};

use super::Preset;
use super::answer::{Answer, Answers, Contribution, Counted, average, count, hours};
use super::bucket::{deployment, ones};
use super::history::{History, Run, RunResult, brought};
use super::log::commit_name;

/// What is looked at.
pub(super) struct Metrik<'a> {
    pub(super) past: &'a History,
    pub(super) window: &'a Window,
}

/// The stage of a pipeline.
type Stage<'a> = (&'a ServiceId, &'a EnvironmentId);

impl Metrik<'_> {
    pub(super) fn answers(&self, preset: Preset) -> Answers {
        let ended = |it: &&Run| it.production && it.result != RunResult::Other;
        let runs: Vec<&Run> = self.past.runs.iter().filter(ended).collect();
        let own: Vec<&Run> = runs.iter().copied().filter(|it| self.inside(it)).collect();
        let good: Vec<&Run> = own.iter().copied().filter(|it| it.good()).collect();
        let failed = |it: &&Run| Contribution::new(deployment(it), count(usize::from(!it.good())));
        Answers {
            definition: preset.stamp(),
            deployment_frequency: Answer::new(Counted::Deployments, Some(count(good.len())), ones(&good)),
            change_lead_time: self.lead_time(&runs),
            change_fail_rate: Answer::ratio(own.iter().map(failed).collect(), own.len()),
            recovery: Some(self.recovery(&runs)),
        }
    }

    fn inside(&self, run: &Run) -> bool {
        self.window.contains(run.finished_at)
    }

    /// From each commit to the first success that has it; commits of failed runs wait for it.
    fn lead_time(&self, runs: &[&Run]) -> Answer {
        let graphs = self.past.graphs();
        // A range of commits has both ends in one repository, also where a stage is fed from several.
        let line = |it: &Run| (it.service.clone(), it.environment.clone(), it.repository.clone());
        let mut waiting: BTreeMap<Stage<'_>, Vec<(&RepositoryId, &Commit)>> = BTreeMap::new();
        let mut counted = Vec::new();
        for (run, commits) in runs.iter().zip(brought(&graphs, runs, line, false)) {
            let own = waiting.entry((&run.service, &run.environment)).or_default();
            own.extend(commits.into_iter().map(|it| (&run.repository, it)));
            if run.good() {
                let lead = |(repository, it): (&RepositoryId, &Commit)| {
                    let name = commit_name(repository, &it.sha);
                    Contribution::new(format!("change {name}"), hours(it.committed_at, run.finished_at))
                };
                counted.extend(own.drain(..).filter(|_| self.inside(run)).map(lead));
            }
        }
        Answer::of_hours(counted, average)
    }

    /// From the first failure of a row of failures to the next success.
    fn recovery(&self, runs: &[&Run]) -> Answer {
        let mut broken: BTreeMap<Stage<'_>, (Instant, String)> = BTreeMap::new();
        let mut counted = Vec::new();
        for run in runs {
            let stage = (&run.service, &run.environment);
            if !run.good() {
                broken.entry(stage).or_insert((run.finished_at, deployment(run)));
            } else if let Some((since, name)) = broken.remove(&stage)
                && self.inside(run)
            {
                counted.push(Contribution::new(name, hours(since, run.finished_at)));
            }
        }
        Answer::of_hours(counted, average)
    }
}
