//! What a file does that was hardly meant, each with a repair.

use std::collections::{BTreeMap, BTreeSet};

use super::diagnostic::{Diagnostic, Fix, Problem};
use super::dialect::Dialect;
use super::engine::{Trie, every_match};
use super::file::CodeOwners;
use super::resolver::{matching, relative};
use super::rule::Rule;
use super::syntax::compile_gitignore;

/// What the paths have told about the rules, by rank.
#[derive(Default)]
struct Evidence {
    matched: BTreeSet<usize>,
    decided: BTreeSet<usize>,
    /// Rules that end in `/*`, with a path further down that they leave out.
    left_out: BTreeMap<usize, Vec<u8>>,
}

pub(super) fn lint<I: IntoIterator<Item: AsRef<[u8]>>>(file: &CodeOwners, paths: I) -> Vec<Diagnostic> {
    let evidence = evidence(file, paths);
    let repeated = repeated(file.rules());
    let lines: Vec<&[u8]> = file.source().split(|&byte| byte == b'\n').collect();
    let mut found = file.diagnostics().to_vec();
    for (index, rule) in file.rules().iter().enumerate() {
        let line = lines.get(rule.place().line - 1).copied().unwrap_or(&[]);
        found.extend(verdict(rule, index + 1, line, &evidence, &repeated));
    }
    found.sort_by_key(|diagnostic| diagnostic.place);
    found
}

fn evidence<I: IntoIterator<Item: AsRef<[u8]>>>(file: &CodeOwners, paths: I) -> Evidence {
    let adds_up = !matches!(file.dialect(), Dialect::GitHub | Dialect::GitLab);
    let wider = wider(file);
    let mut evidence = Evidence::default();
    let mut resolver = file.resolver();
    for path in paths {
        let path = relative(path.as_ref());
        let matched = matching(file, path);
        let deciding = resolver.by_section(path);
        let decides = |rank: &usize| deciding.iter().any(|part| part.ownership.rule() == file.ranked(*rank));
        evidence.decided.extend(matched.iter().copied().filter(|rank| adds_up || decides(rank)));
        let highest = matched.last().copied().unwrap_or(0);
        for rank in every_match(&wider, path).into_iter().filter(|rank| *rank > highest) {
            evidence.left_out.entry(rank).or_insert_with(|| path.to_vec());
        }
        evidence.matched.extend(matched);
    }
    evidence
}

/// The rules that end in `/*` as if they ended in `/`; GitLab's are left alone, its `dir/` floats.
fn wider(file: &CodeOwners) -> Trie {
    let mut trie = Trie::default();
    if matches!(file.dialect(), Dialect::GitHub | Dialect::Bitbucket) {
        for (index, rule) in file.rules().iter().enumerate() {
            let directory =
                rule.pattern().strip_suffix(b"*").filter(|text| text.len() > 1 && text.ends_with(b"/"));
            if let Some(pattern) = directory.and_then(compile_gitignore) {
                trie.insert(pattern, index + 1);
            }
        }
    }
    trie.finish();
    trie
}

/// For each rank whose pattern stands again further down in its section: the line where it does so last.
fn repeated(rules: &[Rule]) -> BTreeMap<usize, usize> {
    let key = |rule: &Rule| (rule.section(), rule.excludes(), rule.pattern().to_vec());
    let last: BTreeMap<_, usize> = rules.iter().map(|rule| (key(rule), rule.place().line)).collect();
    let lines = rules.iter().enumerate().filter_map(|(index, rule)| {
        last.get(&key(rule)).filter(|line| **line > rule.place().line).map(|line| (index + 1, *line))
    });
    lines.collect()
}

/// The gravest thing to say about one rule.
fn verdict(
    rule: &Rule,
    rank: usize,
    line: &[u8],
    evidence: &Evidence,
    repeated: &BTreeMap<usize, usize>,
) -> Option<Diagnostic> {
    let text = rule.pattern_text();
    let warn = |problem, message, fix| Some(Diagnostic::warning(rule.place(), problem, message, fix));
    let delete = || Fix::replace("delete the line", Vec::new());
    if let Some(later) = repeated.get(&rank) {
        let message = format!("`{text}` stands again in line {later}, which decides");
        return warn(Problem::Duplicate, message, delete());
    }
    if !evidence.matched.contains(&rank) {
        return warn(Problem::Dead, format!("`{text}` matches none of the paths"), delete());
    }
    if !evidence.decided.contains(&rank) {
        let message = format!("every path `{text}` matches is taken by a later line");
        return warn(Problem::Shadowed, message, Fix::advice("move the line down, or delete it"));
    }
    let path = evidence.left_out.get(&rank)?;
    let message = format!("`{text}` leaves out `{}`", String::from_utf8_lossy(path));
    warn(
        Problem::DirectChildrenOnly,
        message,
        Fix::replace("end the pattern with `/`", without_star(rule, line)),
    )
}

/// The line with the `*` at the end of its pattern taken out.
fn without_star(rule: &Rule, line: &[u8]) -> Vec<u8> {
    let star = rule.place().column - 1 + rule.pattern().len() - 1;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    [line.get(..star).unwrap_or(line), line.get(star + 1..).unwrap_or(&[])].concat()
}
