//! How teams work with each other, and which waits for which.

use serde::{Deserialize, Serialize};
use thalweg_model::{PersonId, TeamId};

use super::moment::{Lasting, Moment, Span};
use crate::format::{record, words};

/// The three modes of interaction (Skelton and Pais, Team Topologies, 2019).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// They work on one thing together, for a time.
    Collaboration,
    /// One helps the other to learn, for a time.
    Facilitating,
    /// One uses what the other offers, by itself.
    XAsAService,
}

impl Mode {
    /// The mode's name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Collaboration => "collaboration",
            Self::Facilitating => "facilitating",
            Self::XAsAService => "X-as-a-Service",
        }
    }
}

/// What a dependency does to the team that has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DependencyState {
    /// Nothing.
    #[default]
    Ok,
    /// It makes it slower.
    Slowing,
    /// It keeps it from going on.
    Blocking,
}

words!(Mode, DependencyState);

record! {
    /// How two teams work with each other.
    Interaction "interaction" lasts
    must {
        /// The team that offers or helps; for collaboration either of the two.
        team: TeamId,
        /// The team that uses or is helped.
        with: TeamId,
        /// How.
        mode: Mode,
    }
    may {
        /// What for.
        purpose: Option<String>,
        /// How many days it shall take.
        expected_days: Option<u32>,
        /// Who takes part.
        participants: Vec<PersonId>,
        /// Which of the two say so; both where none is named.
        declared_by: Vec<TeamId>,
    }
}

record! {
    /// A team that needs another one for its work.
    Dependency "dependency" lasts
    must {
        /// The team that waits.
        team: TeamId,
        /// The team that it waits for.
        on: TeamId,
    }
    may {
        /// What it does to the waiting team.
        state: DependencyState,
        /// Why.
        reason: Option<String>,
        /// The median wait of an item, in hours, if measured.
        median_wait_hours: Option<f64>,
        /// How many items waited, if counted.
        items: Option<u32>,
    }
}
