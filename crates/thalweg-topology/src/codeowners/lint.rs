//! What a file does that was hardly meant, each with a repair.

use std::collections::{BTreeMap, BTreeSet};

use super::diagnostic::{Diagnostic, Fix, Problem};
use super::dialect::Dialect;
use super::engine::{Rank, Trie, every_match};
use super::file::CodeOwners;
use super::matcher::ranked;
use super::owner::Owner;
use super::resolver::{matching, relative};
use super::rule::Rule;
use super::syntax::{compile_fnmatch, compile_gitignore, normalise};

impl CodeOwners {
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
}

/// What the paths have told about the rules, by rank.
#[derive(Default)]
struct Evidence {
    matched: BTreeSet<Rank>,
    decided: BTreeSet<Rank>,
    /// Rules that would own more if they ended in `/`, with a path that they leave out.
    left_out: BTreeMap<Rank, Vec<u8>>,
}

fn lint<I: IntoIterator<Item: AsRef<[u8]>>>(file: &CodeOwners, paths: I) -> Vec<Diagnostic> {
    let evidence = evidence(file, paths);
    let repeated = repeated(file);
    let lines: Vec<&[u8]> = file.source().split(|&byte| byte == b'\n').collect();
    let mut found = file.diagnostics().to_vec();
    for (rank, rule) in ranked(file.rules()) {
        let line = lines.get(rule.place().line - 1).copied().unwrap_or(&[]);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        found.extend(
            duplicate(file, rule, repeated.get(&rank))
                .or_else(|| idle(rule, rank, line, &evidence))
                .or_else(|| left_out(rule, line, evidence.left_out.get(&rank)?)),
        );
    }
    found.sort_by_key(|diagnostic| diagnostic.place);
    found
}

/// The owners that `known` does not know, each where it is first named.
fn unknown_owners(file: &CodeOwners, known: impl Fn(&Owner) -> bool) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let named = file.rules().iter().flat_map(|rule| rule.owners().iter().map(move |owner| (rule, owner)));
    let unknown = named.filter(|(_, owner)| !known(owner) && seen.insert(*owner));
    let told = unknown.map(|(rule, owner)| {
        let message = format!("`{owner}` is unknown to the topology");
        let fix = Fix::advice("name a team of the topology, or add this one to it");
        Diagnostic::warning(rule.place(), Problem::UnknownOwner, message, fix)
    });
    told.collect()
}

fn evidence<I: IntoIterator<Item: AsRef<[u8]>>>(file: &CodeOwners, paths: I) -> Evidence {
    let wider = wider(file);
    let mut evidence = Evidence::default();
    let mut resolver = file.resolver();
    for path in paths {
        let path = relative(path.as_ref());
        let matched = matching(file, path);
        let deciding: Vec<usize> = if file.dialect().adds_up() {
            Vec::new()
        } else {
            resolver
                .by_section(path)
                .iter()
                .filter_map(|part| part.ownership.rule())
                .map(|r| r.place().line)
                .collect()
        };
        let decides =
            |rank: &Rank| file.ranked(*rank).is_some_and(|rule| deciding.contains(&rule.place().line));
        evidence
            .decided
            .extend(matched.iter().copied().filter(|rank| file.dialect().adds_up() || decides(rank)));
        let highest = matched.last().copied().unwrap_or(0);
        for rank in every_match(&wider, path).into_iter().filter(|rank| *rank > highest) {
            evidence.left_out.entry(rank).or_insert_with(|| path.to_vec());
        }
        evidence.matched.extend(matched);
    }
    evidence
}

/// The rules as if they ended in `/`: those that end in `/*`, and on GitLab also those that end in a name.
fn wider(file: &CodeOwners) -> Trie {
    let mut trie = Trie::default();
    for (rank, rule) in ranked(file.rules()) {
        let starred = rule.pattern().strip_suffix(b"*").filter(|text| text.len() > 1 && text.ends_with(b"/"));
        match (file.dialect(), starred) {
            (Dialect::GitHub | Dialect::Bitbucket, Some(directory)) => {
                compile_gitignore(directory).into_iter().for_each(|pattern| trie.insert(pattern, rank));
            }
            (Dialect::GitLab, _) if !rule.excludes() && !rule.pattern().ends_with(b"/") => {
                let directory = starred.map_or_else(|| [rule.pattern(), b"/"].concat(), <[u8]>::to_vec);
                let meant = normalise(&directory);
                compile_fnmatch(&meant).into_iter().for_each(|pattern| trie.insert(pattern, rank));
            }
            _ => {}
        }
    }
    trie.finish();
    trie
}

/// For each rank whose pattern stands again further down in its section: the line where it does so last.
fn repeated(file: &CodeOwners) -> BTreeMap<Rank, usize> {
    if file.dialect().adds_up() {
        return BTreeMap::new();
    }
    let key = |rule: &Rule| (rule.section(), rule.excludes(), rule.pattern().to_vec());
    let last: BTreeMap<_, usize> = file.rules().iter().map(|rule| (key(rule), rule.place().line)).collect();
    let lines = ranked(file.rules()).filter_map(|(rank, rule)| {
        last.get(&key(rule)).filter(|line| **line > rule.place().line).map(|line| (rank, *line))
    });
    lines.collect()
}

fn duplicate(file: &CodeOwners, rule: &Rule, later: Option<&usize>) -> Option<Diagnostic> {
    let later = later?;
    // On GitLab the later line speaks from this one's place, so that taking this one out may change an answer.
    let fix = match file.dialect() {
        Dialect::GitLab => Fix::advice("keep one of the two lines"),
        _ => Fix::delete_line(),
    };
    let message = format!("`{}` stands again in line {later}, which decides", rule.pattern_text());
    Some(Diagnostic::warning(rule.place(), Problem::Duplicate, message, fix))
}

/// A rule that matches nothing, or that never decides.
fn idle(rule: &Rule, rank: Rank, line: &[u8], evidence: &Evidence) -> Option<Diagnostic> {
    let text = rule.pattern_text();
    if !evidence.matched.contains(&rank) {
        if let Some(path) = evidence.left_out.get(&rank) {
            return left_out(rule, line, path);
        }
        let message = format!("`{text}` matches none of the paths");
        return Some(Diagnostic::warning(rule.place(), Problem::Dead, message, Fix::delete_line()));
    }
    if evidence.decided.contains(&rank) {
        return None;
    }
    let message = format!("every path `{text}` matches is taken by another line");
    let fix = Fix::advice("move the line down, or delete it");
    Some(Diagnostic::warning(rule.place(), Problem::Shadowed, message, fix))
}

fn left_out(rule: &Rule, line: &[u8], path: &[u8]) -> Option<Diagnostic> {
    let message = format!("`{}` leaves out `{}`", rule.pattern_text(), String::from_utf8_lossy(path));
    let end = rule.place().column - 1 + usize::from(rule.excludes()) + rule.pattern().len();
    let starred = rule.pattern().ends_with(b"/*");
    let (head, tail) = (line.get(..end - usize::from(starred)), line.get(end..));
    let slash: &[u8] = if starred { b"" } else { b"/" };
    let repaired = [head.unwrap_or(line), slash, tail.unwrap_or(&[])].concat();
    let fix = Fix::replace("end the pattern with `/`", repaired);
    Some(Diagnostic::warning(rule.place(), Problem::DirectChildrenOnly, message, fix))
}
