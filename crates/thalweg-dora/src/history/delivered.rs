//! What is asked of a history, and what comes of it.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::{
    Change, Deployment, DeploymentId, EventLog, EventLogBuilder, Exclusion, Reject, RepositoryId,
};

use crate::definition::{ChangeSet, Definition, FirstDeployment};

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

pub(super) fn carries_nothing(it: &Deployed, reason: &str) -> Reject {
    let shown: String = it.sha.chars().take(64).collect();
    let reason = format!("commit `{shown}`: {reason}, so it carries nothing");
    Reject::part(None, reason).of("deployment", &it.deployment.id).in_field("sha")
}
