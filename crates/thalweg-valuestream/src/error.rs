//! What can be wrong with a definition.

/// Why a definition was refused: all its problems at once, each naming the offending item.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ValueStreamError {
    /// A workflow that classes its states in a way that cannot be.
    #[error("the workflow: {}", .problems.join("; "))]
    Workflow {
        /// The problems.
        problems: Vec<String>,
    },
    /// A change of a map that cannot be made.
    #[error("the change of the map: {}", .problems.join("; "))]
    Change {
        /// The problems.
        problems: Vec<String>,
    },
    /// A queue that cannot be.
    #[error("the queue: {}", .problems.join("; "))]
    Queue {
        /// The problems.
        problems: Vec<String>,
    },
    /// A definition of flow metrics that cannot be.
    #[error("the definition of flow: {}", .problems.join("; "))]
    Flow {
        /// The problems.
        problems: Vec<String>,
    },
    /// A forecast that cannot be made.
    #[error("the forecast: {}", .problems.join("; "))]
    Forecast {
        /// The problems.
        problems: Vec<String>,
    },
}

/// `Ok` where there is no problem.
pub(crate) fn none_of(
    problems: Vec<String>,
    error: fn(Vec<String>) -> ValueStreamError,
) -> Result<(), ValueStreamError> {
    if problems.is_empty() { Ok(()) } else { Err(error(problems)) }
}

/// Collects a problem for every number that is not finite and as large as it must be.
pub(crate) fn must(problems: &mut Vec<String>, name: &str, holds: bool, rule: &str) {
    if !holds {
        problems.push(format!("{name} must be {rule}"));
    }
}
