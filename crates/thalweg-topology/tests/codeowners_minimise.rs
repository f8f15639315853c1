//! topology.md section 2, `minimise`: fewer rules, and the same owners on every path.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may stop where it stands"
)]

use std::path::Path;

use proptest::prelude::*;
use thalweg_topology::codeowners::{CodeOwners, Dialect};

/// The answers of all sections, rules left aside.
fn answers(file: &CodeOwners, path: &str) -> Vec<(Option<String>, Vec<String>)> {
    let parts = file.by_section(path);
    let told = parts.iter().map(|part| {
        let mut owners: Vec<String> = part.ownership.owners().iter().map(ToString::to_string).collect();
        owners.sort();
        (part.section.name().map(str::to_owned), owners)
    });
    told.collect()
}

#[test]
fn a_rule_that_says_nobody_is_kept_where_it_makes_a_difference() {
    let file = CodeOwners::parse(b"* @ada\n/docs/\n/docs/api/ @ada\n/docs/api/x/ @ada\n", Dialect::GitHub);
    let smaller = file.minimise(&["docs/a", "docs/api/x/b", "src/c"]);
    assert_eq!(smaller.file.source(), b"* @ada\n/docs/\n/docs/api/ @ada\n");
    assert_eq!(smaller.left_out.iter().map(|it| it.line).collect::<Vec<_>>(), [4]);
}

#[test]
fn where_owners_add_up_only_what_adds_nobody_is_left_out() {
    let file = CodeOwners::parse(b"* @ada\n/src/ @ada @bob\n/src/a/ @bob\n", Dialect::Bitbucket);
    assert_eq!(file.minimise(&["src/a/x", "b"]).file.source(), b"* @ada\n/src/ @ada @bob\n");
}

#[test]
fn comments_headers_and_odd_lines_stay_byte_for_byte() {
    let text =
        b"\xef\xbb\xbf# who owns what\r\n[Docs][2] @writers\r\n*.md\r\n/docs/*.md @writers\r\n# the end";
    let smaller = CodeOwners::parse(text, Dialect::GitLab).minimise(&["docs/a.md", "b.md"]);
    assert_eq!(smaller.left_out.len(), 1, "{:?}", smaller.left_out);
    assert!(
        smaller.file.source().starts_with(b"\xef\xbb\xbf# who owns what\r\n[Docs][2] @writers\r\n*.md\r\n")
    );
    assert!(smaller.file.source().ends_with(b"# the end"));
}

#[test]
fn real_files_become_smaller_and_say_the_same() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/codeowners");
    let Ok(folders) = std::fs::read_dir(&corpus) else {
        eprintln!("skipped: the corpus is not at hand");
        return;
    };
    for folder in folders.map(|it| it.unwrap().path()).filter(|it| it.is_dir()) {
        let paths = std::fs::read_to_string(folder.join("expected_owners.tsv")).unwrap();
        let paths: Vec<&str> = paths.lines().filter_map(|line| line.split('\t').next()).collect();
        let file = CodeOwners::parse(&std::fs::read(folder.join("CODEOWNERS")).unwrap(), Dialect::GitHub);
        let smaller = file.minimise(&paths);
        assert_eq!(file.rules().len(), smaller.file.rules().len() + smaller.left_out.len());
        let (mut before, mut after) = (file.resolver(), smaller.file.resolver());
        for path in &paths {
            assert_eq!(before.owners(path).owners().len(), after.owners(path).owners().len(), "{path}");
        }
        eprintln!(
            "{}: {} of {} rules are enough",
            folder.display(),
            smaller.file.rules().len(),
            file.rules().len()
        );
    }
}

proptest! {
    #[test]
    fn every_path_is_answered_as_before(
        rules in prop::collection::vec((0usize..9, 0usize..4), 0..14),
        dialect in prop::sample::select(Dialect::ALL.to_vec()),
    ) {
        const PATTERNS: [&str; 9] = ["*", "/a/", "a", "/a/b/", "*.md", "/a/*", "[Docs]", "!*.md", "**/b"];
        const OWNERS: [&str; 4] = ["", " @ada", " @bob", " @ada @bob"];
        let text: String = rules.iter().map(|(p, o)| format!("{}{}\n", PATTERNS[*p], OWNERS[*o])).collect();
        let paths = ["a/x.md", "a/b/y", "a/b/c/z.md", "b", "q/b", "r.md", "s"];
        let file = CodeOwners::parse(text.as_bytes(), dialect);
        let smaller = file.minimise(&paths);
        for path in paths {
            prop_assert_eq!(answers(&file, path), answers(&smaller.file, path), "{} of\n{}", path, text);
        }
        let again = smaller.file.minimise(&paths);
        prop_assert!(again.file.rules().len() <= smaller.file.rules().len());
    }
}
