//! topology.md section 2: every ruling of the data file is what the engine does, and the suites of other implementations agree.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests fail by panicking")]

use std::collections::BTreeMap;

use serde::Deserialize;
use thalweg_topology::codeowners::{CodeOwners, Dialect, Ownership, RULINGS};

#[derive(Deserialize)]
struct File {
    rulings: Vec<Ruling>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ruling {
    id: String,
    host: String,
    file: String,
    expect: BTreeMap<String, String>,
    against: String,
    reason: String,
}

fn host(name: &str) -> Dialect {
    Dialect::ALL.into_iter().find(|it| it.to_string() == name).unwrap_or_else(|| panic!("no host {name}"))
}

fn told(file: &CodeOwners, path: &str) -> String {
    match file.owners(path) {
        Ownership::Unmatched => String::new(),
        Ownership::Unowned { .. } => "-".to_owned(),
        Ownership::Owned { owners, .. } => {
            owners.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        }
    }
}

fn hold(text: &str) -> usize {
    let rulings = toml::from_str::<File>(text).unwrap().rulings;
    let mut ids: Vec<&str> = rulings.iter().map(|it| it.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), rulings.len(), "an id stands twice");
    let mut wrong = Vec::new();
    for it in &rulings {
        assert!(it.reason.ends_with('.') && !it.against.is_empty(), "{}: a ruling has a reason", it.id);
        let file = CodeOwners::parse(it.file.as_bytes(), host(&it.host));
        for (path, owners) in &it.expect {
            let told = told(&file, path);
            if told != *owners {
                wrong.push(format!("{}: `{path}` is `{told}`, not `{owners}`", it.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    rulings.len()
}

#[test]
fn every_ruling_is_what_the_engine_does() {
    assert!(hold(RULINGS) >= 30);
}

#[test]
fn every_case_of_the_suites_of_gitlab_and_others_that_is_undisputed_holds() {
    assert!(hold(include_str!("data/codeowners/files.toml")) >= 15);
}

#[test]
fn every_pattern_of_the_suites_of_other_implementations_that_is_undisputed_holds() {
    let text = include_str!("data/codeowners/patterns.tsv");
    let mut wrong = Vec::new();
    let mut asked = 0;
    for line in text.lines().filter(|line| !line.starts_with("# ") && !line.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [origin, pattern, path, expected] = cells[..] else { panic!("{line}") };
        let file = CodeOwners::parse(format!("{pattern} @x\n").as_bytes(), Dialect::GitHub);
        asked += 1;
        if file.owners(path).is_owned() != (expected == "1") {
            wrong.push(format!("{origin}: `{pattern}` on `{path}` is {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {asked}: {wrong:#?}", wrong.len());
    assert!(asked > 250, "{asked}");
}

#[test]
fn the_linter_names_the_lines_that_rulings_say_it_names() {
    let said = |text: &str, host: Dialect, paths: &[&str]| {
        let file = CodeOwners::parse(text.as_bytes(), host);
        file.lint(paths).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let hash = said("* @ada\na#b @bob\n", Dialect::GitHub, &["a#b", "a"]);
    assert!(hash[0].starts_with("2:2: `#` begins a comment, so that the pattern is `a`"), "{hash:?}");
    let slash = said("/ @ada\n", Dialect::GitLab, &["a"]);
    assert!(slash[0].starts_with("1:1: `/` matches nothing"), "{slash:?}");
    let name = said("docs @ada\n", Dialect::GitLab, &["docs/a"]);
    assert!(name[0].contains("end the pattern with `/`"), "{name:?}");
    let glued = said("[Docs]@ada\n*.md\n", Dialect::GitLab, &["a.md"]);
    assert!(glued[0].starts_with("1:1: the section header has parts that are not read"), "{glued:?}");
}

#[test]
fn approvals_and_options_of_merged_sections_are_those_of_the_lines_below_their_headers() {
    let text = "[Docs][2] @ada\n*.md\n^[docs]\n*.txt\n^[Style] @bob\n*.css\n[style]\n^[Empty]\n[empty][3]\n";
    let file = CodeOwners::parse(text.as_bytes(), Dialect::GitLab);
    let told: Vec<_> = file
        .sections()
        .iter()
        .map(|it| (it.name().unwrap_or("-"), it.is_optional(), it.approvals()))
        .collect();
    // A header without lines has no say, unless none has any.
    assert_eq!(told, [("-", false, 1), ("Docs", false, 2), ("Style", true, 1), ("Empty", false, 3)]);
    let asked = |path: &str| file.by_section(path).iter().map(|it| it.approvals()).collect::<Vec<_>>();
    assert_eq!((asked("a.md"), asked("a.txt"), asked("a.css")), (vec![2], vec![1], vec![1]));
    let again = "[a] @ada\n*\n[b] @bob\n*\n[CodeOwners] @carl\n*.md\n";
    let file = CodeOwners::parse(again.as_bytes(), Dialect::GitLab);
    assert_eq!(
        file.sections().len(),
        3,
        "after a first section, any spelling of the unnamed one's name is it"
    );
}
