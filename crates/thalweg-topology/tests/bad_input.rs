//! Bad input to every reader of another tool's files and of the own format: bombs, nesting, huge texts, references to the network, circles.
//! A reader tells it with its place, keeps the rest, and takes no more time or memory than the text is long. YAML needs the feature `yaml`.
#![cfg(feature = "yaml")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

use thalweg_model::{Loaded, Reject};
use thalweg_topology::codeowners::OwnersFiles;
use thalweg_topology::{Document, Format, PathLimits, Topology, TopologyError, catalog, import};

type Told = Result<Vec<Reject>, TopologyError>;

fn of<T>(read: Result<Loaded<T>, TopologyError>) -> Told {
    read.map(|it| it.rejects)
}

type Reader = fn(&str, Format) -> Told;

/// Every reader of texts, by its name.
const READERS: [(&str, Reader); 11] = [
    ("topology", |text, format| of(Topology::load(text, format, "f"))),
    ("backstage", |text, format| of(catalog::backstage(text, format, "f"))),
    ("backstage_files", |text, format| Ok(catalog::backstage_files([("f", text)], format).rejects)),
    ("team_api", |text, format| of(catalog::team_api(text, format, "f"))),
    ("opslevel", |text, format| of(catalog::opslevel(text, format, "f"))),
    ("cortex", |text, format| of(catalog::cortex(text, format, "f"))),
    ("compass", |text, format| of(catalog::compass(text, format, "f"))),
    ("pagerduty", |text, format| of(import::pagerduty(text, format, "f"))),
    ("grafana_oncall", |text, format| of(import::grafana_oncall(text, format, "f"))),
    ("opsgenie", |text, format| of(import::opsgenie(text, format, "f"))),
    ("owners", |text, format| {
        Ok(OwnersFiles::read([("OWNERS", text), ("OWNERS_ALIASES", text)], format).rejects)
    }),
];

/// Whether a text is told to be bad, and in how many words at most.
fn refused(name: &str, told: &Told) {
    match told {
        Err(error) => assert!(error.to_string().len() < 2000, "{name}: {}", error.to_string().len()),
        Ok(rejects) => {
            assert!(!rejects.is_empty(), "{name} says nothing");
            for it in rejects {
                assert!(it.to_string().len() < 2000, "{name}: {}", it.to_string().len());
            }
        }
    }
}

/// Ten to the power of `levels` values by aliases.
fn bomb(levels: usize) -> String {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..levels {
        let before = format!("*a{}", level - 1);
        text += &format!("a{level}: &a{level} [{}]\n", vec![before; 10].join(", "));
    }
    text
}

#[test]
fn bombs_of_aliases() {
    for (name, read) in READERS {
        let told = read(&bomb(9), Format::Yaml);
        refused(name, &told);
        let text = match &told {
            Err(error) => error.to_string(),
            Ok(rejects) => rejects[0].to_string(),
        };
        assert!(text.contains("budget") || text.contains("limit"), "{name}: {text}");
    }
}

/// Many bombs in one stream cost no more than one does, and what lies between them is kept.
#[test]
fn a_stream_of_bombs() {
    let mut text = String::new();
    for document in 0..400 {
        text += &format!("{}---\nkind: Group\nmetadata: {{ name: g{document} }}\n---\n", bomb(9));
    }
    let read = catalog::backstage(&text, Format::Yaml, "f").unwrap();
    assert_eq!((read.value.teams.len(), read.rejects.len()), (400, 400));
}

/// A long text that is named again and again counts each time, while an anchor that saves some writing stays free.
#[test]
fn bombs_of_text() {
    let long = "x".repeat(1 << 20);
    let mut text = format!("kind: Group\nmetadata: {{ name: g }}\nspec:\n  long: &long {long}\n  all:\n");
    for copy in 0..90 {
        text += &format!("    - &a{copy} {copy}\n    - *long\n");
    }
    assert!(catalog::backstage(&text, Format::Yaml, "f").is_err());
    let mut text = String::new();
    for entity in 0..2_000 {
        text += &format!(
            "---\nkind: Group\nmetadata:\n  name: g{entity}\n  labels: &all {{ a: b, c: d }}\n  annotations: *all\n"
        );
    }
    let read = catalog::backstage(&text, Format::Yaml, "f").unwrap();
    assert_eq!((read.value.teams.len(), read.rejects.len()), (2_000, 0));
}

#[test]
fn values_deep_in_each_other() {
    let deep = 5_000;
    let block = (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<String>();
    for (name, read) in READERS {
        refused(name, &read(&"[".repeat(deep), Format::Json));
        refused(name, &read(&("[".repeat(deep) + &"]".repeat(deep)), Format::Json));
        refused(name, &read(&("{\"a\":".repeat(deep) + "1" + &"}".repeat(deep)), Format::Json));
        refused(name, &read(&"[".repeat(deep), Format::Yaml));
        refused(name, &read(&("[".repeat(200) + &"]".repeat(200)), Format::Yaml));
        refused(name, &read(&"- ".repeat(deep), Format::Yaml));
        refused(name, &read(&block, Format::Yaml));
        refused(name, &read(&("a = ".to_owned() + &"[".repeat(deep)), Format::Toml));
        refused(name, &read(&("a.".repeat(deep) + "a = 1"), Format::Toml));
    }
}

/// What is told of a huge text is short, and so are the ids that are too long to be any.
#[test]
fn huge_texts() {
    let huge = "x".repeat(1 << 15);
    let entity =
        |spec: &str| format!(r#"{{"kind": "Component", "metadata": {{"name": "a"}}, "spec": {spec}}}"#);
    let texts = [
        entity(&format!(r#"{{"owner": "{huge}"}}"#)),
        entity(&format!(r#"{{"owner": "a:{huge}:b"}}"#)),
        entity(&format!(r#"{{"dependsOn": ["{huge}"]}}"#)),
        entity(&format!(r#"{{"{huge}": 1}}"#)),
        format!(r#"{{"kind": "{huge}", "metadata": {{"name": "a"}}}}"#),
        format!(r#"{{"kind": "Group", "metadata": {{"name": "{huge}"}}}}"#),
        format!(
            r#"{{"teamName": "a", "teamType": "{huge}", "interactions": [{{"name": "b", "mode": "{huge}"}}]}}"#
        ),
        format!(r#"{{"teamName": "a", "team-name": "{huge}", "services": ["{huge}"]}}"#),
        format!(r#"{{"service": {{"name": "{huge}", "{huge}": 1}}}}"#),
        format!(r#"{{"info": {{"x-cortex-tag": "{huge}", "{huge}": 1}}}}"#),
        format!(r#"{{"name": "{huge}"}}"#),
        format!(
            r#"{{"escalation_policies": [{{"id": "{huge}", "teams": ["a"], "escalation_rules": [{{"targets": [{{"type": "{huge}", "id": "{huge}"}}]}}]}}, {{"id": "{huge}"}}]}}"#
        ),
        format!(
            r#"{{"schedules": [{{"id": "s", "time_zone": "{huge}", "rotations": [{{"type": "{huge}", "participants": [{{"type": "{huge}"}}]}}], "shifts": ["{huge}"]}}]}}"#
        ),
        format!(
            r#"{{"escalation_chains": [{{"id": "c", "team_id": "t"}}], "escalation_policies": [{{"escalation_chain_id": "c", "type": "{huge}"}}], "on_call_shifts": [{{"id": "{huge}"}}]}}"#
        ),
        format!(
            r#"{{"escalations": [{{"id": "e", "ownerTeam": {{"id": "t"}}, "rules": [{{"notifyType": "{huge}", "recipient": {{"type": "schedule", "id": "{huge}"}}}}, {{"recipient": {{"type": "{huge}"}}}}]}}]}}"#
        ),
        format!(r#"{{"approvers": ["{huge}"], "{huge}": 1, "filters": {{"({huge}": {{}}}}}}"#),
        format!(r#"{{"aliases": {{"{huge}": "x"}}}}"#),
        format!(r#"{{"{huge}": 1, "{huge}": 2}}"#),
        format!(
            r#"{{"teams": [{{"id": "{huge}"}}, {{"id": "a", "kind": "{huge}", "parent": "{huge}", "from": "{huge}", "size": "{huge}"}}]}}"#
        ),
    ];
    for text in &texts {
        for (name, read) in READERS {
            for format in [Format::Json, Format::Yaml] {
                let longest = match read(text, format) {
                    Err(error) => error.to_string().len(),
                    Ok(rejects) => rejects.iter().map(|it| it.to_string().len()).max().unwrap_or(0),
                };
                assert!(longest < 2000, "{name} {longest}: {}", text.get(..60).unwrap());
            }
        }
    }
}

#[test]
fn odd_texts() {
    let odd = [
        "",
        "\u{feff}",
        "\0",
        "\u{feff}\u{feff}{}",
        "---",
        "---\n---\n...\n",
        "%YAML 9.9\n",
        "\u{85}\u{2028}",
        "? [a]\n: b\n",
        "!!binary x",
        "<<: *x",
        "&a *a",
        "a: *a",
        "{\"a\": 1, \"a\": 2}",
        "a: 1\na: 2\n",
        "[[[[1]]]]",
        "~",
        "12",
        "\"x\"",
        "- - - x",
        "kind: [x]\nmetadata: y\n",
    ];
    for (name, read) in READERS {
        for text in odd {
            for format in [Format::Json, Format::Yaml, Format::Toml] {
                if let Ok(rejects) = read(text, format) {
                    assert!(rejects.len() < 10, "{name} {text:?}: {rejects:?}");
                }
            }
        }
    }
}

/// More problems than anybody reads are counted, and not listed.
#[test]
fn rubbish_does_not_fill_the_memory() {
    let text = format!("[{}1]", "1,".repeat(50_000));
    let read = catalog::backstage(&text, Format::Json, "f").unwrap();
    assert_eq!((read.rejects.len(), read.rejected()), (10_000, 50_001));
}

#[test]
fn references_to_the_network_are_told_and_never_fetched() {
    let reference = r#"{"$ref": "http://127.0.0.1:9/x"}"#;
    let told = |read: Loaded<Document>| {
        let all = read.rejects.iter().filter(|it| it.reason.starts_with("references are not followed"));
        (all.count(), read.value)
    };
    let text = format!(
        r##"{{"kind": "Component", "metadata": {{"name": "a"}}, "spec": {{"owner": {reference}, "profile": {{"x": 1, "$ref": "y"}}, "definition": {{"a": {{"$ref": "#/within"}}}}}}}}"##
    );
    let (count, document) = told(catalog::backstage(&text, Format::Json, "f").unwrap());
    assert_eq!((count, document.services.len(), document.ownership.len()), (2, 1, 0));
    let text = format!(r#"{{"teamName": "a", "services": [{reference}, "b"], "details": {reference}}}"#);
    let (count, document) = told(catalog::team_api(&text, Format::Json, "f").unwrap());
    assert_eq!((count, document.services.len()), (2, 1));
    let location =
        r#"{"kind": "Location", "metadata": {"name": "l"}, "spec": {"target": "http://127.0.0.1:9/x"}}"#;
    let read = catalog::backstage(location, Format::Json, "f").unwrap();
    assert_eq!(
        read.rejects[0].to_string(),
        "f:1: a Location is not followed: give its targets as files of their own (record refused)"
    );
}

fn told(rejects: &[Reject]) -> Vec<String> {
    rejects.iter().map(ToString::to_string).collect()
}

/// A group that is its own parent, its own child, and two that are each other's.
#[test]
fn groups_in_circles() {
    let group = |name: &str, spec: &str| {
        format!(r#"{{"kind": "Group", "metadata": {{"name": "{name}"}}, "spec": {spec}}}"#)
    };
    let text = format!(
        "[{},{},{},{}]",
        group("own", r#"{"parent": "own", "children": ["own"]}"#),
        group("a", r#"{"parent": "b", "children": []}"#),
        group("b", r#"{"children": ["a", "c"]}"#),
        group("c", r#"{"children": ["b"]}"#),
    );
    let read = catalog::backstage(&text, Format::Json, "f").unwrap();
    let whole = Topology::of(read.value);
    let expected = [
        "team `own`: field `parent`: a team is not part of itself (record kept without it)",
        "team `c`: field `parent`: the line upwards is a loop: b → c → b (record kept without it)",
    ];
    assert_eq!(told(&whole.rejects), expected);
    assert_eq!(whole.value.document().teams.len(), 4);
}

/// A team that works with itself, waits for itself, and whose managers report to each other.
#[test]
fn teams_that_meet_themselves() {
    let api = r#"{"teamName": "a", "interactions": [{"teamName": "a", "mode": "collaboration"}, {"teamName": "b", "mode": "facilitating"}]}"#;
    let api = catalog::team_api(api, Format::Json, "f").unwrap().value;
    let own = r#"
        teams = [{ id = "b", manager = "m" }]
        people = [{ id = "m", manager = "n" }, { id = "n", manager = "m" }, { id = "o", manager = "o" }]
        dependencies = [{ team = "b", on = "b", state = "blocking" }]
    "#;
    let own = Topology::load(own, Format::Toml, "own.toml").unwrap();
    let expected = ["people", "people", "dependency"];
    assert_eq!(own.rejects.len(), expected.len(), "{:?}", told(&own.rejects));
    let whole = Topology::of(catalog::join([api, own.value.document().clone()]));
    assert_eq!(whole.rejects.len(), 1, "{:?}", told(&whole.rejects));
    assert_eq!(whole.value.document().interactions.len(), 1);
}

/// Levels whose targets cannot be used reach nobody, and the check of the path says so.
#[test]
fn levels_that_reach_nobody() {
    let pagerduty = r#"{"escalation_policies": [{"id": "up", "teams": ["t"], "escalation_rules": [
        {"escalation_delay_in_minutes": 5, "targets": [{"type": "user_reference", "id": "m"}]},
        {"escalation_delay_in_minutes": 5, "targets": [{"type": "robot", "id": "x"}]}]}]}"#;
    let grafana = r#"{"escalation_chains": [{"id": "up", "team_id": "t"}], "escalation_policies": [
        {"escalation_chain_id": "up", "position": 0, "type": "notify_persons", "persons_to_notify": ["m"]},
        {"escalation_chain_id": "up", "position": 1, "type": "wait", "duration": 300},
        {"escalation_chain_id": "up", "position": 2, "type": "notify_persons", "persons_to_notify": []}]}"#;
    let opsgenie = r#"{"escalations": [{"id": "up", "ownerTeam": {"name": "t"}, "rules": [
        {"delay": {"timeAmount": 0}, "recipient": {"type": "user", "id": "m"}},
        {"delay": {"timeAmount": 5}, "recipient": {"type": "team", "id": "x"}}]}]}"#;
    let own = r#"{"teams": [{"id": "t", "manager": "m"}], "people": [{"id": "m"}]}"#;
    let own = Topology::from_json(own).unwrap();
    type Import = fn(&str, Format, &str) -> Result<Loaded<Document>, TopologyError>;
    let readers: [(&str, Import); 3] =
        [(pagerduty, import::pagerduty), (grafana, import::grafana_oncall), (opsgenie, import::opsgenie)];
    for (text, read) in readers {
        let read = read(text, Format::Json, "f").unwrap();
        let whole = Topology::of(catalog::join([own.document().clone(), read.value]));
        assert!(
            told(&whole.rejects).iter().any(|it| it.contains("step 2 reaches nobody")),
            "{:?}",
            whole.rejects
        );
        let at = "2026-10-07T00:00:00Z".parse().unwrap();
        let report = whole.value.verify_path(&"up".parse().unwrap(), at, PathLimits::default()).unwrap();
        let faults: Vec<String> = report.faults.iter().map(|it| it.fault.to_string()).collect();
        assert!(faults.iter().any(|it| it.contains("step 2 reaches nobody")), "{faults:?}");
    }
}
