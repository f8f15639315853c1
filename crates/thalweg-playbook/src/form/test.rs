//! Tests of one row, and the rows that are tested, as people write them.

use serde::Deserialize;

use super::bound::{BoundValue, Bounds, Name, Placed};
use super::metric::MetricForm;

/// A test of one row: one of `all`, `any`, `not`, a field with one thing asked of it, rows elsewhere that name this one, or
/// a metric about what the row names.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub(crate) struct TestForm {
    /// Every test holds.
    pub(crate) all: Option<Vec<TestForm>>,
    /// At least one test holds.
    pub(crate) any: Option<Vec<TestForm>>,
    /// The test does not hold.
    pub(crate) not: Option<Box<TestForm>>,
    /// The field that is asked.
    pub(crate) field: Option<Name>,
    /// It is this word or id.
    pub(crate) is: Option<Name>,
    /// It is yes (`true`) or no (`false`).
    pub(crate) yes: Option<bool>,
    /// It is one of these.
    pub(crate) among: Option<Vec<Name>>,
    /// It holds all of these.
    pub(crate) has: Option<Vec<Name>>,
    /// It was recorded (`true`) or not (`false`).
    pub(crate) present: Option<bool>,
    /// It is a number within these thresholds.
    pub(crate) needs: Option<Bounds>,
    /// It is a date, and not later than the date of that other field.
    pub(crate) by: Option<Name>,
    /// It is a date, at most so long after the date of another field.
    pub(crate) after: Option<AfterForm>,
    /// It is a date, at most so long before the day on which states are judged.
    pub(crate) age: Option<Bounds>,
    /// It is a date within this stretch of time.
    pub(crate) within: Option<Within>,
    /// So many of the persons held this role on the row's day; one where nothing is said.
    pub(crate) role: Option<RoleForm>,
    /// It names a team, a person or a service that is there when states are judged.
    pub(crate) active: Option<bool>,
    /// It names the entity that is judged.
    pub(crate) subject: Option<bool>,
    /// It is the member that `each_value` is at.
    pub(crate) member: Option<bool>,
    /// It names a row of another table.
    pub(crate) names: Option<NamesForm>,
    /// It is the id of a metric of this class (`outcome`, `output`, `activity`, `effort`).
    pub(crate) class: Option<Vec<Name>>,
    /// It is the id of a metric about this theme; the member that `each_value` is at, where that is `@member`.
    pub(crate) theme: Option<Name>,
    /// It is the id of a metric whose counter-metric stands in that other field.
    pub(crate) countered_by: Option<Name>,
    /// It is a text with one of these words. That decides nothing, it only raises a question.
    pub(crate) mentions: Option<Vec<String>>,
    /// Rows elsewhere that name this one.
    pub(crate) related: Option<RelatedForm>,
    /// A metric about what this row is.
    pub(crate) metric: Option<MetricForm>,
}

/// Over which stretch of time rows are taken.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum Within {
    /// The period, or the month or other window that the rule is at.
    #[default]
    Window,
    /// The calendar quarter in which the period begins, or the period where that is longer.
    Quarter,
    /// All time.
    Ever,
}

/// Rows of a table.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct SelectionForm {
    /// The table.
    pub(crate) records: Name,
    /// Over which stretch of time; rows that hold for a time are those that hold when states are judged.
    #[serde(default)]
    pub(crate) within: Within,
    /// Over that many days before the day on which states are judged, instead.
    #[serde(default)]
    pub(crate) trailing: Option<Placed<BoundValue>>,
    /// The date field that counts, where it is not the table's own.
    #[serde(default)]
    pub(crate) on: Option<Name>,
    /// The date field by which a row ends: rows that overlap the stretch are taken.
    #[serde(default)]
    pub(crate) until: Option<Name>,
    /// Only rows of which this holds.
    #[serde(default, rename = "where")]
    pub(crate) filter: Option<Box<TestForm>>,
    /// What to call them.
    pub(crate) noun: String,
}

/// A date that comes at most so long after another.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct AfterForm {
    /// The other field.
    pub(crate) field: Name,
    /// How long.
    pub(crate) needs: Bounds,
}

/// Persons in a role.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleForm {
    /// The role.
    pub(crate) is: Name,
    /// How many of them; at least one where nothing is said.
    #[serde(default)]
    pub(crate) needs: Bounds,
    /// On some day since the row's day is enough, as for a sponsor who came later.
    #[serde(default)]
    pub(crate) since: bool,
}

/// Which field of the other rows meets which field of this one.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct MatchForm {
    /// The field of the other rows.
    pub(crate) theirs: Name,
    /// The field of this row.
    pub(crate) ours: Name,
}

/// Rows elsewhere that name this one.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RelatedForm {
    /// Which rows.
    pub(crate) of: SelectionForm,
    /// How they name it.
    #[serde(rename = "where")]
    pub(crate) matches: MatchForm,
    /// Count different values of this field instead of rows.
    #[serde(default)]
    pub(crate) distinct: Option<Name>,
    /// How many.
    pub(crate) needs: Bounds,
}

/// A row of another table that a field names by its id.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct NamesForm {
    /// The other table.
    pub(crate) records: Name,
    /// What holds of its row.
    #[serde(default)]
    pub(crate) that: Option<Box<TestForm>>,
}
