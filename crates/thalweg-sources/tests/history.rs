//! Histories of repositories in plain records.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

use std::path::Path;

use thalweg_sources::history;

#[test]
fn a_touch_takes_time_and_author_from_its_commit() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/history");
    let loaded = history(&folder).unwrap();
    let told = loaded.value;
    let merge = told.commits.iter().find(|commit| commit.sha == "c3").unwrap();
    assert_eq!(merge.parents, ["c1", "c2"]);
    let touches: Vec<_> = told
        .touches
        .iter()
        .map(|it| (it.path.as_str(), it.author.as_deref(), it.at.to_string(), it.added))
        .collect();
    let at = |day: u32| format!("2026-03-0{day}T08:00:00Z");
    assert_eq!(touches, [("src/a.rs", Some("a1"), at(1), Some(3)), ("logo.png", Some("a2"), at(2), None)]);
    let said: Vec<String> = loaded.rejects.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "touches.csv:4: touch `c9 src/b.rs`: field `at`: the field is missing, and so is the commit that would tell it (record refused)"
        ]
    );
}

#[test]
fn the_history_of_a_real_project_is_read_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/uv-history");
    if !folder.exists() {
        eprintln!("skipped: the history of this project is not beside the checkout");
        return;
    }
    let loaded = history(&folder).unwrap();
    assert_eq!(loaded.rejects, []);
    assert_eq!((loaded.value.commits.len(), loaded.value.releases.len()), (10_228, 302));
    assert!(
        loaded.value.touches.len() > 10_000
            && loaded.value.touches.iter().all(|touch| touch.author.is_some())
    );
}
