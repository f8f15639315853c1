//! The three answers to the question who owns a path.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::owner::Owner;
use super::rule::{Rule, Section};

/// Who owns a path. Three answers, never two: that nobody wrote a rule is other than that a rule says *nobody*.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Ownership<'a> {
    /// No rule matches.
    Unmatched,
    /// A rule matches and names nobody.
    Unowned {
        /// The rule that decides.
        rule: &'a Rule,
    },
    /// A rule matches and names owners.
    Owned {
        /// The rule that decides; where several add up, the last of them.
        rule: &'a Rule,
        /// The owners in file order, each once; where several rules add up, of all of them.
        owners: Cow<'a, [Owner]>,
    },
}

impl<'a> Ownership<'a> {
    pub(crate) fn of(rule: Option<&'a Rule>) -> Self {
        match rule {
            None => Self::Unmatched,
            Some(rule) if rule.owners.is_empty() || rule.excludes => Self::Unowned { rule },
            Some(rule) => Self::Owned { rule, owners: Cow::Borrowed(&rule.owners) },
        }
    }

    /// All the answers of rules or sections that add up, as one: owned when any is.
    pub(crate) fn together(parts: Vec<Self>) -> Self {
        let Some(last) = parts.iter().rfind(|part| part.is_owned()) else {
            return parts.into_iter().rfind(|part| part.rule().is_some()).unwrap_or(Self::Unmatched);
        };
        let Self::Owned { rule, .. } = *last else { return Self::Unmatched };
        let mut seen = BTreeSet::new();
        let owners =
            parts.iter().flat_map(Self::owners).filter(|owner| seen.insert(*owner)).cloned().collect();
        Self::Owned { rule, owners: Cow::Owned(owners) }
    }

    /// The owners; empty when there are none.
    #[must_use]
    pub fn owners(&self) -> &[Owner] {
        match self {
            Self::Owned { owners, .. } => owners,
            _ => &[],
        }
    }

    /// The rule that decides, when one matches.
    #[must_use]
    pub fn rule(&self) -> Option<&'a Rule> {
        match self {
            Self::Unmatched => None,
            Self::Unowned { rule } | Self::Owned { rule, .. } => Some(rule),
        }
    }

    /// Whether somebody owns the path.
    #[must_use]
    pub fn is_owned(&self) -> bool {
        matches!(self, Self::Owned { .. })
    }
}

/// What one section says about a path.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct SectionAnswer<'a> {
    /// The section.
    pub section: &'a Section,
    /// Its answer: never [`Ownership::Unmatched`], such sections are left out.
    pub ownership: Ownership<'a>,
}

impl SectionAnswer<'_> {
    /// How many of the owners have to approve, at least 1: in a section with several headers, what the header above the rule asks.
    ///
    /// ```
    /// use thalweg_topology::codeowners::{CodeOwners, Dialect};
    /// let file = CodeOwners::parse(b"[Docs][2] @ada @bob\n*.md\n[docs]\n*.txt @ada\n", Dialect::GitLab);
    /// let asked = |path| file.by_section(path).iter().map(|it| it.approvals()).collect::<Vec<_>>();
    /// assert_eq!((asked("a.md"), asked("a.txt")), (vec![2], vec![1]));
    /// ```
    #[must_use]
    pub fn approvals(&self) -> u32 {
        self.ownership.rule().map_or(1, Rule::approvals)
    }
}
