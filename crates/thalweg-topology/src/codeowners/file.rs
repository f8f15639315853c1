//! A CODEOWNERS file: read once, asked often, printed back as it was.

use super::answer::{Ownership, SectionAnswer};
use super::coverage::Coverage;
use super::diagnostic::{Diagnostic, Fix, Place, Problem};
use super::dialect::Dialect;
use super::engine::Rank;
use super::explain::{Explanation, explain};
use super::lint::{lint, unknown_owners};
use super::matcher::Matcher;
use super::minimise::{Minimised, minimise};
use super::owner::Owner;
use super::resolver::Resolver;
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

    /// Who owns `path`. For many paths, [`resolver`](Self::resolver) is faster.
    pub fn owners<P: AsRef<[u8]> + ?Sized>(&self, path: &P) -> Ownership<'_> {
        self.resolver().owners(path)
    }

    /// What each section that matches says about `path`, in file order. Other dialects than GitLab's have one section.
    #[must_use]
    pub fn by_section<P: AsRef<[u8]> + ?Sized>(&self, path: &P) -> Vec<SectionAnswer<'_>> {
        self.resolver().by_section(path)
    }

    /// Answers for path after path; keeps the directories of the last path, so that sorted paths are cheap.
    #[must_use]
    pub fn resolver(&self) -> Resolver<'_> {
        Resolver::new(self)
    }

    /// The answers for all `paths`, in their order.
    ///
    /// ```
    /// use thalweg_topology::codeowners::{CodeOwners, Dialect};
    /// let file = CodeOwners::parse(b"/src/ @ada\n", Dialect::GitHub);
    /// let owned: Vec<bool> = file.resolve_all(["README.md", "src/lib.rs"]).map(|o| o.is_owned()).collect();
    /// assert_eq!(owned, [false, true]);
    /// ```
    pub fn resolve_all<'a, I>(&'a self, paths: I) -> impl Iterator<Item = Ownership<'a>>
    where
        I: IntoIterator<Item: AsRef<[u8]>, IntoIter: 'a>,
    {
        let mut resolver = self.resolver();
        paths.into_iter().map(move |path| resolver.owners(path.as_ref()))
    }

    /// How many of `paths` are owned, un-owned and unmatched.
    pub fn coverage<I: IntoIterator<Item: AsRef<[u8]>>>(&self, paths: I) -> Coverage {
        let mut resolver = self.resolver();
        let mut coverage = Coverage::default();
        for path in paths {
            coverage.count(&resolver.owners(path.as_ref()));
        }
        coverage
    }

    /// Why `path` is owned as it is: the rule, what it shadows, what nearly matched, and what other hosts would say.
    pub fn explain<P: AsRef<[u8]> + ?Sized>(&self, path: &P) -> Explanation<'_> {
        explain(self, path.as_ref())
    }

    /// What the file does that was hardly meant, judged by the `paths` that exist; in file order.
    #[must_use]
    pub fn lint<I: IntoIterator<Item: AsRef<[u8]>>>(&self, paths: I) -> Vec<Diagnostic> {
        lint(self, paths)
    }

    /// The owners that `known` does not know, each once, where a rule names it first.
    ///
    /// ```
    /// use thalweg_topology::codeowners::{CodeOwners, Dialect};
    /// let file = CodeOwners::parse(b"/api/ @org/api\n/web/ @org/wbe\n", Dialect::GitHub);
    /// let unknown = file.unknown_owners(|owner| ["@org/api", "@org/web"].contains(&owner.as_str()));
    /// assert_eq!(unknown[0].to_string(), "2:1: `@org/wbe` is unknown to the topology; \
    ///     name a team of the topology, or add this one to it");
    /// ```
    #[must_use]
    pub fn unknown_owners(&self, known: impl Fn(&Owner) -> bool) -> Vec<Diagnostic> {
        unknown_owners(self, known)
    }

    /// The file without the rules that make no difference to any of the paths that exist. Verified: every section says the same of
    /// every path as before.
    ///
    /// ```
    /// use thalweg_topology::codeowners::{CodeOwners, Dialect};
    /// let file = CodeOwners::parse(b"/src/ @ada\n/src/a/ @ada\n/gone/ @bob\n", Dialect::GitHub);
    /// let smaller = file.minimise(&["src/a/lib.rs", "src/main.rs"]);
    /// assert_eq!(smaller.file.source(), b"/src/ @ada\n");
    /// ```
    pub fn minimise<P: AsRef<[u8]>>(&self, paths: &[P]) -> Minimised {
        minimise(self, paths)
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
