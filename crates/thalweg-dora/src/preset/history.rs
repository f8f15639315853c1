//! The history as the systems hold it: runs, requests, tickets and pushes, richer than our own records.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::record::Commit;
use thalweg_model::{ChangeId, DeploymentId, EnvironmentId, IncidentId, Instant, RepositoryId, ServiceId};

use crate::history::{Graph, Ranges};

/// How a pipeline run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RunResult {
    /// It went well.
    Success,
    /// It failed.
    Failure,
    /// Anything else: cancelled, skipped.
    Other,
}

/// A run of a deployment pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its id.
    pub id: DeploymentId,
    /// The project, team or scope that it belongs to.
    pub project: String,
    /// The service or application.
    pub service: ServiceId,
    /// The repository of its commit.
    pub repository: RepositoryId,
    /// The environment.
    pub environment: EnvironmentId,
    /// Whether that is production.
    pub production: bool,
    /// How it ended.
    pub result: RunResult,
    /// Whether it repeats work.
    pub rework: bool,
    /// When it started.
    pub started_at: Instant,
    /// When it finished.
    pub finished_at: Instant,
    /// The commit deployed.
    pub sha: String,
}

/// A pull or merge request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its id.
    pub id: ChangeId,
    /// The project.
    pub project: String,
    /// The service.
    pub service: ServiceId,
    /// The repository.
    pub repository: RepositoryId,
    /// When its first commit was written.
    pub first_authored: Option<Instant>,
    /// When it was opened.
    pub opened: Instant,
    /// When somebody other than the author first commented.
    pub first_comment: Option<Instant>,
    /// When it was approved.
    pub approved: Option<Instant>,
    /// When it was merged.
    pub merged: Option<Instant>,
    /// The commit of the merge.
    pub merge_sha: Option<String>,
    /// The request that it reverts.
    pub reverts: Option<ChangeId>,
    /// The deployment that it names itself.
    pub deployment: Option<DeploymentId>,
}

/// An incident, as a ticket system holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Its id.
    pub id: IncidentId,
    /// The project.
    pub project: String,
    /// The services or applications that it names.
    pub services: BTreeSet<ServiceId>,
    /// When it was created.
    pub created_at: Instant,
    /// When it was resolved.
    pub resolved_at: Option<Instant>,
    /// The deployment that it names as its cause.
    pub deployment: Option<DeploymentId>,
    /// The commits that it names as its cause.
    pub commits: BTreeSet<String>,
}

/// A push to a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Push {
    /// The repository.
    pub repository: RepositoryId,
    /// Its last commit, under which it is known.
    pub head: String,
    /// All its commits.
    pub commits: Vec<String>,
}

/// What the systems hold of one organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The pipeline runs.
    pub runs: Vec<Run>,
    /// The requests.
    pub requests: Vec<Request>,
    /// The tickets.
    pub tickets: Vec<Ticket>,
    /// The pushes.
    pub pushes: Vec<Push>,
    /// The commits of each repository.
    pub commits: BTreeMap<RepositoryId, Vec<Commit>>,
}

impl Run {
    /// Whether it went well in production.
    pub(super) fn good(&self) -> bool {
        self.production && self.result == RunResult::Success
    }
}

impl Request {
    /// When its clock starts: its first commit, else its opening.
    pub(super) fn started(&self) -> Instant {
        self.first_authored.unwrap_or(self.opened)
    }
}

impl History {
    /// What had happened by an instant: later records are gone, later ends are open, and all is in the order of time.
    pub(super) fn until(&self, as_of: Instant) -> Self {
        let mut past = self.clone();
        past.runs.retain(|it| it.finished_at <= as_of);
        past.runs.sort_by(|a, b| (a.finished_at, &a.id).cmp(&(b.finished_at, &b.id)));
        past.runs.dedup_by(|a, b| a == b);
        past.requests.retain(|it| it.opened <= as_of);
        past.requests.sort_by(|a, b| (a.opened, &a.id).cmp(&(b.opened, &b.id)));
        past.requests.dedup_by(|a, b| a == b);
        past.tickets.retain(|it| it.created_at <= as_of);
        past.tickets.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        past.tickets.dedup_by(|a, b| a == b);
        let by = |at: Option<Instant>| at.filter(|it| *it <= as_of);
        for it in &mut past.requests {
            (it.merged, it.approved, it.first_comment) =
                (by(it.merged), by(it.approved), by(it.first_comment));
        }
        past.tickets.iter_mut().for_each(|it| it.resolved_at = by(it.resolved_at));
        past
    }

    /// The commit graphs of all repositories. What is odd about one is told where it is loaded, not here.
    pub(super) fn graphs(&self) -> Graphs<'_> {
        self.commits.iter().map(|(id, commits)| (id, Graph::new(id.clone(), commits).value)).collect()
    }
}

/// The commit graphs of repositories.
pub(super) type Graphs<'a> = BTreeMap<&'a RepositoryId, Graph<'a>>;

/// Which commits each of some runs brings that the run before it on the same line did not have: positions of runs with their shas.
///
/// A line is told by `line`; where `first` is false, a run without a run before it brings nothing.
pub(super) fn brought<'a, K: Ord>(
    graphs: &'a Graphs<'a>,
    runs: &[&'a Run],
    line: impl Fn(&'a Run) -> K,
    first: bool,
) -> Vec<Vec<&'a Commit>> {
    let ranges: BTreeMap<_, _> =
        graphs.iter().map(|(id, graph)| (*id, (graph, Ranges::new(graph)))).collect();
    let mut before: BTreeMap<K, u32> = BTreeMap::new();
    let mut bring = |run: &&'a Run| {
        let (graph, ranges) = ranges.get(&run.repository)?;
        let tip = graph.row(&run.sha)?;
        let rows = match before.insert(line(run), tip) {
            Some(base) => ranges.between(base, tip),
            None if first => ranges.all(tip),
            None => Vec::new(),
        };
        Some(rows.iter().filter_map(|row| graph.commit(*row)).collect())
    };
    runs.iter().map(|it| bring(it).unwrap_or_default()).collect()
}
