//! The instrument as it stands in a file, before it is checked.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Wording;
use super::rule::{Frame, MissingRule, Polarity, ScoreRule};
use super::scale::AbsenceName;
use crate::error::{Problems, SurveyError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) id: String,
    pub(super) version: u32,
    pub(super) title: String,
    pub(super) frame: Frame,
    pub(super) recall: Option<String>,
    #[serde(default)]
    pub(super) validated: bool,
    pub(super) derived_from: Option<String>,
    #[serde(default)]
    pub(super) comparable_with: Vec<String>,
    pub(super) wording: Wording,
    pub(super) text_licence: Option<String>,
    pub(super) source: SourceFile,
    #[serde(default)]
    pub(super) scales: BTreeMap<String, ScaleFile>,
    #[serde(default)]
    pub(super) items: Vec<ItemFile>,
    #[serde(default)]
    pub(super) constructs: Vec<ConstructFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceFile {
    pub(super) citation: String,
    pub(super) url: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScaleFile {
    pub(super) min: i32,
    pub(super) max: i32,
    /// Point → label; TOML keys are text.
    #[serde(default)]
    pub(super) anchors: BTreeMap<String, String>,
    /// Label → absence.
    #[serde(default)]
    pub(super) na_labels: BTreeMap<String, AbsenceName>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemFile {
    pub(super) id: String,
    pub(super) text: Option<String>,
    #[serde(default = "forward")]
    pub(super) key: i32,
    pub(super) scale: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConstructFile {
    pub(super) id: String,
    #[serde(default)]
    pub(super) items: Vec<String>,
    #[serde(default)]
    pub(super) subscales: Vec<String>,
    pub(super) polarity: Polarity,
    pub(super) score: ScoreRule,
    pub(super) missing: MissingRule,
    #[serde(default = "one")]
    pub(super) minimum_items: u16,
}

const fn forward() -> i32 {
    1
}

const fn one() -> u16 {
    1
}

pub(super) fn parse(text: &str) -> Result<File, Problems> {
    toml::from_str(text).map_err(|e| SurveyError::Unreadable { message: e.to_string() }.into())
}
