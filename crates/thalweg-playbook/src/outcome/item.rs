//! The verdict of a section, an item or a criterion, with all that it rests on.

use serde::Serialize;
use thalweg_model::Unit;

use super::exemption::ExemptionUse;
use crate::told;
use crate::verdict::{Level, Verdict};

/// A number that a verdict rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Number {
    /// What it says, as `flow reviews held` or the metric's id.
    pub name: String,
    /// The entity or the period it is about, where that is not the subject as a whole.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// The value; absent where there is none or where it is withheld.
    pub value: Option<f64>,
    /// The unit.
    pub unit: Unit,
    /// The lower end of its 95 % interval, or of what it can be with the unknown; absent where nothing bounds it.
    pub lower: Option<f64>,
    /// The upper end.
    pub upper: Option<f64>,
}

/// A threshold that a verdict was measured against.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ParameterUse {
    /// The parameter.
    pub id: String,
    /// Its value.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// Why it is set so.
    pub reason: String,
    /// Where that comes from.
    pub source: String,
}

impl ParameterUse {
    /// The threshold and its reason, with a blank before.
    fn sentence(&self) -> String {
        let value = told::number(self.value, self.unit);
        let unit = if self.unit == Unit::Days { " days" } else { "" };
        format!(" Threshold “{}”: {value}{unit} ({}).", told::words(&self.id), self.reason)
    }
}

/// What a verdict lacked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Missing {
    /// What is not known.
    pub what: String,
    /// The record kind or the metric that would supply it.
    pub supply: String,
    /// The entity or the period that it is missing for.
    pub entity: String,
}

/// The verdict on one member of a criterion: a team, a month, a meeting, a key result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MemberVerdict {
    /// The member, as `team:payments` or `month:2026-07`.
    pub entity: String,
    /// What people call it, as "team Payments" or "July 2026".
    pub name: String,
    /// Its own verdict, computed whether or not it is exempted.
    pub verdict: Verdict,
    /// Why, in a few words.
    pub because: String,
    /// The records that decided it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// The valid exemption that takes it out of the count, by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exempted_by: Option<String>,
}

/// The verdict of a section, an item or a criterion, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemVerdict {
    /// Its id, as `F3.operating`.
    pub id: String,
    /// What it asks for, in a few words.
    pub title: String,
    /// The clause of the playbook's text that it comes from.
    pub clause: String,
    /// Whether it is a section, an item or a criterion.
    pub level: Level,
    /// The verdict.
    pub verdict: Verdict,
    /// Why, in one sentence for people.
    pub because: String,
    /// The records that decided it, as `meetings:fr-2026-07`, each once, in order.
    pub evidence: Vec<String>,
    /// The numbers that decided it, with their intervals.
    pub numbers: Vec<Number>,
    /// The thresholds it was measured against, with reason and source.
    pub parameters: Vec<ParameterUse>,
    /// What is missing and what would supply it.
    pub missing: Vec<Missing>,
    /// The exemptions that name it, valid or not.
    pub exemptions: Vec<ExemptionUse>,
    /// What would change the verdict, in one sentence; empty where nothing need change.
    pub would_change: String,
    /// The members it was judged by, failing ones first.
    pub members: Vec<MemberVerdict>,
    /// The items or criteria below it.
    pub parts: Vec<ItemVerdict>,
}

impl ItemVerdict {
    /// The verdict, its reason, and the thresholds with theirs, in a few sentences.
    #[must_use]
    pub fn explain(&self) -> String {
        let thresholds: String = self.parameters.iter().map(ParameterUse::sentence).collect();
        format!("{} ({}): {}. {}{thresholds}", self.title, self.id, self.verdict.words(), self.because)
    }

    /// Whether a valid exemption takes it out of the combination as a whole.
    #[must_use]
    pub fn is_exempted(&self) -> bool {
        self.exemptions.iter().any(|it| it.counts() && it.entity.is_none())
    }
}
