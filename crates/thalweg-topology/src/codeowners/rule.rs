//! One rule of a CODEOWNERS file and the section it stands in.

use std::borrow::Cow;

use super::diagnostic::Place;
use super::owner::Owner;

/// A pattern with its owners. Lines the host skips are no rules; they are diagnostics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub(crate) place: Place,
    pub(crate) pattern: Box<[u8]>,
    pub(crate) owners: Vec<Owner>,
    pub(crate) section: usize,
    pub(crate) excludes: bool,
    pub(crate) inherited: bool,
    pub(crate) approvals: u32,
}

impl Rule {
    /// Where the pattern starts.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// The pattern as written; bytes, because paths are bytes.
    #[must_use]
    pub fn pattern(&self) -> &[u8] {
        &self.pattern
    }

    /// The pattern for people: what is not UTF-8 is replaced.
    #[must_use]
    pub fn pattern_text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.pattern)
    }

    /// The owners, in the order written; empty when the rule un-owns or excludes.
    #[must_use]
    pub fn owners(&self) -> &[Owner] {
        &self.owners
    }

    /// The index of its section in [`CodeOwners::sections`](super::CodeOwners::sections).
    #[must_use]
    pub fn section(&self) -> usize {
        self.section
    }

    /// Whether it takes paths out of its section (GitLab), or owns what it does not match (Gitea): `!pattern`.
    #[must_use]
    pub fn excludes(&self) -> bool {
        self.excludes
    }

    /// How many of the owners have to approve (GitLab): what the header above it asks for, at least 1.
    #[must_use]
    pub fn approvals(&self) -> u32 {
        self.approvals
    }

    /// Whether the owners come from the section's header (GitLab).
    #[must_use]
    pub fn inherits_owners(&self) -> bool {
        self.inherited
    }
}

/// A part of a GitLab file with its own approvals; other dialects have exactly one, without a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub(crate) name: Option<Box<str>>,
    pub(crate) optional: bool,
    pub(crate) approvals: u32,
}

impl Section {
    pub(crate) fn unnamed() -> Self {
        Self { name: None, optional: false, approvals: 1 }
    }

    /// The name in its first spelling; `None` for what stands before the first header.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Whether approval is optional: every header of this name that has lines below it says so.
    #[must_use]
    pub fn is_optional(&self) -> bool {
        self.optional
    }

    /// The approvals asked for, at least 1; the largest of the headers of this name. What counts for a path is
    /// [`SectionAnswer::approvals`](super::SectionAnswer::approvals).
    #[must_use]
    pub fn approvals(&self) -> u32 {
        self.approvals
    }
}
