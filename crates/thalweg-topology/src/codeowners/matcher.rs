//! Rules made ready for answers, for each way in which matches combine.

use std::collections::HashMap;

use regex_lite::Regex;

use super::dialect::Dialect;
use super::engine::{Pattern, Rank, Seen, Trie, Walk, every_match};
use super::rule::Rule;
use super::syntax::{compile_fnmatch, compile_gitignore, normalise};

/// How matches combine into an answer. Ranks are rule numbers counted from 1.
#[derive(Debug)]
pub(crate) enum Matcher {
    /// The host does not load the file.
    Nothing,
    /// The last match decides.
    Last(Trie),
    /// The last match of each section; sections add up.
    Sections(Vec<SectionMatcher>),
    /// Every match adds its owners.
    Every(Trie),
    /// Every regular expression that matches adds its owners.
    Regexps(Vec<Regex>),
}

/// One GitLab section.
#[derive(Debug, Default)]
pub(crate) struct SectionMatcher {
    rules: Trie,
    exclusions: Trie,
    /// A later line with the same pattern speaks from the first one's place.
    replaced: HashMap<Rank, Rank>,
}

/// The memory of both tries of a section.
#[derive(Debug, Default)]
pub(crate) struct SectionSeen {
    rules: Seen,
    exclusions: Seen,
}

impl Matcher {
    pub(crate) fn new(dialect: Dialect, rules: &[Rule], sections: usize, regexps: Vec<Regex>) -> Self {
        match dialect {
            Dialect::GitHub => Self::Last(trie(rules)),
            Dialect::Bitbucket => Self::Every(trie(rules)),
            Dialect::GitLab => Self::Sections(section_matchers(rules, sections)),
            Dialect::Gitea => Self::Regexps(regexps),
        }
    }
}

impl SectionMatcher {
    /// The rank of the rule that decides in this section: an exclusion before anything else.
    pub(crate) fn decide(&self, path: &[u8], seen: &mut SectionSeen) -> Rank {
        let excluded = Walk { trie: &self.exclusions, seen: &mut seen.exclusions }.highest(path);
        if excluded > 0 {
            return excluded;
        }
        let first = Walk { trie: &self.rules, seen: &mut seen.rules }.highest(path);
        self.replaced.get(&first).copied().unwrap_or(first)
    }

    /// All ranks that match, in rising order; of a pattern that stands several times, the line that counts.
    pub(crate) fn every(&self, path: &[u8]) -> Vec<Rank> {
        let speaking = |rank: Rank| self.replaced.get(&rank).copied().unwrap_or(rank);
        let rules = every_match(&self.rules, path).into_iter().map(speaking);
        rules.chain(every_match(&self.exclusions, path)).collect()
    }
}

/// The pattern of a rule as the engine takes it; `None` when it matches nothing.
pub(crate) fn gitignore_pattern(rule: &Rule) -> Option<Pattern<'_>> {
    compile_gitignore(&rule.pattern)
}

/// The rules with their ranks.
pub(crate) fn ranked(rules: &[Rule]) -> impl Iterator<Item = (Rank, &Rule)> {
    (1..=Rank::MAX).zip(rules)
}

fn trie(rules: &[Rule]) -> Trie {
    let mut trie = Trie::for_rules(rules.len());
    for (rank, rule) in ranked(rules) {
        if let Some(pattern) = gitignore_pattern(rule) {
            trie.insert(pattern, rank);
        }
    }
    trie.finish();
    trie
}

fn section_matchers(rules: &[Rule], sections: usize) -> Vec<SectionMatcher> {
    let mut all: Vec<SectionMatcher> =
        std::iter::repeat_with(SectionMatcher::default).take(sections).collect();
    let mut first: HashMap<(usize, bool, Vec<u8>), Rank> = HashMap::new();
    for (rank, rule) in ranked(rules) {
        let Some(section) = all.get_mut(rule.section) else { continue };
        let text = normalise(&rule.pattern);
        let key = (rule.section, rule.excludes, text);
        if let Some(&place) = first.get(&key) {
            section.replaced.insert(place, rank);
            continue;
        }
        let trie = if rule.excludes { &mut section.exclusions } else { &mut section.rules };
        // By ruling, `/` alone matches nothing; Ruby would be asked for `/**/*`.
        if let Some(pattern) = compile_fnmatch(&key.2).filter(|_| *rule.pattern != *b"/") {
            trie.insert(pattern, rank);
        }
        first.insert(key, rank);
    }
    for section in &mut all {
        section.rules.finish();
        section.exclusions.finish();
    }
    all
}
