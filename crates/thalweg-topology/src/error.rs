//! What can be wrong with a topology or a set of rules as a whole.

use thalweg_model::Reject;

/// Why a definition was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TopologyError {
    /// The text cannot be read at all.
    #[error("{origin}:{line}: {reason}")]
    Unreadable {
        /// The source as the caller names it.
        origin: String,
        /// The line, from 1; 0 where the reader does not know it.
        line: u64,
        /// What the reader met.
        reason: String,
    },
    /// The text can be read and says things that cannot be: all of them at once, each with its place.
    #[error("{} in the topology: {}", counted(.problems.len()), listed(.problems))]
    Invalid {
        /// The problems in the order of the text.
        problems: Vec<Reject>,
    },
    /// The topology cannot be written in that format.
    #[error("the topology cannot be written: {reason}")]
    Unwritable {
        /// What the writer met.
        reason: String,
    },
    /// A set of rules says things that cannot be: all of them at once.
    #[error("{} in the rules: {}", counted(.problems.len()), listed(.problems))]
    Rules {
        /// The problems in the order of the text.
        problems: Vec<Reject>,
    },
}

fn counted(problems: usize) -> String {
    if problems == 1 { "one problem".to_owned() } else { format!("{problems} problems") }
}

fn listed(problems: &[Reject]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
