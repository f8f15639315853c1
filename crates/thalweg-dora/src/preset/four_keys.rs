//! Four Keys: successful deployments of any environment, joined to the push of their commit.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::record::Commit;
use thalweg_model::{Elapsed, Instant, RepositoryId, Window};

use crate::definition::Bucket;
use crate::sample::ascending;

use super::Preset;
use super::answer::{Answer, Answers, Contribution, Counted, count, median, whole};
use super::bucket::{deploy_days, deployment, ones};
use super::history::{History, Run, RunResult, Ticket};
use super::log::commit_name;

/// What is looked at; the window stands for the system's own last three months.
pub(super) struct FourKeys<'a> {
    past: &'a History,
    window: &'a Window,
    commits: BTreeMap<(&'a RepositoryId, &'a str), &'a Commit>,
    /// Every deployment with the shas of its push.
    deployed: Vec<(&'a Run, &'a [String])>,
}

impl<'a> FourKeys<'a> {
    pub(super) fn new(past: &'a History, window: &'a Window) -> Self {
        let known =
            past.commits.iter().flat_map(|(repository, all)| all.iter().map(move |it| (repository, it)));
        let pushes: BTreeMap<_, &[String]> = past
            .pushes
            .iter()
            .map(|it| ((&it.repository, it.head.as_str()), it.commits.as_slice()))
            .collect();
        let of = |run: &'a Run| {
            let pushed = pushes.get(&(&run.repository, run.sha.as_str())).copied();
            (run, pushed.unwrap_or_default())
        };
        let good = past.runs.iter().filter(|it| it.result == RunResult::Success);
        Self {
            past,
            window,
            commits: known.map(|(repository, it)| ((repository, it.sha.as_str()), it)).collect(),
            deployed: good.map(of).collect(),
        }
    }

    pub(super) fn answers(&self, preset: Preset) -> Answers {
        Answers {
            definition: preset.stamp(),
            deployment_frequency: self.frequency(),
            change_lead_time: self.lead_time().or_zero(),
            change_fail_rate: self.fail_rate().or_zero(),
            recovery: Some(self.recovery().or_zero()),
        }
    }

    fn own(&self) -> impl Iterator<Item = &(&'a Run, &'a [String])> {
        self.deployed.iter().filter(|(run, _)| self.window.contains(run.finished_at))
    }

    fn frequency(&self) -> Answer {
        let own: Vec<&Run> = self.own().map(|(run, _)| *run).collect();
        let at = || own.iter().map(|it| it.finished_at);
        let middle =
            |of: Vec<usize>, most: usize| median(&ascending(of.into_iter().map(|it| count(it.min(most)))));
        let days = middle(deploy_days(Bucket::SundayWeek, self.window, at()), 7);
        let weeks = middle(deploy_days(Bucket::SundayWeek, self.window, at()), 1);
        let months = middle(deploy_days(Bucket::Month, self.window, at()), 1);
        let at_least = |found: Option<f64>, least: f64| found.is_some_and(|it| it >= least);
        let level = match () {
            () if at_least(days, 3.0) => "daily",
            () if at_least(weeks, 1.0) => "weekly",
            () if at_least(months, 1.0) => "monthly",
            () => "yearly",
        };
        Answer { level: Some(level), ..Answer::new(Counted::DeployDaysPerWeek, days, ones(&own)) }
    }

    /// Whole minutes for each deployment and commit; what is not above 0 vanishes.
    fn lead_time(&self) -> Answer {
        let rows = self.own().flat_map(|(run, shas)| shas.iter().map(move |sha| (*run, sha.as_str())));
        let lead = |(run, sha): (&Run, &str)| {
            let commit = self.commits.get(&(&run.repository, sha))?;
            let minutes = whole(run.finished_at.since(commit.committed_at), Elapsed::from_seconds(60));
            (minutes > 0.0).then(|| {
                let change = format!("change {}", commit_name(&run.repository, sha));
                Contribution::row(change, &format!("in deployment {}", run.id), minutes)
            })
        };
        Answer::of_hours(rows.filter_map(lead).collect(), median)
    }

    /// Rows of deployment, change and incident, over the deployments that have changes.
    fn fail_rate(&self) -> Answer {
        let mut causes: BTreeMap<&str, Vec<&Ticket>> = BTreeMap::new();
        for ticket in &self.past.tickets {
            ticket.commits.iter().for_each(|sha| causes.entry(sha).or_default().push(ticket));
        }
        let with: Vec<_> = self.own().filter(|(_, shas)| !shas.is_empty()).collect();
        let hits =
            |shas: &[String]| shas.iter().filter_map(|sha| causes.get(sha.as_str())).map(Vec::len).sum();
        let counted =
            with.iter().map(|(run, shas)| Contribution::new(deployment(run), count(hits(shas)))).collect();
        Answer::ratio(counted, with.len())
    }

    /// Whole hours from the ticket or its first root deployment, whichever is earlier.
    fn recovery(&self) -> Answer {
        let mut roots: BTreeMap<&str, Instant> = BTreeMap::new();
        for (run, shas) in &self.deployed {
            for sha in *shas {
                let first = roots.entry(sha).or_insert(run.finished_at);
                *first = run.finished_at.min(*first);
            }
        }
        let took = |it: &Ticket| {
            let end = it.resolved_at.filter(|at| self.window.contains(*at))?;
            let named: BTreeSet<Instant> =
                it.commits.iter().filter_map(|sha| roots.get(sha.as_str()).copied()).collect();
            let start = named.first().copied().map_or(it.created_at, |root| root.min(it.created_at));
            let hours = whole(end.since(start), Elapsed::from_hours(1));
            Some(Contribution::new(format!("incident {}", it.id), hours))
        };
        Answer::of_hours(self.past.tickets.iter().filter_map(took).collect(), median)
    }
}
