//! The same ownership in fewer rules.

use std::collections::{BTreeMap, BTreeSet};

use super::diagnostic::Place;
use super::dialect::Dialect;
use super::engine::Rank;
use super::file::CodeOwners;
use super::matcher::ranked;
use super::owner::Owner;
use super::resolver::{matching, relative};

/// A file with the rules left out that make no difference to any of the given paths.
#[derive(Debug)]
#[must_use]
pub struct Minimised {
    /// The file that is left; its other lines are as they were, byte for byte.
    pub file: CodeOwners,
    /// Where the rules stood that were left out, in file order.
    pub left_out: Vec<Place>,
}

/// What a section says of a path: `None` where no rule matches, no owners where a rule un-owns it.
type Says<'a> = Option<BTreeSet<&'a Owner>>;

impl CodeOwners {
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
}

fn minimise<P: AsRef<[u8]>>(file: &CodeOwners, paths: &[P]) -> Minimised {
    let mut without = idle(file, paths);
    loop {
        let smaller = CodeOwners::parse(&lines_without(file, &without), file.dialect());
        // A rule that stands twice speaks from its first place (GitLab), so leaving one out can move the other: verified, and taken back.
        let changed = differing_sections(file, &smaller, paths);
        if changed.is_empty() {
            let left_out = without.iter().filter_map(|rank| file.ranked(*rank)).map(|rule| rule.place());
            return Minimised { left_out: left_out.collect(), file: smaller };
        }
        without.retain(|rank| file.ranked(*rank).is_some_and(|rule| !changed.contains(&rule.section())));
    }
}

/// The rules that make no difference once those before them in this set are gone, the last of the file tried first.
fn idle<P: AsRef<[u8]>>(file: &CodeOwners, paths: &[P]) -> BTreeSet<Rank> {
    let mut lists: Vec<Vec<Rank>> = Vec::new();
    let mut places: BTreeMap<Rank, Vec<usize>> = BTreeMap::new();
    for path in paths {
        for list in by_section(file, &matching(file, relative(path.as_ref()))) {
            list.iter().for_each(|rank| places.entry(*rank).or_default().push(lists.len()));
            lists.push(list);
        }
    }
    let mut idle = BTreeSet::new();
    loop {
        let before = idle.len();
        for (rank, _) in ranked(file.rules()).collect::<Vec<_>>().into_iter().rev() {
            let mine = places.get(&rank).map_or(&[][..], Vec::as_slice);
            let same = |at: &usize| {
                lists.get(*at).is_some_and(|list| says(file, list, None) == says(file, list, Some(rank)))
            };
            if !idle.contains(&rank) && mine.iter().all(same) {
                idle.insert(rank);
                for at in mine {
                    lists.get_mut(*at).into_iter().for_each(|list| list.retain(|it| *it != rank));
                }
            }
        }
        if idle.len() == before {
            return idle;
        }
    }
}

/// The ranks of each section by itself.
fn by_section(file: &CodeOwners, ranks: &[Rank]) -> Vec<Vec<Rank>> {
    let mut sections: BTreeMap<usize, Vec<Rank>> = BTreeMap::new();
    for rank in ranks {
        let section = file.ranked(*rank).map_or(0, |rule| rule.section());
        sections.entry(section).or_default().push(*rank);
    }
    sections.into_values().collect()
}

/// What the rules of a list say together, one of them left out.
fn says<'a>(file: &'a CodeOwners, list: &[Rank], without: Option<Rank>) -> Says<'a> {
    let rules = || list.iter().filter(|rank| Some(**rank) != without).filter_map(|rank| file.ranked(*rank));
    if file.dialect().adds_up() {
        return rules().next().map(|_| rules().flat_map(|rule| rule.owners()).collect());
    }
    if file.dialect() == Dialect::GitLab && rules().any(|rule| rule.excludes()) {
        return Some(BTreeSet::new());
    }
    rules().next_back().map(|rule| rule.owners().iter().collect())
}

/// The bytes of the file without the lines of some rules.
fn lines_without(file: &CodeOwners, without: &BTreeSet<Rank>) -> Vec<u8> {
    let gone: BTreeSet<usize> =
        without.iter().filter_map(|rank| file.ranked(*rank)).map(|rule| rule.place().line).collect();
    let lines = (1..).zip(file.source().split_inclusive(|&byte| byte == b'\n'));
    lines.filter(|(number, _)| !gone.contains(number)).flat_map(|(_, line)| line).copied().collect()
}

/// The sections of the file whose answer to any path is another one in the smaller file.
fn differing_sections<P: AsRef<[u8]>>(
    file: &CodeOwners,
    smaller: &CodeOwners,
    paths: &[P],
) -> BTreeSet<usize> {
    let (mut before, mut after) = (file.resolver(), smaller.resolver());
    let mut changed = BTreeSet::new();
    for path in paths {
        let was = answers(&before.by_section(path.as_ref()));
        let is = answers(&after.by_section(path.as_ref()));
        if was != is {
            let names: BTreeSet<&Option<String>> = was.keys().chain(is.keys()).collect();
            let other = |name: &&&Option<String>| was.get(**name) != is.get(**name);
            let differing: BTreeSet<&Option<String>> = names.iter().filter(other).copied().collect();
            let named = file.sections().iter().enumerate();
            let mine = named.filter(|(_, section)| differing.contains(&section.name().map(str::to_owned)));
            changed.extend(mine.map(|(index, _)| index));
        }
    }
    changed
}

/// The owners by section; of a section that un-owns, none.
fn answers(parts: &[super::answer::SectionAnswer<'_>]) -> BTreeMap<Option<String>, BTreeSet<Owner>> {
    let owners = |part: &super::answer::SectionAnswer<'_>| part.ownership.owners().iter().cloned().collect();
    parts.iter().map(|part| (part.section.name().map(str::to_owned), owners(part))).collect()
}
