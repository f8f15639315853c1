//! topology.md section 2: Prow's OWNERS files. The cases are facts from the tests of Prow's package `repoowners`.
#![cfg(feature = "yaml")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail by panicking")]

use std::collections::BTreeSet;

use thalweg_topology::Format;
use thalweg_topology::codeowners::{Approval, OwnersFiles};

const FILES: [(&str, &str); 9] = [
    ("foo", "approvers:\n- bob"),
    (
        "OWNERS",
        "approvers:\n- cjwagner\nreviewers:\n- Alice\n- bob\nrequired_reviewers:\n- chris\nlabels:\n- EVERYTHING",
    ),
    ("src/OWNERS", "approvers:\n- Best-Approvers"),
    (
        "src/dir/OWNERS",
        "approvers:\n- bob\nreviewers:\n- alice\n- \"@CJWagner\"\n- jakub\nrequired_reviewers:\n- ben\nlabels:\n- src-code",
    ),
    ("src/dir/subdir/OWNERS", "approvers:\n- bob\n- alice\nreviewers:\n- bob\n- alice"),
    ("src/dir/conformance/OWNERS", "options:\n  no_parent_owners: true\napprovers:\n- mml"),
    (
        "re/OWNERS",
        "filters:\n  \".*\":\n    labels:\n    - re/all\n  \"\\\\.go$\":\n    labels:\n    - re/go",
    ),
    (
        "re/a/OWNERS",
        "filters:\n  \"\\\\.md$\":\n    labels:\n    - re/md-in-a\n  \"\\\\.go$\":\n    labels:\n    - re/go-in-a",
    ),
    (
        "OWNERS_ALIASES",
        "aliases:\n  Best-approvers:\n  - carl\n  - cjwagner\n  best-reviewers:\n  - Carl\n  - BOB",
    ),
];

fn told(people: BTreeSet<String>) -> String {
    people.into_iter().collect::<Vec<_>>().join(" ")
}

fn files() -> OwnersFiles {
    let read = OwnersFiles::read(FILES, Format::Yaml);
    assert!(read.rejects.is_empty(), "{:?}", read.rejects);
    read.value
}

#[test]
fn people_of_all_files_on_the_way_up_and_aliases_for_what_they_stand_for() {
    let files = files();
    for (path, approvers) in [
        ("main.go", "cjwagner"),
        ("src/main.go", "carl cjwagner"),
        ("src/dir/a.go", "bob carl cjwagner"),
        ("src/dir/subdir/deep/a.go", "alice bob carl cjwagner"),
        ("src/dir/conformance/a.go", "mml"),
        ("foo/a.go", "cjwagner"),
    ] {
        assert_eq!(told(files.approvers(path)), approvers, "{path}");
    }
    assert_eq!(told(files.reviewers("src/dir/a")), "alice bob cjwagner jakub");
    assert_eq!(told(files.required_reviewers("src/dir/a")), "ben chris");
    assert_eq!(told(files.labels("src/dir/a")), "EVERYTHING src-code");
}

#[test]
fn filters_are_expressions_over_the_path_from_their_folder_on() {
    let files = files();
    for (path, labels) in [
        ("re/a/go.go", "re/all re/go re/go-in-a"),
        ("re/a/md.md", "re/all re/md-in-a"),
        ("re/a/txt.txt", "re/all"),
        ("re/go.go", "re/all re/go"),
        ("re/b/md.md", "re/all"),
    ] {
        assert_eq!(told(files.labels(path)).replace("EVERYTHING ", ""), labels, "{path}");
    }
}

#[test]
fn three_answers() {
    let files = OwnersFiles::read(
        [("a/OWNERS", "reviewers: [bob]"), ("a/b/OWNERS", "approvers: [ada]")],
        Format::Yaml,
    )
    .value;
    assert_eq!(files.approval("x.go"), Approval::Unmatched);
    assert_eq!(files.approval("a/x.go"), Approval::Unowned { folder: "a".to_owned() });
    let owned = Approval::Owned { folder: "a/b".to_owned(), approvers: ["ada".to_owned()].into() };
    assert_eq!(files.approval("/a/b/c/x.go"), owned);
}

#[test]
fn what_cannot_be_read_is_told_with_its_place_and_the_rest_is_kept() {
    let read = OwnersFiles::read(
        [
            ("OWNERS", "approvers: [ada]"),
            ("a/OWNERS", "approvers: [ada\nx: ]"),
            ("b/OWNERS", "filters:\n  \"(\":\n    approvers: [x]\n  \"\\\\.md$\":\n    approvers: [bob]"),
            ("c/OWNERS", "approvers: [carl]\nfilters:\n  .*:\n    approvers: [dan]"),
            ("OWNERS_ALIASES", "aliases:\n  t: { ada, bob }\n  empty:\n"),
        ],
        Format::Yaml,
    );
    let places: Vec<String> = read.rejects.iter().map(|it| it.place.as_ref().unwrap().to_string()).collect();
    assert_eq!(places.len(), 3, "{:?}", read.rejects);
    assert!(
        places[0].starts_with("a/OWNERS")
            && places[1].starts_with("b/OWNERS")
            && places[2].starts_with("c/OWNERS")
    );
    assert_eq!(told(read.value.approvers("a/x")), "ada");
    assert_eq!(told(read.value.approvers("b/x.md")), "ada bob");
    assert_eq!(told(read.value.approvers("c/x")), "ada carl");
}
