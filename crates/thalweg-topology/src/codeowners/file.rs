//! A CODEOWNERS file: read once, asked often, printed back as it was.

use super::diagnostic::{Diagnostic, Fix, Place, Problem};
use super::dialect::Dialect;
use super::engine::Rank;
use super::matcher::Matcher;
use super::rule::{Rule, Section};
use super::syntax::{Draft, read};

/// A CODEOWNERS file in the dialect of one host.
///
/// Paths are bytes (`str` will do) relative to the repository's root, separated by `/`; a leading `/` is dropped.
#[derive(Debug)]
pub struct CodeOwners {
    source: Vec<u8>,
    dialect: Dialect,
    rules: Vec<Rule>,
    sections: Vec<Section>,
    diagnostics: Vec<Diagnostic>,
    pub(super) matcher: Matcher,
}

impl CodeOwners {
    /// Reads a file. It never fails as a whole: what the host would skip is in [`diagnostics`](Self::diagnostics).
    ///
    /// ```
    /// use thalweg_topology::codeowners::{CodeOwners, Dialect};
    /// let file = CodeOwners::parse(b"!vendor/ @org/core\n*.md ada\n", Dialect::GitHub);
    /// assert!(file.rules().is_empty());
    /// let fix = file.diagnostics()[1].fix.as_ref().unwrap();
    /// assert_eq!(fix.replacement.as_deref(), Some(&b"*.md @ada"[..]));
    /// ```
    #[must_use]
    pub fn parse(source: &[u8], dialect: Dialect) -> Self {
        let Draft { rules, sections, mut diagnostics, regexps } = read(source, dialect);
        let matcher = match dialect.size_limit() {
            Some(limit) if source.len() > limit => {
                diagnostics.insert(0, too_large(source.len(), limit, dialect));
                Matcher::Nothing
            }
            _ => Matcher::new(dialect, &rules, sections.len(), regexps),
        };
        Self { source: source.to_vec(), dialect, rules, sections, diagnostics, matcher }
    }

    /// The file, byte for byte as it was read.
    #[must_use]
    pub fn source(&self) -> &[u8] {
        &self.source
    }

    /// The host whose reading this is.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The same bytes as another host reads them; [`diff`](super::diff) of the two shows what that changes.
    ///
    /// ```
    /// use thalweg_topology::codeowners::{CodeOwners, Dialect};
    /// let file = CodeOwners::parse(b"docs @ada\n", Dialect::GitHub);
    /// assert!(file.owners("docs/a.md").is_owned());
    /// assert!(!file.as_read_by(Dialect::GitLab).owners("docs/a.md").is_owned());
    /// ```
    #[must_use]
    pub fn as_read_by(&self, dialect: Dialect) -> Self {
        Self::parse(&self.source, dialect)
    }

    /// The rules the host takes into account, in file order.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The sections in the order of their first header; at least one, the unnamed.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// What is wrong with single lines, in file order.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The rule with this rank.
    pub(super) fn ranked(&self, rank: Rank) -> Option<&Rule> {
        rank.checked_sub(1).and_then(|index| self.rules.get(index as usize))
    }
}

fn too_large(size: usize, limit: usize, dialect: Dialect) -> Diagnostic {
    let message = format!("the file has {size} bytes, {dialect} loads at most {limit}: nobody owns anything");
    let fix = Fix::advice("merge lines with the same owners, or own directories instead of files");
    Diagnostic::error(Place { line: 1, column: 1 }, Problem::FileTooLarge, message, fix)
}
