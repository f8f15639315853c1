//! Team API as code: what a team says of itself to others.

use thalweg_model::record::TeamKind;
use thalweg_model::{Loaded, ServiceId, TeamId};

use super::blank;
use super::gather::Gather;
use super::pick::Pick;
use crate::document::{Document, Interaction, Mode};
use crate::error::TopologyError;
use crate::format::{Format, Node, Value};

/// Reads a team API. The form has no fixed spelling, so `teamName`, `team-name` and `team_name` are one, and a `$ref` is kept and never fetched.
///
/// Understood: the team's name, its type, its contact, its services, and the teams it works with (name, mode, purpose, days).
///
/// # Errors
/// [`TopologyError`] where the text is no YAML or JSON.
pub fn team_api(text: &str, format: Format, source: &str) -> Result<Loaded<Document>, TopologyError> {
    Gather::entities(text, format, source, |gather, node| {
        let node = &spelled_alike(node);
        unfetched(gather, node);
        team(gather, node);
    })
}

/// The same tree with its keys in one spelling.
fn spelled_alike(node: &Node) -> Node {
    let spelled =
        |key: &str| key.chars().filter(|c| !"-_ ".contains(*c)).flat_map(char::to_lowercase).collect();
    let value = match &node.value {
        Value::List(items) => Value::List(items.iter().map(spelled_alike).collect()),
        Value::Map(entries) => {
            Value::Map(entries.iter().map(|(key, value)| (spelled(key), spelled_alike(value))).collect())
        }
        scalar => scalar.clone(),
    };
    Node::new(node.line, value)
}

/// Notes every `$ref`: what it points at is not read.
fn unfetched(gather: &mut Gather, node: &Node) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| unfetched(gather, item)),
        Value::Map(entries) => {
            for (key, value) in entries {
                if key == "$ref" {
                    gather.leave_out(
                        value,
                        "$ref",
                        "references are not followed: give what it points at as a file",
                    );
                }
                unfetched(gather, value);
            }
        }
        _ => {}
    }
}

/// The first of several spellings that is there.
fn first<'n>(node: &'n Node, names: &[&str]) -> Option<&'n str> {
    names.iter().find_map(|name| node.text(&[name]))
}

fn team(gather: &mut Gather, node: &Node) {
    let node = node.at(&["team"]).filter(|it| matches!(it.value, Value::Map(_))).unwrap_or(node);
    let Some(name) = first(node, &["teamname", "name", "team"]) else {
        return gather.refuse(node, "a team API needs a `teamName`");
    };
    let Some(id) = gather.id(node, TeamId::new(name)) else { return };
    let mut team = blank::team(id.clone());
    team.name = Some(name.to_owned());
    team.contact = first(node, &["contact", "email", "slack", "chat", "slackchannel"]).map(str::to_owned);
    if let Some(text) = first(node, &["teamtype", "type", "kind"]) {
        team.kind = kind(text);
        if team.kind == TeamKind::Undefined {
            gather.leave_out(
                node,
                "teamType",
                format!("`{}` is none of the four types", text.chars().take(64).collect::<String>()),
            );
        }
    }
    gather.document().teams.push(team);
    for it in listed(node, &["services", "servicesprovided", "software", "softwareowned"]) {
        service(gather, it, &id);
    }
    for it in listed(node, &["interactions", "teaminteractions", "teamsweinteractwith", "interactingteams"]) {
        interaction(gather, it, &id);
    }
}

fn listed<'n>(node: &'n Node, names: &[&str]) -> Vec<&'n Node> {
    names.iter().flat_map(|name| node.items(&[name])).collect()
}

fn kind(text: &str) -> TeamKind {
    let word: String = text.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
    match word.strip_suffix("team").unwrap_or(&word) {
        "streamaligned" => TeamKind::StreamAligned,
        "platform" => TeamKind::Platform,
        "enabling" => TeamKind::Enabling,
        "complicatedsubsystem" => TeamKind::ComplicatedSubsystem,
        _ => TeamKind::Undefined,
    }
}

fn service(gather: &mut Gather, node: &Node, team: &TeamId) {
    let Some(name) = node.text(&[]).or_else(|| first(node, &["name", "servicename", "id"])) else { return };
    let Some(id) = gather.part(node, "services", ServiceId::new(name)) else { return };
    gather.document().services.push(blank::service(id.clone()));
    let mut record = blank::ownership();
    record.service = Some(id);
    record.team = Some(team.clone());
    gather.document().ownership.push(record);
}

fn interaction(gather: &mut Gather, node: &Node, team: &TeamId) {
    let Some(with) = first(node, &["teamname", "name", "team", "with"]) else {
        return gather.leave_out(node, "interactions", "an interaction needs the name of the other team");
    };
    let Some(with) = gather.part(node, "interactions", TeamId::new(with)) else { return };
    let words = first(node, &["interactionmode", "mode", "interaction"]).unwrap_or_default();
    let Some(mode) = mode(words) else {
        let reason = format!("`{}` is none of the three modes", words.chars().take(64).collect::<String>());
        return gather.leave_out(node, "interactions", reason);
    };
    let days = ["expecteddays", "days"].iter().find_map(|name| node.whole(&[name]));
    gather.document().interactions.push(Interaction {
        team: team.clone(),
        with,
        mode,
        purpose: first(node, &["purpose", "reason"]).map(str::to_owned),
        expected_days: days.and_then(|it| u32::try_from(it).ok()),
        participants: Vec::new(),
        declared_by: vec![team.clone()],
        from: None,
        until: None,
        extra: first(node, &["duration"]).map(|it| ("duration".to_owned(), it.into())).into_iter().collect(),
    });
}

fn mode(text: &str) -> Option<Mode> {
    let word: String = text.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
    match word.as_str() {
        "collaboration" | "collaborating" => Some(Mode::Collaboration),
        "facilitating" | "facilitation" => Some(Mode::Facilitating),
        "xasaservice" | "xaas" => Some(Mode::XAsAService),
        _ => None,
    }
}
