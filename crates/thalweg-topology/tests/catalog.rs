//! topology.md section 6: catalogs of other tools, in files as those tools write them. YAML needs the feature `yaml`.
#![cfg(feature = "yaml")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

use thalweg_model::Loaded;
use thalweg_model::record::TeamKind;
use thalweg_topology::{Document, Format, Mode, catalog};

fn file(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/catalog").join(name);
    std::fs::read_to_string(path).unwrap()
}

fn reasons(read: &Loaded<Document>) -> Vec<String> {
    read.rejects.iter().map(ToString::to_string).collect()
}

/// Who owns what, in words.
fn owners(document: &Document) -> Vec<String> {
    let own = document.ownership.iter().map(|it| {
        let what =
            it.service.as_ref().map_or_else(|| it.domain.as_ref().unwrap().to_string(), ToString::to_string);
        let who =
            it.team.as_ref().map_or_else(|| it.person.as_ref().unwrap().to_string(), ToString::to_string);
        format!("{what} <- {who}")
    });
    own.collect()
}

#[test]
fn backstage() {
    let read = catalog::backstage(&file("catalog-info.yaml"), Format::Yaml, "catalog-info.yaml").unwrap();
    let document = &read.value;
    assert_eq!(
        owners(document),
        [
            "payments <- team-pay",
            "api:payments-api <- team-pay",
            "resource:data/payments-db <- data/team-data",
            "resource:data/payments-db <- ann",
            "system:checkout <- team-pay",
            "sales <- sales-leads",
            "eu/wallet <- eu/team-far",
            "eu/wallet <- team-pay",
        ]
    );
    let payments = &document.services[0];
    assert_eq!(payments.domain.as_ref().map(|it| it.as_str()), Some("system:checkout"));
    assert_eq!(payments.extra["dependsOn"], serde_json::json!(["resource:default/payments-db"]));
    assert_eq!(payments.extra["lifecycle"], "production");
    let team = &document.teams[0];
    assert_eq!((team.name.as_deref(), team.contact.as_deref()), (Some("Payments"), Some("pay@example.org")));
    let parents: Vec<_> =
        document.teams.iter().map(|it| (it.id.as_str(), it.parent.as_ref().map(|t| t.as_str()))).collect();
    let expected =
        [("team-pay", Some("sales-leads")), ("sales-leads", None), ("eu/team-far", Some("sales-leads"))];
    assert_eq!(parents, expected, "from `parent`, and from `children`");
    let wallet = &document.services[3].extra;
    assert_eq!(wallet["consumesApis"], serde_json::json!(["api:default/payments-api", "api:eu/ledger-api"]));
    assert_eq!(wallet["subcomponentOf"], serde_json::json!(["component:default/payments"]));
    let reached = ["component:default/payments", "resource:data/payments-db"];
    assert_eq!(wallet["dependsOn"], serde_json::json!(reached));
    assert_eq!(wallet["metadata"], serde_json::json!({ "description": "holds money", "tags": ["java"] }));
    assert_eq!((&wallet["apiVersion"], &wallet["type"]), (&3.into(), &"library".into()), "kept as it stands");
    let members: Vec<_> =
        document.people.iter().map(|it| (it.id.as_str(), it.team.as_ref().map(|t| t.as_str()))).collect();
    assert_eq!(members, [("ann", Some("team-pay")), ("bob", Some("team-pay"))]);
    assert_eq!(
        reasons(&read),
        [
            "catalog-info.yaml:17: field `spec.dependsOn`: `ledger` needs its kind here: write `component:ledger` or `resource:ledger` (record kept without it)",
            "catalog-info.yaml:65: field `spec.apiVersion`: it is not understood, and kept as it stands",
            "catalog-info.yaml:67: field `spec.memberOf`: a person is in one team here: `choir` is a further one of `ann` (record kept without it)",
            "catalog-info.yaml:71: a Location is not followed: give its targets as files of their own (record refused)",
            "catalog-info.yaml:75: entities of the kind `template` are not understood (record refused)",
            "catalog-info.yaml:78: an entity needs a `kind`, such as `Component` (record refused)",
        ]
    );
}

#[test]
fn team_api_in_any_spelling() {
    let read = catalog::team_api(&file("team-api.yaml"), Format::Yaml, "team-api.yaml").unwrap();
    let document = &read.value;
    assert_eq!((document.teams[0].id.as_str(), document.teams[0].kind), ("Cloud", TeamKind::Platform));
    assert_eq!(owners(document), ["clusters <- Cloud", "pipelines <- Cloud"]);
    let with: Vec<_> =
        document.interactions.iter().map(|it| (it.with.as_str(), it.mode, it.expected_days)).collect();
    assert_eq!(with, [("Checkout", Mode::XAsAService, None), ("Search", Mode::Collaboration, Some(42))]);
    let reasons = reasons(&read);
    assert!(reasons[0].contains("references are not followed"), "{reasons:?}");
    assert!(reasons[1].contains("`shouting` is none of the three modes"));
}

#[test]
fn opslevel_cortex_and_compass() {
    let opslevel = catalog::opslevel(&file("opslevel.yml"), Format::Yaml, "opslevel.yml").unwrap();
    let cortex = catalog::cortex(&file("cortex.yaml"), Format::Yaml, "cortex.yaml").unwrap();
    let compass = catalog::compass(&file("compass.yml"), Format::Yaml, "compass.yml").unwrap();
    assert_eq!(owners(&opslevel.value), ["shopping_cart <- team-shop"]);
    assert_eq!(owners(&cortex.value), ["shopping-cart <- team-shop", "shopping-cart <- ann@example.org"]);
    assert_eq!(owners(&compass.value), ["shopping-cart <- ari:cloud:identity::team/9"]);
    let extra = |read: &Loaded<Document>| serde_json::to_string(&read.value.services[0].extra).unwrap();
    assert_eq!(
        extra(&opslevel),
        r#"{"aliases":["shopping_cart","cart"],"dependencies":[{"alias":"payments","notes":"pays"}],"dependsOn":["payments"],"lifecycle":"generally_available","tier":"tier_1"}"#
    );
    assert_eq!(
        extra(&cortex),
        r#"{"dependsOn":["payments"],"tier":"1","x-cortex-custom-metadata":{"tier":1},"x-cortex-dependency":{"cortex":[{"method":"GET","path":"/pay","tag":"payments"}]}}"#
    );
    assert_eq!(
        extra(&compass),
        r#"{"compass.id":"ari:cloud:compass:1:component/2/3","dependsOn":["ari:cloud:compass:1:component/2/4"],"lifecycle":"Active","tier":"1","typeId":"SERVICE"}"#
    );
}

#[test]
fn a_broken_document_is_named_by_its_line_in_the_whole_file_and_costs_only_itself() {
    let text = "kind: Group\nmetadata: {name: a}\n---\na: [1\n---\nkind: Group\nmetadata: {name: b}\n";
    let read = catalog::backstage(text, Format::Yaml, "c.yaml").unwrap();
    assert_eq!(read.value.teams.len(), 2);
    assert_eq!(reasons(&read), ["c.yaml:4: unclosed bracket '[' (record refused)"]);
    assert!(catalog::backstage("a: [1\n", Format::Yaml, "c.yaml").is_err(), "it is all there is");
}

#[test]
fn a_bomb_of_aliases_is_refused() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for i in 1..12 {
        let before = i - 1;
        text += &format!("a{i}: &a{i} [{}]\n", vec![format!("*a{before}"); 10].join(", "));
    }
    assert!(catalog::backstage(&text, Format::Yaml, "bomb.yaml").is_err());
}
