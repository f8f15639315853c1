//! What was read on the way in, and what was not taken.

use serde::Serialize;
use thalweg_model::Reject;

/// How many refused records a report lists one by one.
const LISTED: usize = 20;

/// What was read, refused and left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Intake {
    /// How many records were read, by kind.
    pub read: Vec<(String, usize)>,
    /// How many records, or parts of one, were not taken in.
    pub refused: u64,
    /// The first of them, with place and reason.
    pub rejects: Vec<String>,
    /// Anything else a reader has to know about the sources.
    pub notes: Vec<String>,
}

impl Intake {
    /// The intake of records by kind, with what was refused.
    #[must_use]
    pub fn new(read: Vec<(String, usize)>, rejects: &[Reject], unlisted: u64) -> Self {
        Self {
            read,
            refused: unlisted.saturating_add(rejects.len() as u64),
            rejects: rejects.iter().take(LISTED).map(ToString::to_string).collect(),
            notes: Vec::new(),
        }
    }

    /// With a note.
    #[must_use]
    pub fn noting(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}
