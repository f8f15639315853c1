//! What a rule found.

use std::fmt;

use serde::Serialize;
use thalweg_model::{RecordId, ServiceId, TeamId};

use super::rule::{Rule, Threshold};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a talk.
    Warning,
    /// Something waits or falls through because of it.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Subject {
    /// The whole organisation.
    Organisation,
    /// A team.
    Team(TeamId),
    /// Two teams, in the order of their names where neither comes first.
    Pair(TeamId, TeamId),
    /// A service.
    Service(ServiceId),
    /// A domain.
    Domain(RecordId),
    /// A path of a repository.
    Path(String),
    /// A work item.
    Item(RecordId),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organisation => f.write_str("organisation"),
            Self::Team(id) => write!(f, "team:{id}"),
            Self::Pair(one, other) => write!(f, "teams:{one}+{other}"),
            Self::Service(id) => write!(f, "service:{id}"),
            Self::Domain(id) => write!(f, "domain:{id}"),
            Self::Path(path) => write!(f, "path:{path}"),
            Self::Item(id) => write!(f, "item:{id}"),
        }
    }
}

impl Serialize for Subject {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A finding of one rule about one subject.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// What was seen.
    pub evidence: String,
    /// The number that was compared, where one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed: Option<f64>,
    /// What it was compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<Threshold>,
    /// Where the rule and its numbers come from.
    pub source: String,
    /// Why it matters.
    pub reason: String,
    /// What would resolve it.
    pub resolve: String,
}

impl Finding {
    /// A finding of a rule.
    pub(super) fn of(rule: &Rule, severity: Severity, subject: Subject, evidence: impl Into<String>) -> Self {
        Self {
            rule: rule.id.clone(),
            severity,
            subject,
            evidence: evidence.into(),
            observed: None,
            threshold: None,
            source: rule.source.clone(),
            reason: rule.reason.clone(),
            resolve: rule.resolve.clone(),
        }
    }

    /// With the number that was compared, and what with.
    pub(super) fn against(mut self, observed: f64, threshold: &Threshold) -> Self {
        self.observed = Some(observed);
        self.threshold = Some(threshold.clone());
        self
    }

    /// With a resolution that names what to do here.
    pub(super) fn resolved_by(mut self, resolve: String) -> Self {
        self.resolve = resolve;
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}: {}", self.rule, self.severity, self.subject, self.evidence)
    }
}
