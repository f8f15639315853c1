//! The service files of OpsLevel, Cortex and Compass: name, owner, tier, lifecycle, dependencies.

use std::collections::BTreeMap;

use thalweg_model::{Loaded, PersonId, ServiceId, TeamId};

use super::blank;
use super::gather::Gather;
use super::pick::Pick;
use crate::document::Document;
use crate::error::TopologyError;
use crate::format::{Format, Node, Value};

/// What a service file says, whichever tool wrote it.
#[derive(Default)]
struct Told<'n> {
    id: Option<&'n str>,
    name: Option<&'n str>,
    teams: Vec<&'n str>,
    people: Vec<&'n str>,
    tier: Option<String>,
    lifecycle: Option<&'n str>,
    dependencies: Vec<&'n str>,
}

/// Reads an `opslevel.yml`: a `service` or a `component` with its owner's alias.
///
/// # Errors
/// [`TopologyError`] where the text is no YAML or JSON.
pub fn opslevel(text: &str, format: Format, source: &str) -> Result<Loaded<Document>, TopologyError> {
    Gather::entities(text, format, source, |gather, node| {
        let found: Vec<&Node> = ["service", "component"].iter().flat_map(|key| node.items(&[key])).collect();
        if found.is_empty() {
            gather.refuse(node, "an `opslevel.yml` has a `service` or a `component`");
        }
        for service in found {
            let told = Told {
                id: service.texts(&["aliases"]).first().copied().or_else(|| service.text(&["name"])),
                name: service.text(&["name"]),
                teams: service.texts(&["owner"]),
                tier: scalar(service, &["tier"]),
                lifecycle: service.text(&["lifecycle"]),
                dependencies: named(service, &["dependencies"], &["alias"]),
                ..Told::default()
            };
            keep(gather, service, &told);
        }
    })
}

/// Reads a `cortex.yaml`: an OpenAPI document whose `info` says whose it is.
///
/// # Errors
/// [`TopologyError`] where the text is no YAML or JSON.
pub fn cortex(text: &str, format: Format, source: &str) -> Result<Loaded<Document>, TopologyError> {
    Gather::entities(text, format, source, |gather, node| {
        let Some(info) = node.at(&["info"]) else {
            return gather.refuse(node, "a `cortex.yaml` has an `info`");
        };
        let owners = info.items(&["x-cortex-owners"]);
        let told = Told {
            id: info.text(&["x-cortex-tag"]),
            name: info.text(&["title"]),
            teams: owners.iter().filter_map(|it| it.text(&["name"])).collect(),
            people: owners.iter().filter_map(|it| it.text(&["email"])).collect(),
            tier: scalar(info, &["x-cortex-custom-metadata", "tier"]),
            lifecycle: info
                .text(&["x-cortex-lifecycle"])
                .or_else(|| info.text(&["x-cortex-lifecycle", "name"])),
            dependencies: named(info, &["x-cortex-dependency", "cortex"], &["tag"]),
        };
        keep(gather, info, &told);
    })
}

/// Reads a `compass.yml`. Owners and dependencies are opaque ids there, and stay so.
///
/// # Errors
/// [`TopologyError`] where the text is no YAML or JSON.
pub fn compass(text: &str, format: Format, source: &str) -> Result<Loaded<Document>, TopologyError> {
    Gather::entities(text, format, source, |gather, node| {
        let told = Told {
            id: node.text(&["name"]),
            name: node.text(&["name"]),
            teams: node.texts(&["ownerId"]),
            tier: scalar(node, &["fields", "tier"]),
            lifecycle: node.text(&["fields", "lifecycle"]),
            dependencies: node.texts(&["relationships", "DEPENDS_ON"]),
            ..Told::default()
        };
        keep(gather, node, &told);
    })
}

/// A text or a number as text.
fn scalar(node: &Node, names: &[&str]) -> Option<String> {
    match &node.at(names)?.value {
        Value::Text(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The texts of a list whose items are texts, or tables that hold one under a name.
fn named<'n>(node: &'n Node, names: &[&str], name: &[&str]) -> Vec<&'n str> {
    node.items(names).iter().filter_map(|it| it.text(&[]).or_else(|| it.text(name))).collect()
}

fn keep(gather: &mut Gather, node: &Node, told: &Told<'_>) {
    let Some(id) = told.id else {
        return gather.refuse(node, "the service has neither a name nor an alias");
    };
    let Some(id) = gather.id(node, ServiceId::new(id)) else { return };
    let mut service = blank::service(id.clone());
    service.name = told.name.map(str::to_owned);
    service.extra = extra(told);
    gather.document().services.push(service);
    for owner in &told.teams {
        let mut record = blank::ownership();
        record.service = Some(id.clone());
        record.team = gather.part(node, "owner", TeamId::new(owner));
        gather.document().ownership.extend(record.team.is_some().then_some(record));
    }
    for owner in &told.people {
        let mut record = blank::ownership();
        record.service = Some(id.clone());
        record.person = gather.part(node, "owner", PersonId::new(owner));
        gather.document().ownership.extend(record.person.is_some().then_some(record));
    }
}

fn extra(told: &Told<'_>) -> BTreeMap<String, serde_json::Value> {
    let mut extra = BTreeMap::new();
    if let Some(tier) = &told.tier {
        extra.insert("tier".to_owned(), tier.as_str().into());
    }
    if let Some(lifecycle) = told.lifecycle {
        extra.insert("lifecycle".to_owned(), lifecycle.into());
    }
    if !told.dependencies.is_empty() {
        extra.insert("dependsOn".to_owned(), told.dependencies.clone().into());
    }
    extra
}
