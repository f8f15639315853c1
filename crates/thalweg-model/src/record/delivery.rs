//! Deployments, changes, incidents and service levels (dora.md section 2).

use serde::{Deserialize, Serialize};

use crate::id::{ChangeId, DeploymentId, EnvironmentId, IncidentId, ServiceId, SloId};
use crate::instant::Instant;

/// Whether a deployment was planned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// It was planned.
    Planned,
    /// It was not: a hotfix, a rollback.
    Unplanned,
    /// The source does not say.
    #[default]
    Unknown,
}

/// What prompted an unplanned deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prompt {
    /// An incident.
    Incident,
    /// A bug that users met.
    UserFacingBug,
    /// Anything else.
    Other,
}

/// A deployment of one service to one environment. Several jobs or regions of one pipeline run are one deployment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deployment {
    /// Its id, unique among deployments.
    pub id: DeploymentId,
    /// What was deployed.
    pub service: ServiceId,
    /// Where to, as the pipeline names it.
    pub environment: EnvironmentId,
    /// When the pipeline started, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Instant>,
    /// When the last job or region of the pipeline run finished.
    pub finished_at: Instant,
    /// Whether it reached production at all. Pipelines that failed before, cancelled and dry runs did not.
    pub reached_production: bool,
    /// Whether it was planned.
    #[serde(default)]
    pub plan: Plan,
    /// What prompted it, where it was not planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompted_by: Option<Prompt>,
    /// The incidents or deployments that it mends.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remediates: Vec<String>,
    /// Whether it was rolled back later.
    #[serde(default)]
    pub rolled_back: bool,
    /// Whether somebody marked it as failed, if anybody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<bool>,
    /// The changes it carries; empty where the changes name their deployments instead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ChangeId>,
    /// When the record was written, for the lenient choice between two records with one id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<Instant>,
}

impl Deployment {
    /// A deployment that reached production, with nothing else known of it.
    #[must_use]
    pub const fn new(
        id: DeploymentId,
        service: ServiceId,
        environment: EnvironmentId,
        finished_at: Instant,
    ) -> Self {
        Self {
            id,
            service,
            environment,
            started_at: None,
            finished_at,
            reached_production: true,
            plan: Plan::Unknown,
            prompted_by: None,
            remediates: Vec::new(),
            rolled_back: false,
            failed: None,
            changes: Vec::new(),
            recorded_at: None,
        }
    }
}

/// What the clock of a change starts with; kinds are never mixed in one statistic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartKind {
    /// The first commit of the change. A single commit is its own first commit.
    #[default]
    FirstCommit,
    /// The last commit of the change.
    LastCommit,
    /// The pull or merge request was opened.
    Opened,
    /// The pull or merge request was merged.
    Merged,
}

impl StartKind {
    /// All kinds, in order.
    pub const ALL: [Self; 4] = [Self::FirstCommit, Self::LastCommit, Self::Opened, Self::Merged];
}

/// Who or what made a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// A person.
    #[default]
    Human,
    /// A bot; counted, and separable.
    Bot,
    /// A merge commit; it carries no change of its own and is left out.
    Merge,
}

/// The optional stage stamps of a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stages {
    /// The first commit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_commit: Option<Instant>,
    /// The request was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<Instant>,
    /// Somebody else reviewed it first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_review: Option<Instant>,
    /// It was approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<Instant>,
    /// It was merged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<Instant>,
}

/// A change: a commit, a pull request or a merge request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Its id, unique among changes.
    pub id: ChangeId,
    /// The services it belongs to; empty where only its deployments tell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceId>,
    /// When its clock starts.
    pub committed_at: Instant,
    /// What the clock starts with.
    #[serde(default)]
    pub start_kind: StartKind,
    /// Who made it.
    #[serde(default)]
    pub kind: ChangeKind,
    /// The deployments that carry it; empty where the deployments name their changes instead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deployments: Vec<DeploymentId>,
    /// The stage stamps that are known.
    #[serde(default)]
    pub stages: Stages,
    /// When the record was written, for the lenient choice between two records with one id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<Instant>,
}

impl Change {
    /// A person's change, with nothing else known of it.
    #[must_use]
    pub fn new(id: ChangeId, committed_at: Instant) -> Self {
        Self {
            id,
            services: Vec::new(),
            committed_at,
            start_kind: StartKind::FirstCommit,
            kind: ChangeKind::Human,
            deployments: Vec::new(),
            stages: Stages::default(),
            recorded_at: None,
        }
    }
}

/// An incident: an unplanned loss of service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// Its id, unique among incidents.
    pub id: IncidentId,
    /// The services it hit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceId>,
    /// The deployments that caused it; empty for an external cause.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caused_by: Vec<DeploymentId>,
    /// When users began to feel it, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact_started_at: Option<Instant>,
    /// When it was noticed, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detected_at: Option<Instant>,
    /// When service was restored; absent while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored_at: Option<Instant>,
    /// Whether users felt it.
    pub user_impacting: bool,
    /// Whether somebody had to act at once.
    pub immediate_intervention: bool,
    /// When the record was written, for the lenient choice between two records with one id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<Instant>,
}

impl Incident {
    /// An incident that users felt and that somebody had to act on at once, still open, with nothing else known of it.
    #[must_use]
    pub const fn new(id: IncidentId) -> Self {
        Self {
            id,
            services: Vec::new(),
            caused_by: Vec::new(),
            impact_started_at: None,
            detected_at: None,
            restored_at: None,
            user_impacting: true,
            immediate_intervention: true,
            recorded_at: None,
        }
    }

    /// When it began: the impact, else the detection.
    #[must_use]
    pub fn began(&self) -> Option<Instant> {
        self.impact_started_at.or(self.detected_at)
    }
}

/// How often a service-level objective was kept in one window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceLevel {
    /// The objective.
    pub slo: SloId,
    /// The service.
    pub service: ServiceId,
    /// When the counted stretch began.
    pub from: Instant,
    /// When the counted stretch ended.
    pub until: Instant,
    /// Good events.
    pub good: u64,
    /// All events.
    pub total: u64,
    /// The target, between 0 and 1.
    pub target: f64,
}
