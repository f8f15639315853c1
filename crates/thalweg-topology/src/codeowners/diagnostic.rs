//! What is wrong with a line, where, and what would be right.

use std::fmt;

/// A place in a file: line and column, both counted from 1, the column in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in bytes.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file means what it says, yet it could say it better.
    Warning,
    /// The host skips the line, or it does not do what it says.
    Error,
}

/// What kind of problem a line has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Problem {
    /// The file is larger than the host loads: nobody owns anything.
    FileTooLarge,
    /// The pattern uses something this host does not have (`!`, `[a-z]`, leading `\#`).
    UnsupportedSyntax,
    /// The pattern cannot be read.
    InvalidPattern,
    /// An owner is neither a user, a team nor a mail address of this host.
    InvalidOwner,
    /// A line without owners where the host wants some.
    MissingOwners,
    /// A section header that the host reads otherwise than it looks.
    InvalidSection,
    /// The pattern can match no path at all.
    MatchesNothing,
    /// The same pattern stands again further down, so this line never decides.
    Duplicate,
    /// A later rule takes every path this one matches.
    Shadowed,
    /// The rule matches none of the paths given.
    Dead,
    /// `dir/*`, or on GitLab `dir`, leaves out what lies below; `dir/` was probably meant.
    DirectChildrenOnly,
    /// An owner named in an inline comment counts on this host.
    OwnerInComment,
    /// The owner is unknown to the topology.
    UnknownOwner,
}

/// A repair: in words, and as the text of the whole line where there is one certain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What to do.
    pub advice: String,
    /// What the whole line should say (without its line end); an empty text means: delete the line.
    pub replacement: Option<Vec<u8>>,
}

impl Fix {
    pub(crate) fn advice(text: impl Into<String>) -> Option<Self> {
        Some(Self { advice: text.into(), replacement: None })
    }

    pub(crate) fn delete_line() -> Option<Self> {
        Self::replace("delete the line", Vec::new())
    }

    pub(crate) fn replace(text: impl Into<String>, line: Vec<u8>) -> Option<Self> {
        Some(Self { advice: text.into(), replacement: Some(line) })
    }
}

/// One problem with its place and, where there is one, its repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where.
    pub place: Place,
    /// How much it matters.
    pub severity: Severity,
    /// What kind of problem.
    pub problem: Problem,
    /// In words.
    pub message: String,
    /// What would be right.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    pub(crate) fn error(place: Place, problem: Problem, message: String, fix: Option<Fix>) -> Self {
        Self { place, severity: Severity::Error, problem, message, fix }
    }

    pub(crate) fn warning(place: Place, problem: Problem, message: String, fix: Option<Fix>) -> Self {
        Self { place, severity: Severity::Warning, problem, message, fix }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)?;
        match &self.fix {
            Some(fix) => write!(f, "; {}", fix.advice),
            None => Ok(()),
        }
    }
}
