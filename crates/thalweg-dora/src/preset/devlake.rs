//! DevLake: deployments are successful production runs; the unit is the merged pull request.

use std::collections::BTreeMap;

use thalweg_model::{DeploymentId, Instant, RepositoryId, Window};

use crate::definition::Bucket;
use crate::sample::ascending;

use super::Preset;
use super::answer::{Answer, Answers, Contribution, Counted, count, hours, lower, median, minutes_up};
use super::bucket::{deploy_days, ones};
use super::history::{Graphs, History, Request, Run, Ticket, brought};
use super::rules::MedianRule;

/// What is looked at.
pub(super) struct Devlake<'a> {
    pub(super) past: &'a History,
    pub(super) window: &'a Window,
    pub(super) median: MedianRule,
    /// Whether the numerator of the fail rate counts incidents, as until May 2026.
    pub(super) incidents: bool,
}

impl Devlake<'_> {
    pub(super) fn answers(&self, preset: Preset) -> Answers {
        let deployments: Vec<&Run> = self.past.runs.iter().filter(|it| it.good()).collect();
        Answers {
            definition: preset.stamp(),
            deployment_frequency: self.frequency(&deployments).or_zero(),
            change_lead_time: self.lead_time(&deployments).or_zero(),
            change_fail_rate: self.fail_rate(&deployments).or_zero(),
            recovery: Some(self.recovery(&deployments).or_zero()),
        }
    }

    fn inside(&self, at: Instant) -> bool {
        self.window.contains(at)
    }

    fn middle(&self) -> fn(&[f64]) -> Option<f64> {
        match self.median {
            MedianRule::Lower => lower,
            MedianRule::Interpolated => median,
        }
    }

    /// The median over the weeks from Monday that the window meets of the days with a deployment.
    fn frequency(&self, deployments: &[&Run]) -> Answer {
        let own: Vec<&Run> = deployments.iter().copied().filter(|it| self.inside(it.finished_at)).collect();
        let weeks = deploy_days(Bucket::Week, self.window, own.iter().map(|it| it.finished_at));
        Answer::new(
            Counted::DeployDaysPerWeek,
            self.middle()(&ascending(weeks.into_iter().map(count))),
            ones(&own),
        )
    }

    fn lead_time(&self, deployments: &[&Run]) -> Answer {
        let graphs = self.past.graphs();
        let deployed = deployed(&graphs, deployments);
        let lead = |it: &Request| {
            let sha = it.merge_sha.as_deref()?;
            let run = deployed.get(&(&it.repository, sha))?;
            let cycle = cycle(it, Some(run.finished_at))?;
            self.inside(run.finished_at).then(|| Contribution::new(format!("change {}", it.id), cycle))
        };
        Answer::of_hours(self.past.requests.iter().filter_map(lead).collect(), self.middle())
    }

    fn fail_rate(&self, deployments: &[&Run]) -> Answer {
        let own: Vec<&&Run> = deployments.iter().filter(|it| self.inside(it.finished_at)).collect();
        let mut causes: BTreeMap<&DeploymentId, usize> = BTreeMap::new();
        let causes_of = Causes::of(deployments);
        for cause in self.past.tickets.iter().filter_map(|it| causes_of.cause(it)) {
            *causes.entry(&cause.id).or_default() += 1;
        }
        let counted = own.iter().map(|it| {
            let hits = causes.get(&it.id).copied().unwrap_or(0);
            let gave = count(if self.incidents { hits } else { hits.min(1) });
            Contribution::new(format!("deployment {}", it.id), gave)
        });
        Answer::ratio(counted.collect(), own.len())
    }

    fn recovery(&self, deployments: &[&Run]) -> Answer {
        let causes = Causes::of(deployments);
        let took = |it: &Ticket| {
            let cause = causes.cause(it)?;
            let end = it.resolved_at.filter(|at| self.inside(*at) && self.inside(cause.finished_at))?;
            Some(Contribution::new(format!("incident {}", it.id), hours(cause.finished_at, end)))
        };
        Answer::of_hours(self.past.tickets.iter().filter_map(took).collect(), self.middle())
    }
}

/// The deployments of every project, in the order of time.
struct Causes<'a>(BTreeMap<&'a str, Vec<&'a Run>>);

impl<'a> Causes<'a> {
    fn of(deployments: &[&'a Run]) -> Self {
        let mut projects: BTreeMap<&str, Vec<&Run>> = BTreeMap::new();
        deployments.iter().for_each(|it| projects.entry(&it.project).or_default().push(it));
        Self(projects)
    }

    /// The latest deployment of the project that finished before the ticket was created, however long before.
    fn cause(&self, ticket: &Ticket) -> Option<&'a Run> {
        let own = self.0.get(ticket.project.as_str())?;
        let before = own.partition_point(|it| it.finished_at < ticket.created_at);
        own.get(before.checked_sub(1)?).copied()
    }
}

/// The deployment of every commit: of those that bring it, the first by start, then id.
fn deployed<'a>(
    graphs: &'a Graphs<'a>,
    deployments: &[&'a Run],
) -> BTreeMap<(&'a RepositoryId, &'a str), &'a Run> {
    let line = |it: &'a Run| (&it.project, &it.repository, &it.environment);
    let mut found: BTreeMap<(&RepositoryId, &str), &Run> = BTreeMap::new();
    for (run, commits) in deployments.iter().zip(brought(graphs, deployments, line, false)) {
        for commit in commits {
            let first = found.entry((&run.repository, &commit.sha)).or_insert(run);
            if (run.started_at, &run.id) < (first.started_at, &first.id) {
                *first = run;
            }
        }
    }
    found
}

/// The hours of a merged request from its first commit to its deployment: coding, waiting and review, deploying, each rounded up
/// to whole minutes and left out where it is negative or not known.
pub(super) fn cycle(request: &Request, deployed: Option<Instant>) -> Option<f64> {
    let merged = request.merged?;
    let stage = |from: Option<Instant>, to: Option<Instant>| minutes_up(to?.since(from?));
    let coding = stage(request.first_authored, Some(request.opened));
    let review = stage(Some(request.opened), Some(merged));
    let deploy = stage(Some(merged), deployed);
    Some([coding, review, deploy].into_iter().flatten().sum())
}
