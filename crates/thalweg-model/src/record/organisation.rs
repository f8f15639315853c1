//! People, teams, services, escalation paths and survey waves: who there is.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{GroupId, InstrumentId, PersonId, RecordId, ServiceId, TeamId, WaveId};
use crate::instant::Instant;

/// What somebody answers for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Leads the organisation or a large part of it.
    SeniorLeader,
    /// Leads a team or several.
    Manager,
    /// Works in a team.
    Member,
}

/// A person, known only by an opaque id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The opaque id.
    pub id: PersonId,
    /// The role.
    pub role: Role,
    /// The team, if in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// Whom the person reports to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<PersonId>,
    /// First day in the organisation, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// First day no longer in the organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// The four fundamental types of team, and the lack of one (Skelton and Pais, Team Topologies, 2019).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TeamKind {
    /// Aligned to a flow of work, end to end.
    StreamAligned,
    /// Provides services that others use by themselves.
    Platform,
    /// Helps others learn what they lack.
    Enabling,
    /// Keeps what needs deep specialists.
    ComplicatedSubsystem,
    /// Nobody said.
    #[default]
    Undefined,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its type.
    #[serde(default)]
    pub kind: TeamKind,
    /// Who manages it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<PersonId>,
    /// The unit it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<TeamId>,
    /// First day it exists, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// First day it no longer exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// A service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// From when on it runs, if known; before, it has no exposure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_from: Option<Instant>,
    /// Until when it ran.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_to: Option<Instant>,
}

/// A team that answers for a service, for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceOwnership {
    /// The service.
    pub service: ServiceId,
    /// The team.
    pub team: TeamId,
    /// From when on, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Instant>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

/// One step of an escalation path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EscalationStep {
    /// Who is reached.
    pub reaches: Vec<PersonId>,
    /// Within how many minutes there must be an answer, if agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respond_within_minutes: Option<u32>,
}

/// The steps that a team's question or problem goes up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EscalationPath {
    /// Its id.
    pub id: RecordId,
    /// Whose path it is.
    pub team: TeamId,
    /// The steps in order.
    pub steps: Vec<EscalationStep>,
    /// When it was last reviewed, if ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<NaiveDate>,
}

/// One wave of a survey: what was asked of whom. The answers themselves are [`crate::answer`]'s.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurveyWave {
    /// Its id.
    pub id: WaveId,
    /// The instrument.
    pub instrument: InstrumentId,
    /// The instrument's version.
    pub version: u32,
    /// First day of asking.
    pub opened: NaiveDate,
    /// Last day of asking.
    pub closed: NaiveDate,
    /// How many were asked, by group path (`org/dept/team`).
    #[serde(default)]
    pub invited: std::collections::BTreeMap<GroupId, u32>,
    /// How many answered, by group path, where a vendor gives only counts and no answers.
    #[serde(default)]
    pub responded: std::collections::BTreeMap<GroupId, u32>,
}
