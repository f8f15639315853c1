//! The walls of the house: which crate may depend on which (ARCHITECTURE.md).
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// The complete list of arrows for what the crates need to run; whoever moves a wall changes this line knowingly.
const ARROWS: [(&str, &[&str]); 10] = [
    ("thalweg-model", &[]),
    ("thalweg-stats", &[]),
    ("thalweg-sources", &["thalweg-model"]),
    ("thalweg-dora", &["thalweg-model", "thalweg-stats"]),
    ("thalweg-valuestream", &["thalweg-model", "thalweg-stats"]),
    ("thalweg-survey", &["thalweg-model", "thalweg-stats"]),
    ("thalweg-topology", &["thalweg-model", "thalweg-stats"]),
    ("thalweg-playbook", &["thalweg-model", "thalweg-stats"]),
    ("thalweg-review", &["thalweg-model", "thalweg-playbook"]),
    (
        "thalweg",
        &[
            "thalweg-dora",
            "thalweg-model",
            "thalweg-playbook",
            "thalweg-review",
            "thalweg-sources",
            "thalweg-stats",
            "thalweg-survey",
            "thalweg-topology",
            "thalweg-valuestream",
        ],
    ),
];

fn metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
    let arguments =
        ["metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path", manifest];
    let output = Command::new(cargo).args(arguments).output().expect("cargo runs");
    serde_json::from_slice(&output.stdout).expect("cargo metadata speaks JSON")
}

/// The crates of the workspace that a package names, by package; `dev` chooses what only its tests need.
fn arrows(metadata: &Value, dev: bool) -> BTreeMap<String, BTreeSet<String>> {
    let packages = metadata["packages"].as_array().unwrap();
    let ours: BTreeSet<_> = packages.iter().map(|it| it["name"].as_str().unwrap()).collect();
    let named = |package: &Value| {
        let all = package["dependencies"].as_array().unwrap().iter();
        let kind = all.filter(|it| (it["kind"] == "dev") == dev).map(|it| it["name"].as_str().unwrap());
        kind.filter(|it| ours.contains(it)).map(str::to_owned).collect()
    };
    packages.iter().map(|it| (it["name"].as_str().unwrap().to_owned(), named(it))).collect()
}

#[test]
fn the_crates_depend_on_each_other_as_drawn() {
    let found = arrows(&metadata(), false);
    for (from, to) in ARROWS {
        let to: BTreeSet<_> = to.iter().map(|it| (*it).to_owned()).collect();
        assert!(found[from].is_subset(&to), "`{from}` may depend on {to:?} and depends on {:?}", found[from]);
    }
}

#[test]
fn nobody_needs_what_is_not_published_but_tests_examples_and_benches() {
    let unpublished = ["fixtures", "thalweg-examples", "thalweg-benches"];
    for (from, to) in arrows(&metadata(), false) {
        if !unpublished.contains(&from.as_str()) {
            assert!(unpublished.iter().all(|it| !to.contains(*it)), "`{from}` depends on {to:?}");
            assert!(ARROWS.iter().any(|(name, _)| *name == from), "`{from}` is not in the list of arrows");
        }
    }
}

#[test]
fn tests_may_use_fixtures_and_nothing_beside_or_above_their_crate() {
    for (from, to) in arrows(&metadata(), true) {
        let allowed = ARROWS.iter().find(|(name, _)| *name == from).map_or(&[][..], |(_, to)| to);
        let strange: Vec<_> =
            to.iter().filter(|it| *it != "fixtures" && !allowed.contains(&it.as_str())).collect();
        let face = ["thalweg-examples", "thalweg-benches"].contains(&from.as_str());
        assert!(face || strange.is_empty(), "the tests of `{from}` use {strange:?}");
    }
}

#[test]
fn every_crate_is_described_and_obeys_the_lints() {
    for package in metadata()["packages"].as_array().unwrap() {
        assert!(package["description"].as_str().is_some_and(|it| it.len() > 20), "{}", package["name"]);
        assert_eq!(package["license"], "MIT OR Apache-2.0", "{}", package["name"]);
        let manifest = std::fs::read_to_string(package["manifest_path"].as_str().unwrap()).unwrap();
        assert!(manifest.contains("[lints]\nworkspace = true"), "{}", package["name"]);
        assert!(manifest.contains("bench = false"), "{}", package["name"]);
    }
}
