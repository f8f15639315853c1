//! What can be wrong with a definition: all problems at once, each with the item at fault.

use std::fmt;

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The item at fault, as a path such as `incidents.rungs`.
    pub item: String,
    /// What is wrong, and what would be right.
    pub reason: String,
}

impl Problem {
    /// A problem of an item.
    #[must_use]
    pub fn new(item: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { item: item.into(), reason: reason.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.item, self.reason)
    }
}

fn listed(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("; ")
}

/// Why a definition cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DoraError {
    /// The rules of a definition contradict themselves or the range of their values.
    #[error("the definition `{name}` cannot be used: {}", listed(.problems))]
    Definition {
        /// The definition's name, as given.
        name: String,
        /// Everything that is wrong with it.
        problems: Vec<Problem>,
    },
    /// The parameters of an outlook cannot be used.
    #[error("the outlook cannot be computed: {}", listed(.problems))]
    Outlook {
        /// Everything that is wrong with them.
        problems: Vec<Problem>,
    },
    /// A definition's text is not what [`crate::Rules`] writes.
    #[error("the definition cannot be read: {reason}")]
    Unreadable {
        /// What the reader says, with line and column.
        reason: String,
    },
}

impl DoraError {
    /// Everything that is wrong.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Definition { problems, .. } | Self::Outlook { problems } => problems,
            Self::Unreadable { .. } => &[],
        }
    }
}
