//! topology.md section 2: no bytes break a reader, and every way of asking gives the same answer.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail by panicking")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use thalweg_topology::codeowners::{CodeOwners, Dialect, Ownership, Problem};

/// Bytes out of those that mean something, and any others.
fn line_bytes() -> impl Strategy<Value = Vec<u8>> {
    let told = prop::sample::select(b"ab/*?[]!^#\\@ .-\t\r\xC3\xA9\xFF{}(|)+$".to_vec());
    let owners =
        prop::sample::select(vec!["", " @a", " @a/b x@y.zz", " @@owner", " # @c", " @g:random(2)", " bad"]);
    (prop::collection::vec(prop_oneof![9 => told, 1 => any::<u8>()], 0..14), owners)
        .prop_map(|(pattern, owners)| [pattern.as_slice(), owners.as_bytes()].concat())
}

fn file_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(line_bytes(), 0..14).prop_map(|lines| lines.join(&b'\n'))
}

fn path_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop::sample::select(b"ab/./a/b.\xC3\xA9\xFF".to_vec()), 0..14)
}

/// An answer without its borrow: kind, place of the rule, owners.
fn told(answer: &Ownership<'_>) -> (bool, Option<usize>, Vec<String>) {
    let owners = answer.owners().iter().map(ToString::to_string).collect();
    (answer.is_owned(), answer.rule().map(|rule| rule.place().line), owners)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read_printed_back_and_asked(
        source in file_bytes(),
        paths in prop::collection::vec(path_bytes(), 0..12),
        dialect in prop::sample::select(Dialect::ALL.to_vec()),
    ) {
        let file = CodeOwners::parse(&source, dialect);
        prop_assert_eq!(file.source(), source.as_slice());
        let lines = source.split(|byte| *byte == b'\n').count();
        for it in file.diagnostics().iter().chain(&file.lint(&paths)) {
            prop_assert!(it.place.line >= 1 && it.place.line <= lines && it.place.column >= 1);
        }
        let coverage = file.coverage(&paths);
        prop_assert_eq!(coverage.paths(), paths.len() as u64);
        _ = file.minimise(&paths);
    }

    #[test]
    fn a_resolver_with_a_memory_says_what_a_fresh_one_says_in_any_order(
        source in file_bytes(),
        paths in prop::collection::vec(path_bytes(), 0..24),
        dialect in prop::sample::select(Dialect::ALL.to_vec()),
    ) {
        let file = CodeOwners::parse(&source, dialect);
        let mut sorted = paths.clone();
        sorted.sort();
        for order in [paths, sorted] {
            let mut resolver = file.resolver();
            for path in &order {
                prop_assert_eq!(told(&resolver.owners(path)), told(&file.owners(path)));
            }
            let all: Vec<_> = file.resolve_all(&order).map(|it| told(&it)).collect();
            let each: Vec<_> = order.iter().map(|path| told(&file.owners(path))).collect();
            prop_assert_eq!(all, each);
        }
    }

    #[test]
    fn what_decides_is_the_last_of_what_matches(
        source in file_bytes(),
        path in path_bytes(),
    ) {
        let file = CodeOwners::parse(&source, Dialect::GitHub);
        let why = file.explain(&path);
        prop_assert_eq!(told(&why.ownership), told(&file.owners(&path)));
        let decides = why.ownership.rule().map_or(0, |rule| rule.place().line);
        prop_assert!(why.shadowed.iter().all(|rule| rule.place().line < decides));
        // Alone in a file, each rule that is said to match does, and no other.
        for rule in file.rules() {
            let alone = [rule.pattern(), b" @x"].concat();
            let matches = CodeOwners::parse(&alone, Dialect::GitHub).owners(&path).is_owned();
            let named = rule.place().line == decides || why.shadowed.contains(&rule);
            prop_assert_eq!(matches, named, "{:?}", rule);
        }
    }
}

/// So many wildcards below one directory that they are looked for together. No pattern stands twice, not even in GitLab's rewriting,
/// which makes `/**/b` of `b`: GitLab would keep its first place, and here every match counts on its own.
fn crowd() -> impl Strategy<Value = BTreeSet<String>> {
    let front = prop::sample::select(vec!["", "/", "/a/", "*/"]);
    prop::collection::btree_set((front, "[ab?*]{1,5}", "(/[ab]{1,2})?"), 30..90)
        .prop_map(|all| all.into_iter().map(|(front, name, back)| [front, &name, &back].concat()))
        .prop_map(|all| all.filter(|it| !it.starts_with("/**/")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn of_many_wildcards_the_last_that_matches_alone_decides(
        rules in crowd(),
        paths in prop::collection::vec("[ab]{1,5}(/[ab]{1,5}){0,3}", 1..8),
        dialect in prop::sample::select(vec![Dialect::GitHub, Dialect::GitLab, Dialect::Bitbucket]),
    ) {
        let text: String = rules.iter().enumerate().map(|(i, rule)| format!("{rule} @u{i}\n")).collect();
        let file = CodeOwners::parse(text.as_bytes(), dialect);
        let alone: Vec<_> = rules.iter().map(|rule| CodeOwners::parse(format!("{rule} @x").as_bytes(), dialect)).collect();
        let mut resolver = file.resolver();
        for path in &paths {
            let decides = alone.iter().rposition(|rule| rule.owners(path.as_str()).is_owned());
            prop_assert_eq!(resolver.owners(path.as_str()).rule().map(|rule| rule.place().line - 1), decides);
        }
    }
}

#[test]
fn a_file_above_the_limit_is_not_loaded_and_one_at_the_limit_is() {
    let limit = Dialect::GitHub.size_limit().unwrap();
    let mut text = b"* @ada\n".to_vec();
    text.resize(limit, b'#');
    assert!(CodeOwners::parse(&text, Dialect::GitHub).owners("a").is_owned());
    text.push(b'#');
    let file = CodeOwners::parse(&text, Dialect::GitHub);
    assert_eq!(file.owners("a"), Ownership::Unmatched);
    assert_eq!(file.diagnostics()[0].problem, Problem::FileTooLarge);
    assert!(CodeOwners::parse(&text, Dialect::GitLab).owners("a").is_owned(), "others state no limit");
}

#[test]
fn three_megabytes_of_wildcards_are_read_and_asked_in_time() {
    let mut text = String::new();
    let mut line = 0_usize;
    while text.len() < 3_000_000 {
        text += &format!("**/*{line}*/?*a*/**/*{}* @t\n", line % 977);
        line += 1;
    }
    for dialect in [Dialect::GitHub, Dialect::GitLab] {
        let file = CodeOwners::parse(text.as_bytes(), dialect);
        assert_eq!(file.rules().len(), line);
        let deep = "aaaa/".repeat(12) + "x9y";
        assert!(!file.owners(deep.as_str()).is_owned());
        assert!(file.owners("q/x7z/ba/1/y7w").is_owned());
    }
}
