//! What can be wrong with a playbook: every fault names its place, and all are told at once.

use std::fmt;

/// The nearest name, as a hint.
fn hint(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

/// One fault of a playbook. Lines count from 1; `item` is the criterion, item, section or parameter that is at fault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[non_exhaustive]
pub enum PlaybookError {
    /// The text is no TOML, or not of the playbook's form.
    #[error("line {line}: {message}")]
    Form {
        /// The line.
        line: usize,
        /// What the reader says.
        message: String,
    },
    /// A name that stands for nothing: a parameter, a table, a field, a metric, a check, a word of a closed list.
    #[error("line {line}: `{item}` names the {what} `{name}`, which there is not{}", hint(.nearest.as_deref()))]
    Unknown {
        /// The line.
        line: usize,
        /// Who names it.
        item: String,
        /// What sort of name it is.
        what: &'static str,
        /// The name.
        name: String,
        /// The nearest name that there is.
        nearest: Option<String>,
    },
    /// A threshold in another unit than what it is compared with.
    #[error("line {line}: `{item}` compares {needs} with the parameter `{name}`, which is in {has}")]
    WrongUnit {
        /// The line.
        line: usize,
        /// Who compares.
        item: String,
        /// The parameter or metric.
        name: String,
        /// The unit needed.
        needs: &'static str,
        /// The unit it has.
        has: &'static str,
    },
    /// A threshold that nothing can meet, or everything.
    #[error("line {line}: the threshold `{item}` is {value}: {why}")]
    Impossible {
        /// The line.
        line: usize,
        /// The parameter or criterion.
        item: String,
        /// The value as written.
        value: String,
        /// Why that cannot be.
        why: &'static str,
    },
    /// A field is asked something that its kind cannot answer.
    #[error("line {line}: `{item}` asks the field `{field}`, {kind}, for {asked}")]
    WrongKind {
        /// The line.
        line: usize,
        /// Who asks.
        item: String,
        /// The field.
        field: String,
        /// What it holds.
        kind: &'static str,
        /// What it is asked for.
        asked: &'static str,
    },
    /// A rule or test that says too little or too much at once.
    #[error("line {line}: `{item}`: {message}")]
    Shape {
        /// The line.
        line: usize,
        /// Whose rule it is.
        item: String,
        /// What is wrong with it.
        message: String,
    },
    /// Two sections, items or criteria of one id.
    #[error("line {line}: the id `{id}` stands a second time")]
    Twice {
        /// The line of the second.
        line: usize,
        /// The id.
        id: String,
    },
    /// Items whose verdicts follow from each other in a circle.
    #[error("line {line}: these follow from each other in a circle: {}", .items.join(", "))]
    Circle {
        /// The line of the first.
        line: usize,
        /// The items.
        items: Vec<String>,
    },
    /// More criteria than a playbook may have.
    #[error("the playbook has {count} criteria: at most {limit} are read")]
    TooMany {
        /// How many there are.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// A text longer than a playbook may be.
    #[error("the text has {bytes} bytes: at most {limit} are read")]
    TooLong {
        /// How long it is.
        bytes: usize,
        /// How long it may be.
        limit: usize,
    },
    /// More faults than are told.
    #[error("and {more} faults more")]
    AndMore {
        /// How many.
        more: usize,
    },
}

/// The most faults that are told one by one.
const TOLD: usize = 200;

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
        faults.sort_by(|a, b| (a.line(), a).cmp(&(b.line(), b)));
        faults.dedup();
        let more = faults.len().saturating_sub(TOLD);
        if more > 0 {
            faults.truncate(TOLD);
            faults.push(PlaybookError::AndMore { more });
        }
        Self { faults }
    }

    /// The faults.
    #[must_use]
    pub fn faults(&self) -> &[PlaybookError] {
        &self.faults
    }
}

impl PlaybookError {
    /// The line, from 1, where the fault has one.
    #[must_use]
    pub const fn line(&self) -> Option<usize> {
        match self {
            Self::Form { line, .. }
            | Self::Unknown { line, .. }
            | Self::WrongUnit { line, .. }
            | Self::Impossible { line, .. }
            | Self::WrongKind { line, .. }
            | Self::Shape { line, .. }
            | Self::Twice { line, .. }
            | Self::Circle { line, .. } => Some(*line),
            Self::TooMany { .. } | Self::TooLong { .. } | Self::AndMore { .. } => None,
        }
    }
}

impl fmt::Display for PlaybookErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the playbook cannot be used")?;
        self.faults.iter().try_for_each(|it| write!(f, "\n  {it}"))
    }
}

impl std::error::Error for PlaybookErrors {}
