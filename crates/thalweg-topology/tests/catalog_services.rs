//! topology.md section 6: files of OpsLevel, Cortex, Compass and team APIs that use everything their documentation allows.
#![cfg(feature = "yaml")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

#[path = "support/files.rs"]
mod files;

use serde_json::json;
use thalweg_model::record::TeamKind;
use thalweg_topology::{Document, Format, Mode, Topology, catalog};

use files::{Read, json};

fn read(read: Read, name: &str) -> (Document, Vec<String>) {
    files::read(read, &format!("catalog/{name}"), Format::Yaml)
}

/// What a document says is the same after it has been written and read again.
fn survives(document: Document) {
    let whole = Topology::of(document).value;
    let again = Topology::from_json(&whole.to_text(Format::Json).unwrap()).unwrap();
    assert_eq!(again.document(), whole.document());
}

#[test]
fn opslevel() {
    let (document, told) = read(catalog::opslevel, "opslevel-all.yml");
    let expected = json!({
        "id": "order_processor", "name": "Order Processor", "tier": "1", "lifecycle": "ga",
        "dependsOn": ["payments", "mailer"],
        "dependencies": [{"alias": "payments", "notes": "settles"}, "mailer", {"notes": "nobody knows which"}],
        "type": "service", "system": "fulfilment", "product": "Shop", "language": "Ruby", "framework": "Rails",
        "description": "Takes orders, and passes them on.\n", "aliases": ["order_processor"],
        "tags": [{"key": "db", "value": "mysql"}],
        "tools": [{"name": "Errors", "category": "errors", "url": "https://example.org/errors", "environment": "production"}],
        "repositories": [{"name": "orders", "path": "/", "provider": "github"}],
        "properties": {"on_call": true}, "alert sources": null, "opslevel.from": "the old shop", "colour": "green",
    });
    assert_eq!(json(&document.services[0]), expected);
    let owners: Vec<_> = document.ownership.iter().map(|it| it.team.as_ref().unwrap().as_str()).collect();
    assert_eq!((document.services[1].id.as_str(), owners), ("Mailer", vec!["orders_team"]));
    let expected = [
        "f:19: field `dependencies`: a table names nothing: write its `alias` (record kept without it)",
        "f:22: field `from`: it is not understood, and kept as it stands",
        "f:23: field `colour`: it is not understood, and kept as it stands",
        "f:25: a `repository` is not read: which one it is does not stand in the file (record refused)",
        "f:30: field `repository`: only a `service` or a `component` is read (record kept without it)",
        "f:33: it has no id: write its `name` (record refused)",
    ];
    assert_eq!(told, expected);
    survives(document);
}

#[test]
fn cortex() {
    let (document, told) = read(catalog::cortex, "cortex-all.yaml");
    let chat = &document.services[0];
    assert_eq!((document.services.len(), chat.id.as_str()), (2, "chat"));
    assert_eq!(chat.domain.as_ref().map(|it| it.as_str()), Some("talk"));
    assert_eq!(document.services[1].extra["dependsOn"], json!(["chat", "users"]));
    assert_eq!(chat.extra["dependsOn"], json!(["users"]));
    for kept in
        ["x-cortex-groups", "x-cortex-parents", "x-cortex-oncall", "x-cortex-issues", "description", "colour"]
    {
        assert!(chat.extra.contains_key(kept), "{kept}");
    }
    let owners: Vec<_> = document.ownership.iter().map(json).collect();
    let expected = [
        json!({"service": "chat", "team": "team-chat"}),
        json!({"service": "chat", "person": "bo@example.org"}),
        json!({"domain": "talk", "team": "talkers"}),
    ];
    assert_eq!(owners, expected);
    let team = json(&document.teams[0]);
    assert_eq!(
        (&team["id"], &team["contact"], &team["parent"]),
        (&json!("team-chat"), &json!("chat"), &json!("talkers"))
    );
    assert_eq!(team["groups"], json!([{"name": "chat-admins", "provider": "OKTA"}]));
    assert_eq!(json(&document.people), json!([{"id": "bo@example.org", "team": "team-chat"}]));
    assert_eq!(document.domains[0].id.as_str(), "talk");
    let expected = [
        "f:11: field `x-cortex-owners`: neither a group nor a person (record kept without it)",
        "f:15: field `x-cortex-dependency.cortex`: a table names nothing: write its `tag` (record kept without it)",
        "f:19: field `colour`: it is not understood, and kept as it stands",
        "f:24: field `x-cortex-parents`: a team has one parent here: `others` is a further one (record kept without it)",
        "f:28: field `x-cortex-team.members`: a table names nothing: write its `email` (record kept without it)",
        "f:37: it has no id: write its `x-cortex-tag` (record refused)",
    ];
    assert_eq!(told, expected);
    survives(document);
}

/// Children are teams of the same text, or of another that is joined; a team has one parent.
#[test]
fn cortex_teams_with_children() {
    let team = |tag: &str, more: &str| {
        format!("openapi: 3.0.1\ninfo: {{ title: T, x-cortex-tag: {tag}, x-cortex-type: team{more} }}\n---\n")
    };
    let units = team("unit", ", x-cortex-children: [{ tag: a }, { tag: far }]")
        + &team("other", ", x-cortex-children: [{ tag: a }]");
    let one = catalog::cortex(&(units + &team("a", "")), Format::Yaml, "f").unwrap();
    let told: Vec<String> = one.rejects.iter().map(ToString::to_string).collect();
    let expected = "team `other`: field `x-cortex-children`: `a` is part of another team: a team has one parent here (record kept without it)";
    assert_eq!(told, [expected]);
    let far = catalog::cortex(&team("far", ""), Format::Yaml, "g").unwrap();
    let whole = Topology::of(catalog::join([one.value, far.value]));
    let parents: Vec<_> = whole
        .value
        .document()
        .teams
        .iter()
        .map(|it| (it.id.as_str(), it.parent.as_ref().map(|it| it.as_str())))
        .collect();
    assert_eq!(parents, [("unit", None), ("other", None), ("a", Some("unit")), ("far", Some("unit"))]);
}

#[test]
fn compass() {
    let (document, told) = read(catalog::compass, "compass-all.yml");
    let expected = json!({
        "id": "my-service", "name": "my-service", "tier": "4", "lifecycle": "Pre-release", "isMonorepoProject": false,
        "dependsOn": ["ari:cloud:compass:1:component/2/4", "ari:cloud:compass:1:component/2/5"],
        "CHILD_OF": ["ari:cloud:compass:1:component/2/6"],
        "compass.id": "ari:cloud:compass:1:component/2/3", "description": "Serves", "typeId": "SERVICE",
        "labels": ["kind:lib"], "links": [{"name": "", "type": "REPOSITORY", "url": "https://example.org/repo"}],
        "customFields": [{"name": "Cost", "type": "number", "value": 12}], "colour": "green",
    });
    assert_eq!(json(&document.services[0]), expected);
    assert!(document.ownership.is_empty());
    let expected = [
        "f:11: field `relationships.DEPENDS_ON`: a list names nothing: write its `id` (record kept without it)",
        "f:14: field `colour`: it is not understood, and kept as it stands",
        "f:16: field `ownerId`: an owner is one id (record kept without it)",
    ];
    assert_eq!(told, expected);
    survives(document);
}

#[test]
fn a_team_api_in_the_words_of_the_template() {
    let (document, told) = read(catalog::team_api, "team-api-all.yaml");
    let team = &document.teams[0];
    assert_eq!((team.id.as_str(), team.name.as_deref()), ("search-team", Some("Search, finding things")));
    assert_eq!((team.kind, team.contact.as_deref()), (TeamKind::StreamAligned, Some("#search")));
    let left: Vec<&str> = team.extra.keys().map(String::as_str).collect();
    assert_eq!(left, ["Part of a Platform?", "Teams we expect to interact with soon"]);
    assert_eq!(json(&document.services), json!([{"id": "index", "versioning": "semver"}]));
    let with: Vec<_> =
        document.interactions.iter().map(|it| (it.with.as_str(), it.mode, it.expected_days)).collect();
    assert_eq!(with, [("Cloud", Mode::XAsAService, None), ("Mobile", Mode::Facilitating, Some(42))]);
    assert_eq!(json(&document.interactions[0].extra), json!({"duration": "3 months", "notes": "fine"}));
    let expected = [
        "f:9: field `$ref`: references are not followed: give what it points at as a file (record kept without it)",
        "f:5: field `contact`: the text `#search-alerts` is not used (record kept without it)",
        "f:4: field `teamtype`: the text `enabling` is not used (record kept without it)",
        "f:10: field `services`: the number 12 names no service (record kept without it)",
        "f:14: field `interactions`: an interaction needs the name of the other team (record kept without it)",
    ];
    assert_eq!(told, expected);
    survives(document);
}
