//! What can be wrong with a playbook: every fault names its place, and all are told at once.

use std::fmt;

/// One fault of a playbook.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[non_exhaustive]
pub enum PlaybookError {
    /// The text is no TOML, or not of the playbook's form.
    #[error("line {line}: {message}")]
    Form {
        /// The line, from 1.
        line: usize,
        /// What the reader says.
        message: String,
    },
}

/// Every fault of a playbook, in the order of lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaybookErrors {
    faults: Vec<PlaybookError>,
}

impl PlaybookErrors {
    /// The faults in order, each once.
    #[must_use]
    pub fn new(faults: impl IntoIterator<Item = PlaybookError>) -> Self {
        let mut faults: Vec<_> = faults.into_iter().collect();
        faults.sort();
        faults.dedup();
        Self { faults }
    }

    /// The faults.
    #[must_use]
    pub fn faults(&self) -> &[PlaybookError] {
        &self.faults
    }
}

impl fmt::Display for PlaybookErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the playbook has {} faults", self.faults.len())?;
        self.faults.iter().try_for_each(|it| write!(f, "\n  {it}"))
    }
}

impl std::error::Error for PlaybookErrors {}
