//! Meetings, the rules they recur by, and views of the dashboard.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{PersonId, RecordId, StreamId, TeamId};
use crate::instant::Instant;

/// What a meeting is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MeetingKind {
    /// The monthly flow review.
    FlowReview,
    /// The quarterly strategy session.
    StrategySession,
    /// An all-hands update.
    AllHands,
    /// A value-stream mapping session.
    ValueStreamMapping,
    /// A retrospective.
    Retrospective,
    /// A coaching session.
    Coaching,
    /// Any other.
    Other,
}

/// Whether a meeting took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingStatus {
    /// It was held.
    Held,
    /// It was cancelled.
    Cancelled,
    /// It is planned.
    Planned,
}

/// A part of a meeting's agenda that was really covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Section {
    /// The trends of the DORA metrics.
    DoraTrends,
    /// What people said, in their words.
    QualitativeFeedback,
    /// The improvement backlog.
    ImprovementBacklog,
    /// Product objectives.
    ProductObjectives,
    /// Platform objectives.
    PlatformObjectives,
    /// Business objectives.
    BusinessObjectives,
    /// Investments in flow.
    FlowInvestments,
    /// What the organisation expects of its culture.
    CulturalExpectations,
    /// Recognition of teams.
    Recognition,
    /// Anything else.
    Other,
}

/// An action that a meeting agreed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetingAction {
    /// Its id.
    pub id: RecordId,
    /// The day it is due.
    pub due: NaiveDate,
    /// The day it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<NaiveDate>,
}

/// A team recognised for a behaviour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recognition {
    /// The team.
    pub team: TeamId,
    /// The behaviour, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behaviour: Option<String>,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// Its id.
    pub id: RecordId,
    /// What it is for.
    pub kind: MeetingKind,
    /// The local date, where no instant is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// Whether it took place.
    pub status: MeetingStatus,
    /// Who was there in person.
    #[serde(default)]
    pub present: Vec<PersonId>,
    /// Who accepted and did not come.
    #[serde(default)]
    pub accepted_but_absent: Vec<PersonId>,
    /// Who sent somebody else.
    #[serde(default)]
    pub sent_delegate: Vec<PersonId>,
    /// What was covered.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// What was agreed.
    #[serde(default)]
    pub actions: Vec<MeetingAction>,
    /// Who was recognised.
    #[serde(default)]
    pub recognised: Vec<Recognition>,
    /// The value stream it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream: Option<StreamId>,
    /// The teams that took part.
    #[serde(default)]
    pub teams: Vec<TeamId>,
}

/// A rule by which a meeting recurs (RFC 5545), in a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecurrenceRule {
    /// Its id.
    pub id: RecordId,
    /// The kind of meeting that it calls.
    pub kind: MeetingKind,
    /// The first occurrence, as a local date.
    pub start: NaiveDate,
    /// The rule, as `FREQ=MONTHLY;BYDAY=1TU`.
    pub rule: String,
    /// The IANA zone.
    pub zone: String,
    /// The local dates on which it calls a meeting, as far as the reader worked them out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub occurrences: Vec<NaiveDate>,
    /// The last local date up to which `occurrences` are complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expanded_to: Option<NaiveDate>,
}

/// Somebody looked at the dashboard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DashboardView {
    /// Its id.
    pub id: RecordId,
    /// Who looked.
    pub person: PersonId,
    /// When.
    pub at: Instant,
}
