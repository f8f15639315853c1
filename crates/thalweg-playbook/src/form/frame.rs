//! The frame of a playbook: parameters, measures, sections, items and criteria.

use std::collections::BTreeMap;

use serde::Deserialize;
use thalweg_model::Unit;

use super::bound::{Name, Placed};
use super::rule::RuleForm;
use super::test::{SelectionForm, TestForm};

/// A threshold with its reason.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ParameterForm {
    /// The value, in the unit.
    pub(crate) value: Placed<f64>,
    /// The unit.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) unit: Unit,
    /// Why it is set so.
    pub(crate) reason: String,
    /// Where that comes from.
    pub(crate) source: String,
}

/// What sort of quantity a metric measures, where no catalog says it.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct MeasureForm {
    /// The metric's id, or `area.*`, or `*.name`.
    #[serde(default)]
    pub(crate) metric: Option<Name>,
    /// The unit of the goal, where that alone tells the class.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) unit: Option<Unit>,
    /// Its class: `outcome`, `output`, `activity` or `effort`.
    pub(crate) class: Name,
    /// What it is about, as `delivery` or `customer_experience`.
    #[serde(default)]
    pub(crate) theme: Option<String>,
    /// The metrics that show when it is bought at another's cost.
    #[serde(default)]
    pub(crate) counter: Vec<String>,
}

/// A criterion.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct CriterionForm {
    /// Its id, unique in the playbook.
    pub(crate) id: Name,
    /// What it asks for, in a few words.
    pub(crate) title: String,
    /// The clause of the text that it comes from.
    pub(crate) clause: String,
    /// What to do about it, in a sentence.
    pub(crate) fix: String,
    /// When it applies at all; otherwise it is not applicable.
    #[serde(default)]
    pub(crate) applies: Option<RuleForm>,
    /// The rule.
    pub(crate) rule: RuleForm,
    /// Rows to name without deciding anything.
    #[serde(default)]
    pub(crate) notes: Vec<NoteForm>,
}

/// Rows that an explanation names without deciding anything.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteForm {
    /// Of which rows.
    pub(crate) of: SelectionForm,
    /// Which of them.
    pub(crate) that: TestForm,
    /// What to say of them.
    pub(crate) says: String,
}

/// An item: something to do or to have.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "snake_case"))]
pub(crate) struct ItemForm {
    /// Its id, unique in the playbook.
    pub(crate) id: Name,
    /// What it is, in a few words.
    pub(crate) title: String,
    /// The clause of the text that it comes from.
    pub(crate) clause: String,
    /// Its criteria.
    pub(crate) criterion: Vec<CriterionForm>,
}

/// A section: a heading of the playbook.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct SectionForm {
    /// Its id, unique in the playbook.
    pub(crate) id: Name,
    /// The heading.
    pub(crate) title: String,
    /// The clause of the text that it comes from.
    pub(crate) clause: String,
    /// The criteria that stand right below it.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub(crate) criterion: Vec<CriterionForm>,
    /// Its items.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub(crate) item: Vec<ItemForm>,
}

/// A playbook.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Frame {
    /// Its id.
    pub(crate) id: String,
    /// Its title.
    pub(crate) title: String,
    /// Its version.
    pub(crate) version: u32,
    /// What it judges: `organisation` or `team`.
    pub(crate) judges: Name,
    /// The thresholds by name.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub(crate) parameters: BTreeMap<String, ParameterForm>,
    /// What sort of quantity metrics measure.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub(crate) measure: Vec<MeasureForm>,
    /// The sections.
    pub(crate) section: Vec<SectionForm>,
}
