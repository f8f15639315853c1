//! Deployments and changes for the event log, from commits and what was deployed of them.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::{
    Change, Deployment, DeploymentId, EnvironmentId, EventLog, EventLogBuilder, Exclusion, Fate, Loaded,
    Reject, RepositoryId, ServiceId,
};

use crate::definition::{ChangeSet, Definition, FirstDeployment};

use super::desk::Desk;
use super::graph::Graph;
use super::paths::Paths;
use super::sweep::Content;

/// What starts the clock of a commit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Clock {
    /// When it entered the history: a rebase sets it anew.
    #[default]
    Committed,
    /// When it was written.
    Authored,
}

/// How changes are made of commits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// What becomes of the first deployment's changes: it carries the whole history until then, which nobody waited for.
    pub first: FirstDeployment,
    /// What starts the clock.
    pub clock: Clock,
    /// The authors that are bots, by the opaque ids of the commits.
    pub bots: BTreeSet<String>,
    /// Which service a path belongs to, where services share a repository: a deployment then carries only the commits that touch
    /// a path of its service. `None`: every commit of its range.
    pub paths: Option<Paths>,
}

impl Policy {
    /// What a definition says of change sets: the first deployment, and whether paths are applied. Clock and bots are the default.
    #[must_use]
    pub fn of(definition: &Definition, paths: Paths) -> Self {
        let rules = &definition.rules().lead_time;
        let applied = rules.change_set == ChangeSet::CommitRangeOfPaths;
        Self { first: rules.first_deployment, paths: applied.then_some(paths), ..Self::default() }
    }
}

/// A deployment and the commit that it put out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployed {
    /// The deployment; the changes it lists itself stay.
    pub deployment: Deployment,
    /// The repository of the commit.
    pub repository: RepositoryId,
    /// The commit.
    pub sha: String,
}

/// What came of a history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// The deployments, in the order in which they finished.
    pub deployments: Vec<Deployment>,
    /// The changes, each with the first deployment of every service that carries it, in the order of their clocks' start.
    pub changes: Vec<Change>,
    /// What each deployment carries.
    pub contents: BTreeMap<DeploymentId, Content>,
    /// How many commits were left out, by reason.
    pub left_out: BTreeMap<Exclusion, u64>,
}

impl Delivered {
    /// A builder of an event log that holds all of it, for other records to be added.
    pub fn into_builder(self) -> EventLogBuilder {
        let mut builder = EventLog::builder();
        self.deployments.into_iter().for_each(|it| builder.deployment(it, None));
        self.changes.into_iter().for_each(|it| builder.change(it, None));
        builder
    }

    /// The deployments that carry what this one says.
    pub fn with(&self, content: Content) -> impl Iterator<Item = &DeploymentId> {
        self.contents.iter().filter(move |(_, it)| **it == content).map(|(id, _)| id)
    }
}

/// Service and environment in a repository: what one sweep is made for.
type Lines = BTreeMap<(ServiceId, EnvironmentId), Vec<Deployed>>;

/// Fills in the changes of deployments from the commit graphs of their repositories.
///
/// For every repository, service and environment, one sweep in the order in which deployments finished: each carries the commits
/// that its own descends from and that none before it had (definitions.md, "Change sets"). A deployment that did not reach
/// production takes no part, so that its commits count for the next one. What no deployment carries is a change without one.
///
/// Cost: for each sweep linear in the commits and edges it reaches; memory linear in commits and deployments. A deployment that is
/// contradictory is refused; one whose commit or repository is not known is kept, and carries nothing.
///
/// With [`Policy::paths`], a commit that touches no path of any service is left out and counted, and one that touches the paths of
/// several is a change of each.
pub fn deployments(graphs: &[Graph<'_>], deployed: Vec<Deployed>, policy: &Policy) -> Loaded<Delivered> {
    let mut loaded = Loaded::clean(());
    let mut delivered = Delivered::default();
    let mut repositories: BTreeMap<RepositoryId, Lines> = BTreeMap::new();
    for it in unique(deployed, &mut loaded) {
        let d = &it.deployment;
        if d.reached_production {
            let line = (d.service.clone(), d.environment.clone());
            let lines = repositories.entry(it.repository.clone()).or_default();
            lines.entry(line).or_default().push(it);
        } else {
            delivered.deployments.push(it.deployment);
        }
    }
    for graph in distinct(graphs, &mut loaded) {
        let mut desk = Desk::new(graph, policy, &mut loaded);
        for line in repositories.remove(graph.repository()).unwrap_or_default().into_values() {
            desk.sweep(line, &mut delivered, &mut loaded);
        }
        desk.changes(&mut delivered, &mut loaded);
    }
    for it in repositories.into_values().flat_map(Lines::into_values).flatten() {
        loaded.reject(carries_nothing(&it, "no commits of its repository are known"));
        delivered.contents.insert(it.deployment.id.clone(), Content::Unknown);
        delivered.deployments.push(it.deployment);
    }
    delivered.deployments.sort_by(|a, b| (a.finished_at, &a.id).cmp(&(b.finished_at, &b.id)));
    delivered.changes.sort_by(|a, b| (a.committed_at, &a.id).cmp(&(b.committed_at, &b.id)));
    loaded.rejects.sort();
    loaded.map(|()| delivered)
}

/// One graph a repository: the first.
fn distinct<'g, 'a>(graphs: &'g [Graph<'a>], loaded: &mut Loaded<()>) -> Vec<&'g Graph<'a>> {
    let mut known = BTreeSet::new();
    let (first, more): (Vec<_>, Vec<_>) = graphs.iter().partition(|it| known.insert(it.repository()));
    for it in more {
        let reason = "its commits were given before: the first graph of a repository stands";
        loaded.reject(Reject::refused(None, reason).of("repository", it.repository()));
    }
    first
}

/// One deployment an id, in the order in which they finished.
fn unique(mut deployed: Vec<Deployed>, loaded: &mut Loaded<()>) -> Vec<Deployed> {
    deployed.sort_by(|a, b| (&a.deployment.id, &a.sha).cmp(&(&b.deployment.id, &b.sha)));
    let refused =
        |reason: &str, it: &Deployed| Reject::refused(None, reason).of("deployment", &it.deployment.id);
    let mut kept: Vec<Deployed> = Vec::with_capacity(deployed.len());
    let mut rest = deployed.into_iter().peekable();
    while let Some(first) = rest.next() {
        let next = || rest.next_if(|it| it.deployment.id == first.deployment.id);
        let more: Vec<Deployed> = std::iter::from_fn(next).collect();
        if more.iter().all(|it| *it == first) {
            let reject = |it| Reject { fate: Fate::Duplicate, ..refused("an exact duplicate", it) };
            more.iter().map(reject).for_each(|it| loaded.reject(it));
            kept.push(first);
        } else {
            let reason = "another deployment with this id says something else";
            more.iter().chain([&first]).for_each(|it| loaded.reject(refused(reason, it)));
        }
    }
    kept.sort_by(|a, b| {
        (a.deployment.finished_at, &a.deployment.id).cmp(&(b.deployment.finished_at, &b.deployment.id))
    });
    kept
}

pub(super) fn carries_nothing(it: &Deployed, reason: &str) -> Reject {
    let shown: String = it.sha.chars().take(64).collect();
    let reason = format!("commit `{shown}`: {reason}, so it carries nothing");
    Reject::part(None, reason).of("deployment", &it.deployment.id).in_field("sha")
}
