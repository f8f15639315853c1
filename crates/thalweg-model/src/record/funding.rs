//! Objectives, key results, capacity and investments: where the organisation means to go and what it pays for.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{MetricId, PersonId, RecordId};
use crate::quantity::Unit;

/// Whose objective it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectiveKind {
    /// The product's.
    Product,
    /// The platform's.
    Platform,
    /// The business's.
    Business,
}

/// An objective of a quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objective {
    /// Its id.
    pub id: RecordId,
    /// The first day of its quarter.
    pub quarter: NaiveDate,
    /// Whose it is.
    pub kind: ObjectiveKind,
    /// What it says.
    pub text: String,
}

/// A key result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyResult {
    /// Its id.
    pub id: RecordId,
    /// The first day of its quarter.
    pub quarter: NaiveDate,
    /// The objective it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objective: Option<RecordId>,
    /// What it says.
    pub text: String,
    /// The metric it moves, by its id in the catalog.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<MetricId>,
    /// The unit of baseline and target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// Where it starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<f64>,
    /// Where it shall end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<f64>,
    /// The day it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonId>,
    /// What its author calls it; kept, and never believed.
    #[serde(default)]
    pub claims: Vec<String>,
    /// The counter-metric that must not get worse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guardrail: Option<MetricId>,
}

/// Capacity planned and used in one month for one category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapacityEntry {
    /// Its id.
    pub id: RecordId,
    /// The first day of the month.
    pub month: NaiveDate,
    /// The category, as `platform_engineering`, `enabling_teams`, `automation`, `golden_paths`, `testing`, `observability`.
    pub category: String,
    /// What was planned.
    pub planned: f64,
    /// What was used, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual: Option<f64>,
    /// The unit of both.
    pub unit: Unit,
}

/// An investment in flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Investment {
    /// Its id.
    pub id: RecordId,
    /// The first day of its quarter.
    pub quarter: NaiveDate,
    /// The category.
    pub category: String,
    /// The planned amount, in the ledger's currency.
    pub amount: f64,
    /// The objectives that it supports.
    #[serde(default)]
    pub supports: Vec<RecordId>,
}
