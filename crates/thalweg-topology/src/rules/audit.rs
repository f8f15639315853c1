//! Everything the rules say of one situation.

use std::cmp::Reverse;
use std::fmt;

use serde::Serialize;

use super::finding::{Finding, Severity, Subject};
use super::rule::{Rule, Threshold};

/// Something that a rule could not judge, and what it would need.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Unjudged {
    /// The rule's id.
    pub rule: String,
    /// What it is about.
    pub subject: Subject,
    /// What is missing.
    pub missing: String,
}

impl fmt::Display for Unjudged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} unknown: {}: {}", self.rule, self.subject, self.missing)
    }
}

/// The findings, and what could not be judged: a rule without a finding has passed only where it could.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[must_use]
pub struct Audit {
    /// The findings: by rule, errors first, then by subject.
    pub findings: Vec<Finding>,
    /// What could not be judged, by rule and subject.
    pub unknown: Vec<Unjudged>,
}

impl Audit {
    pub(super) fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    pub(super) fn unknown(&mut self, rule: &Rule, subject: Subject, missing: impl Into<String>) {
        self.unknown.push(Unjudged { rule: rule.id.clone(), subject, missing: missing.into() });
    }

    /// A warning where the number observed is more than the threshold allows.
    pub(super) fn above(
        &mut self,
        rule: &Rule,
        subject: Subject,
        observed: f64,
        threshold: &Threshold,
        evidence: impl FnOnce() -> String,
    ) {
        if observed > threshold.value {
            self.add(Finding::of(rule, Severity::Warning, subject, evidence()).against(observed, threshold));
        }
    }

    pub(super) fn sorted(mut self) -> Self {
        let order =
            |it: &Finding| (it.rule.clone(), Reverse(it.severity), it.subject.clone(), it.evidence.clone());
        self.findings.sort_by_cached_key(order);
        self.unknown.sort();
        self
    }
}
