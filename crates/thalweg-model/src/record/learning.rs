//! Experiments, post-incident work, highlights and sharing: how the organisation learns.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{IncidentId, MetricId, PersonId, RecordId, TeamId};

/// An action that a sponsor took for an experiment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SponsorAction {
    /// The day.
    pub date: NaiveDate,
    /// What was done.
    pub what: String,
}

/// An experiment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Experiment {
    /// Its id.
    pub id: RecordId,
    /// The teams that take part.
    #[serde(default)]
    pub teams: Vec<TeamId>,
    /// Who sponsors it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sponsor: Option<PersonId>,
    /// What the sponsor did for it.
    #[serde(default)]
    pub sponsor_actions: Vec<SponsorAction>,
    /// The first day.
    pub started: NaiveDate,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<NaiveDate>,
    /// What is supposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hypothesis: Option<String>,
    /// What is watched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<MetricId>,
    /// What must not get worse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guardrail: Option<String>,
    /// When it is stopped early.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop_criterion: Option<String>,
    /// How it came out; a refuted hypothesis is no failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// What was learned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learning: Option<String>,
}

/// How bad an incident was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Severity(u8);

impl Severity {
    /// A severity from 1, the worst, to 5.
    #[must_use]
    pub const fn new(level: u8) -> Option<Self> {
        if level >= 1 && level <= 5 { Some(Self(level)) } else { None }
    }

    /// The level, from 1, the worst, to 5.
    #[must_use]
    pub const fn level(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Severity {
    type Error = String;
    fn try_from(level: u8) -> Result<Self, String> {
        Self::new(level).ok_or_else(|| format!("severity {level} is not between 1 (worst) and 5"))
    }
}

impl From<Severity> for u8 {
    fn from(severity: Severity) -> Self {
        severity.0
    }
}

/// The review after an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostIncidentReview {
    /// Its id.
    pub id: RecordId,
    /// The incident.
    pub incident: IncidentId,
    /// The day of the incident.
    pub date: NaiveDate,
    /// How bad it was.
    pub severity: Severity,
    /// The cause that was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// The day the review was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<NaiveDate>,
}

/// An action that follows from an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostIncidentAction {
    /// Its id.
    pub id: RecordId,
    /// The incident.
    pub incident: IncidentId,
    /// The day it is due.
    pub due: NaiveDate,
    /// The day it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<NaiveDate>,
    /// Why it was declined, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declined: Option<String>,
}

/// Something shown to the whole organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Highlight {
    /// Its id.
    pub id: RecordId,
    /// The day.
    pub date: NaiveDate,
    /// Where it was shown.
    pub forum: String,
    /// The record it is about: a post-incident action, an experiment.
    pub about: RecordId,
}

/// A team shared what it does with others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharingEvent {
    /// Its id.
    pub id: RecordId,
    /// The day.
    pub date: NaiveDate,
    /// The teams that shared.
    pub teams: Vec<TeamId>,
    /// What about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
}
