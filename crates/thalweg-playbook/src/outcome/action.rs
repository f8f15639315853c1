//! The next best actions.

use serde::Serialize;

/// What sort of action it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// Something to do or to mend.
    Fix,
    /// Something to record, or a source to declare complete.
    Evidence,
}

/// Something worth doing next, and what it would turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NextAction {
    /// Its place, from 1.
    pub rank: u32,
    /// The criterion it serves first.
    pub item: String,
    /// The entity it is about, as `team:payments`, `month:2026-09` or `organisation`.
    pub entity: String,
    /// What people call that entity; empty where it is what is judged, or a source.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What to do, in a sentence.
    pub action: String,
    /// Why, in a sentence.
    pub why: String,
    /// What it would turn to met if it succeeds, found by evaluating with that one change: criteria, items and sections.
    pub turns: Vec<String>,
    /// What sort of action it is.
    pub kind: ActionKind,
}
