//! Whom a team's problems go up to.

use serde::{Deserialize, Serialize};
use thalweg_model::{PersonId, RecordId, TeamId};

use super::moment::{Lasting, Moment, Span};
use crate::format::{record, words};

/// How far up a step reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// The team itself.
    Team,
    /// The platform.
    Platform,
    /// A lead.
    Lead,
    /// The executives.
    Executive,
}

words!(Reach);

record! {
    /// One step of an escalation path. It reaches all whom it names in any way.
    EscalationStep "step"
    must {}
    may {
        /// How far up it reaches.
        level: Option<Reach>,
        /// People.
        reaches: Vec<PersonId>,
        /// Schedules: whoever is on call.
        schedules: Vec<RecordId>,
        /// Another path, all of whose steps follow here.
        path: Option<RecordId>,
        /// Within how many minutes there must be an answer.
        respond_within_minutes: Option<u32>,
    }
}

record! {
    /// The steps that a team's problem goes up.
    EscalationPath "escalation path" lasts
    must {
        /// Its id.
        id: RecordId,
        /// Whose path it is.
        team: TeamId,
    }
    may {
        /// Other teams that its problems involve.
        involves: Vec<TeamId>,
        /// The steps in order.
        steps: Vec<EscalationStep>,
        /// Within how many minutes the last step must have answered, at every hour of the week.
        limit_minutes: Option<u32>,
        /// When it was last reviewed.
        reviewed: Option<Moment>,
    }
}
