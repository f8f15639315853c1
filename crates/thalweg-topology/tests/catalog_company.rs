//! topology.md section 6: the catalog of a company in several files, as Backstage's descriptor format allows them.
#![cfg(feature = "yaml")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

use std::collections::BTreeMap;
use std::path::Path;

use thalweg_model::Loaded;
use thalweg_topology::{Document, Format, Topology, catalog};

const FILES: [&str; 3] = ["org.yaml", "teams.yaml", "payments.yaml"];

fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/catalog").join(name);
    std::fs::read_to_string(path).unwrap()
}

fn company(order: &[&str]) -> Loaded<Document> {
    let texts: Vec<(&str, String)> =
        order.iter().map(|name| (*name, file(&format!("company/{name}")))).collect();
    catalog::backstage_files(texts.iter().map(|(name, text)| (*name, text.as_str())), Format::Yaml)
}

fn parents(document: &Document) -> BTreeMap<&str, Option<&str>> {
    document.teams.iter().map(|it| (it.id.as_str(), it.parent.as_ref().map(|it| it.as_str()))).collect()
}

fn teams_of_people(document: &Document) -> BTreeMap<&str, Option<&str>> {
    document.people.iter().map(|it| (it.id.as_str(), it.team.as_ref().map(|it| it.as_str()))).collect()
}

fn told(read: &Loaded<Document>) -> Vec<String> {
    read.rejects.iter().map(ToString::to_string).collect()
}

/// Every group of the files with its parent.
const PARENTS: [(&str, Option<&str>); 6] = [
    ("acme", None),
    ("commerce", Some("acme")),
    ("eu/team-c", Some("commerce")),
    ("infrastructure", Some("acme")),
    ("team-a", Some("commerce")),
    ("team-b", Some("infrastructure")),
];

#[test]
fn children_and_members_are_resolved_across_the_files_in_any_order() {
    for order in [FILES, ["teams.yaml", "payments.yaml", "org.yaml"]] {
        let read = company(&order);
        assert_eq!(parents(&read.value), BTreeMap::from(PARENTS));
        let expected = [
            ("ann", Some("team-a")),
            ("bob", Some("team-a")),
            ("eu/dee", Some("eu/team-c")),
            ("eve", None),
            ("ghe/cy", Some("team-a")),
        ];
        assert_eq!(teams_of_people(&read.value), BTreeMap::from(expected));
    }
}

/// `team-c` of the namespace `eu` is named without its kind by a table; `team-b` names another parent than the unit that lists it.
#[test]
fn what_cannot_be_is_told_with_its_place_and_the_rest_is_kept() {
    let kept = "it is not understood, and kept as it stands";
    let unfollowed = "references are not followed: give what it points at as a file (record kept without it)";
    let expected = [
        "teams.yaml:9: field `spec.members`: a person is in one team here: `team-b` is a further one of `bob` (record kept without it)",
        "teams.yaml:19: field `spec.profile`: of users only their groups are kept, of this one and of all others: people are opaque ids here (record kept without it)",
        "teams.yaml:19: field `spec.memberOf`: a person is in one team here: `choir` is a further one of `ann` (record kept without it)",
        "teams.yaml:24: field `spec.memberOf`: a person is in one team here: `team-a` is a further one of `eu/dee` (record kept without it)",
        &format!("payments.yaml:20: field `$text`: {unfollowed}"),
        "payments.yaml:18: field `spec.dependsOn`: `ledger` needs its kind here: write `component:ledger` or `resource:ledger` (record kept without it)",
        "payments.yaml:18: field `spec.dependsOn`: `group:` is no reference: write `[kind:][namespace/]name` (record kept without it)",
        &format!("payments.yaml:9: field `metadata.cost-center`: {kept}"),
        &format!("payments.yaml:19: field `spec.name`: {kept}"),
        &format!("payments.yaml:20: field `spec.size`: {kept}"),
        "BROKEN",
        &format!("payments.yaml:34: field `$text`: {unfollowed}"),
        &format!("payments.yaml:39: field `$json`: {unfollowed}"),
        "payments.yaml:44: field `spec.owners`: the number 12 is no reference (record kept without it)",
        "payments.yaml:44: field `spec.owners`: `` is no reference: write `[kind:][namespace/]name` (record kept without it)",
        "payments.yaml:41: field `spec.owner`: `component:default/payments` is neither a group nor a user (record kept without it)",
        "payments.yaml:51: `component:default/payments` stands already at payments.yaml:1 (record refused)",
        "org.yaml:8: field `spec.children`: `team-b` is part of another group: a group has one parent (record kept without it)",
    ];
    let mut found = told(&company(&FILES));
    let broken = found
        .iter()
        .position(|it| it.starts_with("payments.yaml:23"))
        .unwrap_or_else(|| panic!("{found:#?}"));
    assert!(found[broken].ends_with("(record refused)"), "{}", found[broken]);
    found[broken] = "BROKEN".to_owned();
    assert_eq!(found, expected);
}

#[test]
fn everything_an_entity_says_survives_writing_and_reading_again() {
    let read = company(&FILES);
    let payments = &read.value.services[0];
    let json = serde_json::to_value(payments).unwrap();
    let expected = serde_json::json!({
        "id": "payments", "name": "Payments", "domain": "system:checkout",
        "kind": "component", "type": "service", "lifecycle": "production",
        "subcomponentOf": ["component:default/shop"], "providesApis": ["api:default/payments-api"],
        "consumesApis": ["api:eu/ledger"], "dependsOn": ["resource:default/payments-db", "component:eu/wallet"],
        "backstage.name": "a field of its own", "size": {"$text": "./size.txt"},
        "metadata": {"description": "Takes the money", "tags": ["go"], "cost-center": 4711},
        "entity": {"apiVersion": "backstage.io/v1alpha1"},
    });
    assert_eq!(json, expected);
    let commerce = serde_json::to_value(&read.value.teams[1]).unwrap();
    assert_eq!(commerce["profile"], serde_json::json!({"picture": "https://example.org/c.png"}));
    let whole = Topology::of(read.value).value;
    let again = Topology::from_json(&whole.to_text(Format::Json).unwrap()).unwrap();
    assert_eq!(again.document(), whole.document());
}

#[test]
fn owners_of_every_spelling() {
    let read = company(&FILES);
    let owners: Vec<String> = read
        .value
        .ownership
        .iter()
        .map(|it| {
            let what =
                it.service.as_ref().map(ToString::to_string).or(it.domain.as_ref().map(ToString::to_string));
            let who =
                it.team.as_ref().map(ToString::to_string).or(it.person.as_ref().map(ToString::to_string));
            format!("{} <- {}", what.unwrap(), who.unwrap())
        })
        .collect();
    let expected =
        ["payments <- team-a", "api:payments-api <- ann", "system:checkout <- team-a", "sales <- commerce"];
    assert_eq!(owners, expected);
}

/// The relations that the catalog has worked out decide over the descriptor, as its documentation says.
#[test]
fn what_the_api_answers() {
    let read = catalog::backstage(&file("api.json"), Format::Json, "api.json").unwrap();
    assert!(read.rejects.is_empty(), "{:?}", told(&read));
    let wallet = &read.value.services[0];
    assert_eq!(wallet.domain.as_ref().unwrap().as_str(), "system:checkout");
    assert_eq!(wallet.extra["dependsOn"], serde_json::json!(["resource:eu/wallet-db"]));
    assert_eq!(wallet.extra["subcomponentOf"], serde_json::json!(["component:eu/app"]));
    assert_eq!(wallet.extra["entity"]["relations"].as_array().unwrap().len(), 4);
    assert_eq!(read.value.ownership[0].team.as_ref().unwrap().as_str(), "eu/team-c");
    assert_eq!(parents(&read.value)["eu/team-c"], Some("acme"));
    assert_eq!(teams_of_people(&read.value)["eu/dee"], Some("eu/team-c"));
}

/// Files that were read one by one are joined with the same parents, and a person of whom one says no more than the id stands once.
#[test]
fn files_read_one_by_one_join() {
    let documents = FILES.map(|name| company(&[name]).value);
    let whole = Topology::of(catalog::join(documents));
    assert_eq!(parents(whole.value.document()), BTreeMap::from(PARENTS));
    let blank = r#"{"kind": "User", "metadata": {"name": "ann"}, "spec": {"memberOf": []}}"#;
    let blank = catalog::backstage(blank, Format::Json, "ann.json").unwrap().value;
    let member =
        r#"{"kind": "Group", "metadata": {"name": "a"}, "spec": {"children": [], "members": ["ann"]}}"#;
    let member = catalog::backstage(member, Format::Json, "a.json").unwrap().value;
    for documents in [[blank.clone(), member.clone()], [member, blank]] {
        let whole = Topology::of(catalog::join(documents));
        assert!(whole.rejects.is_empty(), "{:?}", whole.rejects);
        assert_eq!(teams_of_people(whole.value.document()), BTreeMap::from([("ann", Some("a"))]));
    }
}
