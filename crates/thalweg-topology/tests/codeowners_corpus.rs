//! Real repositories against the owners on which the reference implementations agree. Extra: skipped without the corpus.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "tests"
)]

use std::fs;
use std::path::{Path, PathBuf};

use thalweg_topology::codeowners::{CodeOwners, Dialect};

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/codeowners");
    folder.is_dir().then_some(folder)
}

/// Reads the repository `name` and compares every path; how many there were, or `None` without the corpus.
fn compare(name: &str) -> Option<usize> {
    let Some(corpus) = corpus() else {
        eprintln!("skipped: the corpus of real CODEOWNERS files is not here");
        return None;
    };
    let source = fs::read(corpus.join(name).join("CODEOWNERS")).unwrap();
    let expected = fs::read_to_string(corpus.join(name).join("expected_owners.tsv")).unwrap();
    let file = CodeOwners::parse(&source, Dialect::GitHub);
    let mut resolver = file.resolver();
    let mut wrong = Vec::new();
    for line in expected.lines() {
        let (path, owners) = line.split_once('\t').unwrap();
        let answer = resolver.owners(path);
        let names: Vec<&str> = answer.owners().iter().map(|owner| owner.as_str()).collect();
        let told = if names.is_empty() { "-".to_owned() } else { names.join(" ") };
        if told != owners {
            wrong.push(format!("{path}: {owners} expected, {told} told"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{name}: {} paths differ, first {:#?}",
        wrong.len(),
        &wrong[..wrong.len().min(5)]
    );
    Some(expected.lines().count())
}

#[test]
fn no_path_of_definitelytyped_differs() {
    assert!(compare("definitelytyped-2018").is_none_or(|paths| paths == 24_365));
}

#[test]
fn no_path_of_esphome_differs() {
    assert!(compare("esphome").is_none_or(|paths| paths > 5_000));
}

#[test]
fn no_path_of_riot_differs() {
    assert!(compare("riot").is_none_or(|paths| paths > 10_000));
}
