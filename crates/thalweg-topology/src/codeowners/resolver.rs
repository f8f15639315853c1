//! Answers for path after path, with the directories of the last path kept.

use super::answer::{Ownership, SectionAnswer};
use super::coverage::Coverage;
use super::engine::{Rank, Seen, Walk, every_match};
use super::file::CodeOwners;
use super::matcher::{Matcher, SectionSeen, ranked};

/// Answers for many paths. Right in any order, fastest when paths are sorted.
#[derive(Debug)]
pub struct Resolver<'a> {
    file: &'a CodeOwners,
    seen: Seen,
    sections: Vec<SectionSeen>,
}

impl CodeOwners {
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
}

impl<'a> Resolver<'a> {
    pub(super) fn new(file: &'a CodeOwners) -> Self {
        let sections = match &file.matcher {
            Matcher::Sections(all) => all.iter().map(|_| SectionSeen::default()).collect(),
            _ => Vec::new(),
        };
        Self { file, seen: Seen::default(), sections }
    }

    /// Who owns `path`.
    pub fn owners<P: AsRef<[u8]> + ?Sized>(&mut self, path: &P) -> Ownership<'a> {
        let path = relative(path.as_ref());
        match &self.file.matcher {
            Matcher::Nothing => Ownership::Unmatched,
            Matcher::Last(trie) => {
                let rank = Walk { trie, seen: &mut self.seen }.highest(path);
                Ownership::of(self.file.ranked(rank))
            }
            Matcher::Sections(_) => Ownership::together(
                self.by_section(path).into_iter().map(|answer| answer.ownership).collect(),
            ),
            Matcher::Every(_) | Matcher::Regexps(_) => {
                let ranks = matching(self.file, path);
                Ownership::together(ranks.into_iter().map(|rank| added(self.file, rank)).collect())
            }
        }
    }

    /// What each section that matches says about `path`.
    pub fn by_section<P: AsRef<[u8]> + ?Sized>(&mut self, path: &P) -> Vec<SectionAnswer<'a>> {
        let path = relative(path.as_ref());
        let file = self.file;
        let Matcher::Sections(sections) = &file.matcher else { return self.only_section(path) };
        let answers = sections.iter().zip(&mut self.sections).zip(file.sections());
        let answers = answers.map(|((matcher, seen), section)| {
            let ownership = Ownership::of(file.ranked(matcher.decide(path, seen)));
            SectionAnswer { section, ownership }
        });
        answers.filter(|answer| answer.ownership != Ownership::Unmatched).collect()
    }

    fn only_section(&mut self, path: &[u8]) -> Vec<SectionAnswer<'a>> {
        let ownership = self.owners(path);
        let section = self.file.sections().first().filter(|_| ownership != Ownership::Unmatched);
        section.map(|section| SectionAnswer { section, ownership }).into_iter().collect()
    }
}

/// The ranks of all rules that match `path`, in file order.
pub(super) fn matching(file: &CodeOwners, path: &[u8]) -> Vec<Rank> {
    let mut ranks: Vec<Rank> = match &file.matcher {
        Matcher::Nothing => Vec::new(),
        Matcher::Last(trie) | Matcher::Every(trie) => every_match(trie, path).into_iter().collect(),
        Matcher::Sections(sections) => sections.iter().flat_map(|section| section.every(path)).collect(),
        Matcher::Regexps(regexps) => {
            let text = String::from_utf8_lossy(path);
            let rules = ranked(file.rules()).zip(regexps);
            let matched = rules.filter(|((_, rule), regexp)| regexp.is_match(&text) != rule.excludes);
            matched.map(|((rank, _), _)| rank).collect()
        }
    };
    ranks.sort_unstable();
    ranks
}

/// What a rule adds where every match counts; there, `!pattern` owns what the pattern does not match.
fn added(file: &CodeOwners, rank: Rank) -> Ownership<'_> {
    match file.ranked(rank) {
        Some(rule) if !rule.owners().is_empty() => Ownership::Owned { rule, owners: rule.owners().into() },
        Some(rule) => Ownership::Unowned { rule },
        None => Ownership::Unmatched,
    }
}

/// The path without a leading slash.
pub(super) fn relative(path: &[u8]) -> &[u8] {
    path.strip_prefix(b"/").unwrap_or(path)
}
