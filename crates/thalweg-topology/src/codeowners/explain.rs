//! Why a path is owned as it is.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::answer::{Ownership, SectionAnswer};
use super::diagnostic::Place;
use super::dialect::Dialect;
use super::engine::{Rank, Segment, reached};
use super::file::CodeOwners;
use super::matcher::{gitignore_pattern, ranked};
use super::owner::Owner;
use super::resolver::{matching, relative};
use super::rule::Rule;
use super::syntax::{compile_fnmatch, normalise};

/// How many rules that nearly matched are told, the nearest first.
const NEAR: usize = 5;

/// Why a path is owned as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Explanation<'a> {
    /// The answer.
    pub ownership: Ownership<'a>,
    /// The answer of each section that has one.
    pub sections: Vec<SectionAnswer<'a>>,
    /// Rules that match too but do not decide, the last of the file first.
    pub shadowed: Vec<&'a Rule>,
    /// Rules that match the path's beginning and then fail, the nearest first, at most five.
    pub near: Vec<NearMiss<'a>>,
    /// How each other host would read the same file for this path.
    pub elsewhere: Vec<Elsewhere>,
}

/// A rule that matches the beginning of a path and then fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// How many segments of its pattern the path fulfils.
    pub matched: usize,
    /// The first segment that it does not; `None` when only the path's end is wrong (`dir/` against a file `dir`).
    pub failed: Option<String>,
}

/// The answer of another host to the same file and path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The host.
    pub dialect: Dialect,
    /// Where the rule stands that decides there; `None` when no rule matches.
    pub place: Option<Place>,
    /// The owners there.
    pub owners: Vec<Owner>,
}

impl CodeOwners {
    /// Why `path` is owned as it is: the rule, what it shadows, what nearly matched, and what other hosts would say.
    pub fn explain<P: AsRef<[u8]> + ?Sized>(&self, path: &P) -> Explanation<'_> {
        explain(self, path.as_ref())
    }
}

fn explain<'a>(file: &'a CodeOwners, path: &[u8]) -> Explanation<'a> {
    let path = relative(path);
    let matched = matching(file, path);
    let ownership = file.owners(path);
    let sections = file.by_section(path);
    let decides = |rule: &Rule| sections.iter().any(|part| part.ownership.rule() == Some(rule));
    let others = matched.iter().rev().filter_map(|&rank| file.ranked(rank));
    let shadowed = others.filter(|rule| !file.dialect().adds_up() && !decides(rule)).collect();
    let near = near_misses(file, path, &matched);
    Explanation { ownership, sections, shadowed, near, elsewhere: elsewhere(file, path) }
}

fn elsewhere(file: &CodeOwners, path: &[u8]) -> Vec<Elsewhere> {
    let others = Dialect::ALL.into_iter().filter(|dialect| *dialect != file.dialect());
    let answers = others.map(|dialect| {
        let other = file.as_read_by(dialect);
        let answer = other.owners(path);
        Elsewhere { dialect, place: answer.rule().map(Rule::place), owners: answer.owners().to_vec() }
    });
    answers.collect()
}

fn near_misses<'a>(file: &'a CodeOwners, path: &[u8], matched: &[Rank]) -> Vec<NearMiss<'a>> {
    if file.dialect() == Dialect::Gitea {
        return Vec::new();
    }
    let missed = ranked(file.rules()).filter(|(rank, _)| matched.binary_search(rank).is_err());
    let mut near: Vec<NearMiss<'a>> =
        missed.filter_map(|(_, rule)| near_miss(file.dialect(), rule, path)).collect();
    near.sort_by_key(|miss| Reverse((miss.matched, miss.rule.place())));
    near.truncate(NEAR);
    near
}

fn near_miss<'a>(dialect: Dialect, rule: &'a Rule, path: &[u8]) -> Option<NearMiss<'a>> {
    let text = normalise(&rule.pattern);
    let pattern = if dialect == Dialect::GitLab { compile_fnmatch(&text) } else { gitignore_pattern(rule) }?;
    let deepest = reached(&pattern, path);
    let is_deep = |segment: &&Segment<'_>| matches!(segment, Segment::Deep);
    let matched = deepest - pattern.segments.iter().take(deepest).filter(is_deep).count();
    let failed = pattern.segments.get(deepest).map(shown);
    (matched > 0).then_some(NearMiss { rule, matched, failed })
}

fn shown(segment: &Segment<'_>) -> String {
    let text: Cow<'_, [u8]> = match segment {
        Segment::Literal(name) => Cow::Borrowed(name.as_ref()),
        Segment::Any => Cow::Borrowed(b"*"),
        Segment::Deep => Cow::Borrowed(b"**"),
        Segment::Glob(text, _) => Cow::Borrowed(text),
    };
    String::from_utf8_lossy(&text).into_owned()
}
