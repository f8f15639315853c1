//! topology.md section 2: Prow's OWNERS files. The cases are facts from the tests of Prow's package `repoowners`.
#![cfg(feature = "yaml")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail by panicking")]

use std::collections::BTreeSet;

use thalweg_topology::Format;
use thalweg_topology::codeowners::{Approval, OwnersFiles, OwnersReading};

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

fn reasons(read: &thalweg_model::Loaded<OwnersFiles>) -> Vec<String> {
    read.rejects.iter().map(ToString::to_string).collect()
}

/// Of the folders that the tests of `repoowners` have, those that an expression leaves out.
#[test]
fn folders_that_an_installation_leaves_out() {
    let folders =
        ["", "src", "src/dir", "src/dir/conformance", "src/dir/subdir", "vendor", "vendor/k8s.io/client-go"];
    let paths = folders
        .map(|folder| if folder.is_empty() { "OWNERS".to_owned() } else { format!("{folder}/OWNERS") });
    let texts = folders.map(|folder| format!("approvers: [\"of {folder}\"]"));
    let files = || paths.iter().zip(&texts).map(|(path, text)| (path.as_str(), text.as_str()));
    for (left_out, out) in [
        (vec!["src"], "src src/dir src/dir/conformance src/dir/subdir"),
        (vec!["dir"], "src/dir src/dir/conformance src/dir/subdir"),
        (vec![], ""),
        (vec!["sr$"], ""),
        (vec!["src/dir"], "src/dir src/dir/conformance src/dir/subdir"),
        (vec!["src/dir/."], "src/dir/conformance src/dir/subdir"),
        (vec!["/c"], "src/dir/conformance vendor/k8s.io/client-go"),
        (vec!["vendor/.*/.*"], "vendor/k8s.io/client-go"),
        (vec![r"^\.$"], " src src/dir src/dir/conformance src/dir/subdir vendor vendor/k8s.io/client-go"),
    ] {
        let settings = OwnersReading {
            left_out: left_out.iter().map(|it| (*it).to_owned()).collect(),
            ..OwnersReading::default()
        };
        let read = OwnersFiles::read_as(&settings, files(), Format::Yaml);
        let gone = |folder: &&str| !read.value.approvers(folder).contains(format!("of {folder}").trim());
        let found: Vec<&str> = folders.into_iter().filter(|it| gone(it)).collect();
        assert_eq!(found.join(" "), out, "{left_out:?}");
        assert_eq!(read.rejects.is_empty(), out.is_empty(), "{:?}", reasons(&read));
    }
    let read = OwnersFiles::read(files(), Format::Yaml);
    let told = "`vendor/k8s.io/client-go` is left out by the installation, and with it 1 of the files given";
    assert!(reasons(&read)[0].contains(told), "{:?}", reasons(&read));
    let settings = OwnersReading { left_out: vec!["(".to_owned()], ..OwnersReading::default() };
    let read = OwnersFiles::read_as(&settings, files(), Format::Yaml);
    assert_eq!(
        reasons(&read),
        ["field `left_out`: `(` is no regular expression, and leaves nothing out (record kept without it)"]
    );
}

#[test]
fn front_matter_is_of_its_file_only_and_read_where_the_installation_says_so() {
    let files = [
        ("docs/OWNERS", "approvers: [bob]\nlabels: [docs]"),
        ("docs/file.md", "---\napprovers:\n- ALICE\n\nlabels:\n- file\n---\n# Title\n\n---\nmore: [\n"),
        ("docs/alone.md", "---\napprovers: [carl]\noptions: { no_parent_owners: true }\n---\n"),
        ("docs/plain.md", "---\ntitle: A page\n---\n"),
        ("docs/none.md", "# approvers: [eve]\n---\n"),
        ("docs/open.md", "---\napprovers: [eve]\n"),
        ("docs/dos.md", "---\r\napprovers: [eve]\r\n---\r\n"),
        ("docs/torn.md", "---\napprovers: [eve\n---\n"),
        ("docs/dashes.md", "---\napprovers: [eve]\n----\n---\n"),
        ("docs/typed.md", "---\ntitle: x\napprovers: eve\n---\n"),
    ];
    let settings = OwnersReading { front_matter: true, ..OwnersReading::default() };
    let read = OwnersFiles::read_as(&settings, files, Format::Yaml);
    for (path, approvers, labels) in [
        ("docs/file.md", "alice bob", "docs file"),
        ("docs/alone.md", "carl", "docs"),
        ("docs/plain.md", "bob", "docs"),
        ("docs/none.md", "bob", "docs"),
        ("docs/open.md", "bob", "docs"),
        ("docs/dos.md", "bob", "docs"),
        ("docs/torn.md", "bob", "docs"),
        ("docs/dashes.md", "bob", "docs"),
        ("docs/typed.md", "bob", "docs"),
        ("docs/file.mdx", "bob", "docs"),
    ] {
        assert_eq!(told(read.value.approvers(path)), approvers, "{path}");
        assert_eq!(told(read.value.labels(path)), labels, "{path}");
    }
    let own = Approval::Owned {
        folder: "docs/file.md".to_owned(),
        approvers: ["alice", "bob"].map(str::to_owned).into(),
    };
    assert_eq!(read.value.approval("docs/file.md"), own);
    assert!(reasons(&read)[0].starts_with("docs/dashes.md:"), "{:?}", reasons(&read));
    assert!(reasons(&read)[1].starts_with("docs/torn.md:"), "{:?}", reasons(&read));
    assert_eq!(
        reasons(&read)[2..],
        [
            "docs/typed.md:3: `approvers` is a list of names, and the text `eve` is none: nobody is read from it (record kept without it)"
        ]
    );
    let read = OwnersFiles::read(files, Format::Yaml);
    assert_eq!(told(read.value.approvers("docs/file.md")), "bob");
    let expected = ["docs/alone.md", "docs/file.md"]
        .map(|path| format!("{path}:1: its front matter names people, and is not read by this installation"));
    assert_eq!(reasons(&read), expected);
}

/// `no_parent_owners` ends the way up only once somebody was found for what is asked.
#[test]
fn a_folder_that_stands_alone_stands_alone_for_what_it_names() {
    let read = OwnersFiles::read(
        [
            ("OWNERS", "approvers: [root]\nreviewers: [root]\nlabels: [all]"),
            ("a/OWNERS", "approvers: [ada]\noptions: { no_parent_owners: true }"),
            ("a/b/OWNERS", "reviewers: [bob]"),
            ("c/OWNERS", "options: { no_parent_owners: true }\nfilters: { '\\.go$': { approvers: [gus] } }"),
        ],
        Format::Yaml,
    );
    assert!(read.rejects.is_empty());
    let files = read.value;
    assert_eq!((told(files.approvers("a/x")), told(files.reviewers("a/x"))), ("ada".into(), "root".into()));
    assert_eq!(
        (told(files.approvers("a/b/x")), told(files.reviewers("a/b/x"))),
        ("ada".into(), "bob".into())
    );
    assert_eq!(told(files.labels("a/b/x")), "all");
    assert_eq!(
        (told(files.approvers("c/x.go")), told(files.approvers("c/x.md"))),
        ("gus".into(), "root".into())
    );
}

/// `auto_approve_unowned_subfolders`: below the folder that names the nearest approver, and at the root everywhere.
#[test]
fn what_needs_nobodys_approval() {
    let auto = "options: { auto_approve_unowned_subfolders: true }";
    let owns = |who: &str| format!("approvers: [{who}]\n{auto}");
    let (a, root) = (owns("ada"), owns("root"));
    let files = [
        ("a/OWNERS", a.as_str()),
        ("a/own/OWNERS", "approvers: [bob]"),
        ("b/OWNERS", "approvers: [cid]"),
        ("d/OWNERS", auto),
    ];
    let read = OwnersFiles::read(files, Format::Yaml).value;
    for (path, free) in [
        ("a/x.go", false),
        ("a/sub/x.go", true),
        ("a/sub/deep/x.go", true),
        ("a/own/x.go", false),
        ("a/own/sub/x.go", false),
        ("b/sub/x.go", false),
        ("x.go", false),
        ("d/sub/x.go", false), // nobody approves in `d`, so the root is asked
    ] {
        assert_eq!(read.approves_itself(path), free, "{path}");
    }
    let read =
        OwnersFiles::read([("OWNERS", root.as_str()), ("b/OWNERS", "approvers: [cid]")], Format::Yaml).value;
    assert!(
        read.approves_itself("x.go") && read.approves_itself("c/x.go") && !read.approves_itself("b/c/x.go")
    );
    assert!(!OwnersFiles::default().approves_itself("x.go"));
}

/// What is not of its type makes the host pass over the people, or over the whole file.
#[test]
fn fields_of_other_types() {
    let read = OwnersFiles::read(
        [
            ("a/OWNERS", "approvers: bob\nfilters: { '.*': { approvers: [ada] } }"),
            ("b/OWNERS", "approvers: [bob]\noptions: { no_parent_owners: maybe }"),
            ("c/OWNERS", "approvers: [1, true, { x: 1 }]"),
            ("d/OWNERS", "approvers: [1, true, ~, bob]\nemeritus_approvers: [old]\nApprovers: [eve]"),
            ("e/OWNERS", "filters: [x]"),
            ("f/OWNERS", "filters: { '.*': { approvers: ada } }\noptions: { no_parents: true }"),
            ("OWNERS", "approvers: [root, team, gang]"),
            ("OWNERS_ALIASES", "aliases:\n  team: bob\n  gang: [bob, team]\n  other: [[x]]\n  nobody:\n"),
        ],
        Format::Yaml,
    );
    for (path, approvers) in [
        ("x", "bob root team"),
        ("a/x", "ada bob root team"),
        ("b/x", "bob root team"),
        ("c/x", "bob root team"),
        ("d/x", "1 bob root team true"),
        ("e/x", "bob root team"),
        ("f/x", "bob root team"),
    ] {
        assert_eq!(told(read.value.approvers(path)), approvers, "{path}");
    }
    let expected = [
        "OWNERS_ALIASES:2: the alias `team` is no list of people (record kept without it)",
        "OWNERS_ALIASES:4: the alias `other` is no list of people (record kept without it)",
        "a/OWNERS:1: `approvers` is a list of names, and the text `bob` is none: nobody is read from it (record kept without it)",
        "b/OWNERS:2: `no_parent_owners` is `true` or `false`: the file is not read (record kept without it)",
        "c/OWNERS:1: `approvers` is a list of names, and a table is none: nobody is read from it (record kept without it)",
        "d/OWNERS:3: the host reads no `Approvers`",
        "e/OWNERS:1: `filters` is a table of expressions (record kept without it)",
        "f/OWNERS:2: the host reads no `no_parents`",
        "f/OWNERS:1: `approvers` is a list of names, and the text `ada` is none: nobody is read from it (record kept without it)",
    ];
    assert_eq!(reasons(&read), expected);
}
