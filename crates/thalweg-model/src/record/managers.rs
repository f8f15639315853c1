//! Coaching, briefs and resources of managers; decisions and approvals of leaders.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{DeploymentId, PersonId, RecordId};

/// A manager was coached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coaching {
    /// Its id.
    pub id: RecordId,
    /// The manager.
    pub manager: PersonId,
    /// The day.
    pub date: NaiveDate,
    /// What it was about.
    #[serde(default)]
    pub topics: Vec<String>,
}

/// A brief that tells managers the narrative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NarrativeBrief {
    /// Its id.
    pub id: RecordId,
    /// The day it was given out.
    pub date: NaiveDate,
    /// The managers who acknowledged it.
    #[serde(default)]
    pub acknowledged: Vec<PersonId>,
}

/// What a manager was given for the quarter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManagerResource {
    /// Its id.
    pub id: RecordId,
    /// The manager.
    pub manager: PersonId,
    /// The first day of the quarter.
    pub quarter: NaiveDate,
    /// Hours kept free for leading.
    pub protected_hours: f64,
}

/// Whether a deployment needed somebody outside the team to approve it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeApproval {
    /// Its id.
    pub id: RecordId,
    /// The deployment.
    pub deployment: DeploymentId,
    /// The day of the deployment.
    pub date: NaiveDate,
    /// Whether it needed external approval.
    pub external: bool,
}

/// What a leader decided on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    /// An outcome to reach.
    Outcome,
    /// A piece of work to allow.
    Approval,
}

/// A decision of the leadership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeadershipDecision {
    /// Its id.
    pub id: RecordId,
    /// The day.
    pub date: NaiveDate,
    /// What it decided on.
    pub kind: DecisionKind,
}
