//! topology.md section 1: the own format, over time, with every problem at once.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail by panicking")]

use thalweg_model::{Fate, Gap, Instant, PersonId, ServiceId, TeamId};
use thalweg_topology::{Format, Topology, TopologyError};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn team(id: &str) -> TeamId {
    TeamId::new(id).unwrap()
}

/// The example of the documentation.
fn example() -> &'static str {
    let guide = include_str!("../docs/format.md");
    guide.split_once("```toml\n").and_then(|(_, rest)| rest.split_once("\n```")).unwrap().0
}

#[test]
fn the_documented_example_is_read_without_a_problem_section_1() {
    let topology = Topology::from_toml(example()).unwrap();
    let now = at("2026-10-05T10:00:00Z");
    assert_eq!(topology.teams(now).count(), 3);
    assert_eq!(topology.teams(at("2024-10-05T10:00:00Z")).count(), 2, "cloud begins in 2025");
    let cart = ServiceId::new("cart").unwrap();
    assert_eq!(topology.owner_of(&cart, at("2025-06-30T21:59:59Z")), None);
    assert_eq!(topology.owner_of(&cart, at("2025-06-30T22:00:00Z")), Some(team("checkout")));
    let head = PersonId::new("p-head").unwrap();
    assert_eq!(topology.authority_over(&[team("checkout"), team("cloud")], now), Some(&head));
}

#[test]
fn every_field_of_the_types_is_in_the_guide_and_in_the_example() {
    let topology = Topology::from_toml(example()).unwrap();
    assert!(topology.document().extra.is_empty());
    for (list, count) in [("teams", 3), ("people", 3), ("ownership", 2), ("schedules", 1)] {
        let json: serde_json::Value = serde_json::from_str(&topology.to_text(Format::Json).unwrap()).unwrap();
        assert_eq!(json[list].as_array().unwrap().len(), count, "{list}");
    }
}

#[test]
fn a_round_trip_through_every_format_changes_nothing_and_keeps_unknown_fields_section_1() {
    let text =
        format!("{}\nextra_note = 'kept'\n[own.tool]\ndeep = [1, {{ two = 2.5 }}]\n", "motto = 'flow'")
            + example();
    let topology = Topology::from_toml(&text).unwrap();
    assert_eq!(topology.document().extra["own"]["tool"]["deep"][1]["two"], 2.5);
    let toml = Topology::from_toml(&topology.to_text(Format::Toml).unwrap()).unwrap();
    let json = Topology::from_json(&topology.to_text(Format::Json).unwrap()).unwrap();
    assert_eq!(toml, topology);
    assert_eq!(json, topology);
    assert_eq!(json.to_text(Format::Toml).unwrap(), topology.to_text(Format::Toml).unwrap());
    #[cfg(feature = "yaml")]
    assert_eq!(Topology::from_yaml(&topology.to_text(Format::Yaml).unwrap()).unwrap(), topology);
}

const BROKEN: &str = r#"zone = "Europe/Nowhere"
[[teams]]
id = "a"
kind = "purple"
parent = "a"
[[teams]]
name = "nameless"
[[teams]]
id = "b"
parent = "gone"
size = -3
[[teams]]
id = "b"
[[people]]
id = "p1"
manager = "p2"
[[people]]
id = "p2"
manager = "p1"
[[ownership]]
team = "a"
[[interactions]]
team = "a"
with = "a"
mode = "collaboration"
[[dependencies]]
team = "a"
on = "b"
from = "2026-01-02"
until = "2026-01-01"
[[escalation_paths]]
id = "up"
team = "a"
steps = [{}]
"#;

#[test]
fn every_problem_is_told_at_once_with_its_place_section_1() {
    let loaded = Topology::load(BROKEN, Format::Toml, "teams.toml").unwrap();
    let told: Vec<(u64, Option<&str>, Fate)> = loaded
        .rejects
        .iter()
        .map(|it| (it.place.as_ref().unwrap().line, it.field.as_deref(), it.fate))
        .collect();
    let expected = [
        (1, Some("zone"), Fate::KeptWithout),
        (2, Some("parent"), Fate::KeptWithout),
        (4, Some("kind"), Fate::KeptWithout),
        (6, Some("id"), Fate::Refused),
        (8, Some("parent"), Fate::KeptWithout),
        (11, Some("size"), Fate::KeptWithout),
        (12, Some("from"), Fate::Refused),
        (17, Some("manager"), Fate::KeptWithout),
        (20, Some("service"), Fate::Refused),
        (22, Some("with"), Fate::Refused),
        (26, Some("until"), Fate::Refused),
        (31, Some("steps"), Fate::KeptWithout),
    ];
    assert_eq!(told, expected, "{:#?}", loaded.rejects);
    assert_eq!(
        loaded.rejects[2].to_string(),
        "teams.toml:4: team `a`: field `kind`: unknown variant `purple`, expected one of `stream-aligned`, `platform`, \
         `enabling`, `complicated-subsystem`, `undefined` (record kept without it)"
    );
    assert_eq!(
        loaded.rejects[3].to_string(),
        "teams.toml:6: team [2]: field `id`: it is missing (record refused)"
    );
    let document = loaded.value.document();
    assert_eq!(document.teams.len(), 2, "everything else is kept");
    assert_eq!(document.people.len(), 2);
    assert_eq!(document.escalation_paths[0].steps.len(), 1);
    let Err(TopologyError::Invalid { problems }) = Topology::from_toml(BROKEN) else { panic!("refused") };
    assert_eq!(problems.len(), expected.len());
}

#[test]
fn a_team_that_changes_its_type_stands_twice() {
    let text = "teams = [{ id = 'a', kind = 'enabling', until = 2026-01-01 }, { id = 'a', kind = 'platform', from = 2026-01-01 }]";
    let topology = Topology::from_toml(text).unwrap();
    let kind = |when| topology.kind_of(&team("a"), at(when)).to_owned();
    assert_eq!(format!("{:?}", kind("2025-12-31T23:59:59Z")), "Enabling");
    assert_eq!(format!("{:?}", kind("2026-01-01T00:00:00Z")), "Platform");
    let same = "teams = [{ id = 'a' }, { id = 'a' }]";
    let loaded = Topology::load(same, Format::Toml, "t").unwrap();
    assert_eq!(loaded.rejects[0].fate, Fate::Duplicate);
}

#[test]
fn a_reorganisation_is_no_loop_but_a_loop_at_one_instant_is() {
    let turned = r#"people = [
        { id = "a", manager = "b", until = 2025-01-01 }, { id = "a", from = 2025-01-01 },
        { id = "b", until = 2025-01-01 }, { id = "b", manager = "a", from = 2025-01-01 } ]"#;
    assert!(Topology::from_toml(turned).is_ok());
    let looping = turned
        .replace("{ id = \"a\", from = 2025-01-01 }", "{ id = \"a\", manager = \"b\", from = 2025-01-01 }");
    let loaded = Topology::load(&looping, Format::Toml, "t").unwrap();
    assert_eq!(loaded.rejects.len(), 1);
    assert!(loaded.rejects[0].reason.contains("a → b → a"), "{}", loaded.rejects[0]);
}

#[test]
fn unreadable_text_names_its_line() {
    let line = |read: Result<Topology, TopologyError>| match read {
        Err(TopologyError::Unreadable { line, .. }) => line,
        other => panic!("{other:?}"),
    };
    assert_eq!(line(Topology::from_toml("zone = 'UTC'\nteams = [")), 2);
    assert_eq!(line(Topology::from_toml("a = 1\na = 2")), 2);
    assert_eq!(line(Topology::from_json("{\n \"teams\": [\n")), 3);
    assert_eq!(line(Topology::from_json("{\n\"a\": {\n\"x\": 1,\n\"x\": 2}}")), 4);
    assert_eq!(line(Topology::from_json(&format!("[{}", "[".repeat(100_000)))), 1);
    #[cfg(feature = "yaml")]
    assert_eq!(line(Topology::from_yaml("teams:\n- id: a\n  id: b\n")), 3);
    for text in ["", "\u{feff}", "# nothing"] {
        assert_eq!(Topology::from_toml(text).unwrap().document().teams.len(), 0);
    }
    assert!(Topology::from_json("").is_err());
    assert!(matches!(Topology::from_json("[]"), Err(TopologyError::Invalid { .. })));
}

#[cfg(feature = "yaml")]
#[test]
fn a_bomb_of_aliases_is_refused_and_a_reference_is_a_field_like_any_other() {
    let levels: String = (1..12).fold("l0: &l0 [x, x, x, x, x, x, x, x, x]\n".to_owned(), |text, level| {
        let many = vec![format!("*l{}", level - 1); 9].join(", ");
        text + &format!("l{level}: &l{level} [{many}]\n")
    });
    assert!(matches!(Topology::from_yaml(&levels), Err(TopologyError::Unreadable { .. })));
    let text = "teams:\n- id: a\n  $ref: https://example.org/never-fetched.yaml\n";
    let topology = Topology::from_yaml(text).unwrap();
    assert_eq!(topology.document().teams[0].extra["$ref"], "https://example.org/never-fetched.yaml");
    let loaded = Topology::load("teams:\n- id: 7\n- id: b\n  kind: blue\n", Format::Yaml, "t.yaml").unwrap();
    let lines: Vec<u64> = loaded.rejects.iter().map(|it| it.place.as_ref().unwrap().line).collect();
    assert_eq!(lines, [2, 4]);
}

#[test]
fn thousands_of_teams_in_one_line_upwards_are_no_blow_up() {
    many_teams(20_000);
}

#[test]
#[ignore = "ten seconds in debug"]
fn a_hundred_thousand_teams_in_one_line_upwards_are_no_blow_up() {
    many_teams(100_000);
}

fn many_teams(count: usize) {
    let mut teams: Vec<String> =
        (0..count).map(|i| format!(r#"{{"id":"t{i}","parent":"t{}","manager":"p{i}"}}"#, i + 1)).collect();
    teams.push(format!(r#"{{"id":"t{count}","parent":"t0"}}"#));
    let people: Vec<String> =
        (0..count).map(|i| format!(r#"{{"id":"p{i}","manager":"p{}"}}"#, (i + 1) % count)).collect();
    let text = format!(r#"{{"teams":[{}],"people":[{}]}}"#, teams.join(","), people.join(","));
    let loaded = Topology::load(&text, Format::Json, "many.json").unwrap();
    assert_eq!(loaded.rejects.len(), 2, "one loop of teams and one of people");
    assert_eq!(loaded.value.document().teams.len(), count + 1);
    let now = at("2026-01-01T00:00:00Z");
    assert_eq!(loaded.value.authorities(&team("t0"), now).len(), 256, "no tree is deeper");
}

#[test]
fn co_owners_domains_and_coverage_section_1() {
    let topology = Topology::from_toml(
        r#"
        teams = [{ id = "a" }, { id = "b" }, { id = "c" }]
        domains = [{ id = "d" }]
        services = [{ id = "x", domain = "d" }, { id = "y" }, { id = "z" }, { id = "old", until = 2020-01-01 }]
        ownership = [
            { domain = "d", team = "c" },
            { service = "y", team = "b" }, { service = "y", team = "a" },
            { service = "y", team = "c", role = "contributing" },
        ]"#,
    )
    .unwrap();
    let now = at("2026-01-01T00:00:00Z");
    let service = |id: &str| ServiceId::new(id).unwrap();
    assert_eq!(topology.owner_of(&service("x"), now), Some(team("c")), "by its domain");
    assert_eq!(topology.owner_of(&service("y"), now), Some(team("a")), "the first of two");
    let owners = topology.owners_of(&service("y"), now);
    assert_eq!((owners.accountable, owners.contributing), (vec![team("a"), team("b")], vec![team("c")]));
    let coverage = topology.coverage(now);
    assert_eq!((coverage.services, coverage.unowned.clone()), (3, vec![service("z")]));
    assert_eq!(coverage.without_owner().value().unwrap().part(), 1);
    let none = Topology::from_toml("").unwrap().coverage(now);
    assert!(none.owned().value().is_none(), "no service is no data, never 0");
    let silent = Topology::from_toml("services = [{ id = \"x\" }]").unwrap().coverage(now);
    assert_eq!((silent.services, silent.unowned.len()), (1, 1));
    assert_eq!(silent.owned().gap(), Some(Gap::NotRecorded), "nobody has said who owns anything");
    assert_eq!(silent.without_owner().gap(), Some(Gap::NotRecorded));
}
