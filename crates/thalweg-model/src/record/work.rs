//! Blockers, escalations, the improvement backlog, value-stream maps and work items: where work waits.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{PersonId, RecordId, StreamId, TeamId};
use crate::instant::Instant;

/// Something that keeps a team from going on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blocker {
    /// Its id.
    pub id: RecordId,
    /// The team that is blocked.
    pub team: TeamId,
    /// The day it was raised.
    pub raised: NaiveDate,
    /// The day it was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unblocked: Option<NaiveDate>,
    /// Whether the team can remove it without others.
    pub team_can_solve_alone: bool,
    /// Who of the leadership took it on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sponsor: Option<PersonId>,
}

/// Where an escalation was resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EscalationLevel {
    /// The team helped itself with a capability of the platform.
    Platform,
    /// The team itself, without the platform.
    Team,
    /// Another team at the same level.
    Peer,
    /// A lead.
    Lead,
    /// The executives.
    Executive,
}

impl EscalationLevel {
    /// Whether the team resolved it within its span of control.
    #[must_use]
    pub const fn within_span(self) -> bool {
        matches!(self, Self::Platform | Self::Team)
    }
}

/// A question or problem reached a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelReached {
    /// The level.
    pub level: EscalationLevel,
    /// When.
    pub at: Instant,
}

/// A question or problem that a team raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// Its id.
    pub id: RecordId,
    /// Who raised it.
    pub team: TeamId,
    /// When.
    pub raised_at: Instant,
    /// When it was resolved; absent while open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<Instant>,
    /// Where it was resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at_level: Option<EscalationLevel>,
    /// Its way through the levels, where that is recorded; how long it stayed at each can then be told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<LevelReached>,
}

/// An entry of the improvement backlog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Improvement {
    /// Its id.
    pub id: RecordId,
    /// The team that works on it, if one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// What it is.
    pub text: String,
    /// The day it entered the backlog.
    pub opened: NaiveDate,
    /// The day it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<NaiveDate>,
    /// What it shall change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_effect: Option<String>,
    /// What it changed, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed_effect: Option<String>,
}

/// A stage of a value-stream map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapStage {
    /// Its name.
    pub name: String,
    /// Hours of work on one item.
    pub process_hours: f64,
    /// Hours that an item waits before the work on it begins.
    pub wait_hours: f64,
    /// Share of items that the next stage can use as they come, between 0 and 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complete_and_accurate: Option<f64>,
    /// People who work here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<f64>,
    /// Items that arrive per week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrivals_per_week: Option<f64>,
    /// Hours of work that a person has for it per week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity_hours_per_week: Option<f64>,
}

/// A value-stream map as measured on one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueStreamMap {
    /// Its id.
    pub id: RecordId,
    /// The stream.
    pub stream: StreamId,
    /// The day of the measurement.
    pub measured: NaiveDate,
    /// The stages in the order of the flow.
    pub stages: Vec<MapStage>,
}

/// What a work item is (Flow Framework: exhaustive and mutually exclusive).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkKind {
    /// New value.
    Feature,
    /// A repair.
    Defect,
    /// Security, privacy, compliance.
    Risk,
    /// Repair of the means of production.
    Debt,
}

/// A work item entered a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateChange {
    /// The state entered.
    pub state: String,
    /// When.
    pub at: Instant,
    /// The team that has the item from then on, where another has it than before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
}

/// An item of work and its way through the states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkItem {
    /// Its id.
    pub id: RecordId,
    /// The stream, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream: Option<StreamId>,
    /// The team, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// What it is.
    pub kind: WorkKind,
    /// Its state changes.
    pub states: Vec<StateChange>,
}
