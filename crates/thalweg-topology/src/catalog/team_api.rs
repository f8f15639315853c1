//! Team API as code: what a team says of itself to others.

use std::collections::BTreeMap;

use thalweg_model::record::TeamKind;
use thalweg_model::{Loaded, ServiceId, TeamId};

use super::blank;
use super::extra::{Extra, others};
use super::gather::Gather;
use super::pick::Pick;
use super::unfetched::{placeholder, unfetched};
use crate::document::{Document, Interaction, Mode, Service, Team};
use crate::error::TopologyError;
use crate::format::{Format, Node, Value, shown};

/// Reads a team API. The form has no fixed spelling, so `teamName`, `team-name` and `team_name` are one, and a `$ref` is kept and never fetched.
///
/// Understood: the team's id or name, its type, its contact, its services, and the teams it works with (name, mode, purpose, days; a
/// duration in days or weeks). Everything else stands in `extra` as it is written, also the teams that it expects to work with later.
///
/// # Errors
/// [`TopologyError`] where the text is no YAML or JSON.
pub fn team_api(text: &str, format: Format, source: &str) -> Result<Loaded<Document>, TopologyError> {
    Gather::entities(text, format, source, |gather, node| {
        unfetched(gather, node);
        team(gather, node);
    })
}

const ID: [&str; 1] = ["teamid"];
const NAME: [&str; 4] = ["teamname", "name", "team", "teamnameandfocus"];
const CONTACT: [&str; 6] = ["contact", "email", "slack", "chat", "slackchannel", "chattoolchannels"];
const KIND: [&str; 3] = ["teamtype", "type", "kind"];
const SERVICES: [&str; 6] = [
    "services",
    "servicesprovided",
    "software",
    "softwareowned",
    "softwareownedandevolved",
    "softwareownedandevolvedbythisteam",
];
const INTERACTIONS: [&str; 6] = [
    "interactions",
    "teaminteractions",
    "teamsweinteractwith",
    "interactingteams",
    "currentinteractions",
    "teamswecurrentlyinteractwith",
];

const SERVICE: [&str; 2] = ["name", "servicename"];
const WITH: [&str; 4] = ["teamname", "name", "team", "with"];
const MODE: [&str; 3] = ["interactionmode", "mode", "interaction"];
const PURPOSE: [&str; 2] = ["purpose", "reason"];
const DAYS: [&str; 2] = ["expecteddays", "days"];

/// A key in the one spelling of all.
fn spelled(key: &str) -> String {
    key.chars().filter(|c| !"-_ ".contains(*c)).flat_map(char::to_lowercase).collect()
}

/// The fields of a table under any spelling of any of the names, in the order of the names.
fn spelt<'n>(node: &'n Node, names: &[&str]) -> Vec<&'n Node> {
    let entries = match &node.value {
        Value::Map(entries) => entries.as_slice(),
        _ => &[],
    };
    let named = |name: &&str| entries.iter().filter(|(key, _)| spelled(key) == *name).collect::<Vec<_>>();
    names.iter().flat_map(named).map(|(_, value)| value).collect()
}

/// The first of several spellings that says something. What the others say is noted, since only one can be meant.
fn first<'n>(gather: &mut Gather, node: &'n Node, names: &[&str]) -> Option<&'n str> {
    let all = spelt(node, names);
    let found = all.iter().find_map(|it| it.texts(&[]).into_iter().next());
    for it in all {
        for part in it.items(&[]) {
            match part.text(&[]) {
                Some(text) if Some(text) == found => {}
                _ => gather.leave_out(
                    part,
                    names.first().unwrap_or(&""),
                    format!("{} is not used", part.what()),
                ),
            }
        }
    }
    found
}

fn team(gather: &mut Gather, node: &Node) {
    let inner = spelt(node, &["team"]).into_iter().find(|it| matches!(it.value, Value::Map(_)));
    let node = inner.unwrap_or(node);
    let (name, id) = (first(gather, node, &NAME), first(gather, node, &ID));
    let Some(id) = id.or(name) else {
        return gather.refuse(node, "a team API needs a `teamName`");
    };
    let Some(id) = gather.id(node, TeamId::new(id)) else { return };
    let mut team = blank::team(id.clone());
    team.name = name.map(str::to_owned);
    team.contact = first(gather, node, &CONTACT).map(str::to_owned);
    if let Some(text) = first(gather, node, &KIND) {
        team.kind = kind(text).unwrap_or_else(|| {
            gather.leave_out(node, "teamType", format!("`{}` is none of the four types", shown(text)));
            TeamKind::Undefined
        });
    }
    team.extra = extra(node, &[&ID, &NAME, &CONTACT, &KIND, &SERVICES, &INTERACTIONS], Team::FIELDS);
    gather.document().teams.push(team);
    for it in listed(node, &SERVICES) {
        service(gather, it, &id);
    }
    for it in listed(node, &INTERACTIONS) {
        interaction(gather, it, &id);
    }
}

/// What is not understood, in its own spelling.
fn extra(
    node: &Node,
    understood: &[&[&str]],
    fields: &'static [&'static str],
) -> BTreeMap<String, serde_json::Value> {
    let mut extra = Extra::new("team-api", fields);
    for (name, value) in others(Some(node), &[]) {
        if !understood.concat().contains(&spelled(name).as_str()) {
            extra.put(name, value.clone().plain());
        }
    }
    extra.done()
}

fn listed<'n>(node: &'n Node, names: &[&str]) -> Vec<&'n Node> {
    spelt(node, names).into_iter().flat_map(|it| it.items(&[])).collect()
}

fn kind(text: &str) -> Option<TeamKind> {
    let word: String = text.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
    match word.strip_suffix("team").unwrap_or(&word) {
        "streamaligned" => Some(TeamKind::StreamAligned),
        "platform" => Some(TeamKind::Platform),
        "enabling" => Some(TeamKind::Enabling),
        "complicatedsubsystem" => Some(TeamKind::ComplicatedSubsystem),
        "undefined" => Some(TeamKind::Undefined),
        _ => None,
    }
}

fn service(gather: &mut Gather, node: &Node, team: &TeamId) {
    if placeholder(node) {
        return;
    }
    let name = node.text(&[]).or_else(|| first(gather, node, &SERVICE));
    let own = first(gather, node, &["id"]);
    let Some(id) = own.or(name) else {
        return gather.leave_out(node, "services", format!("{} names no service", node.what()));
    };
    let Some(id) = gather.part(node, "services", ServiceId::new(id)) else { return };
    let mut new = blank::service(id.clone());
    new.name = name.filter(|_| own.is_some()).map(str::to_owned);
    new.extra = extra(node, &[&SERVICE[..], &["id"]], Service::FIELDS);
    gather.document().services.push(new);
    let mut record = blank::ownership();
    record.service = Some(id);
    record.team = Some(team.clone());
    gather.document().ownership.push(record);
}

fn interaction(gather: &mut Gather, node: &Node, team: &TeamId) {
    if placeholder(node) {
        return;
    }
    let Some(with) = first(gather, node, &WITH) else {
        return gather.leave_out(node, "interactions", "an interaction needs the name of the other team");
    };
    let Some(with) = gather.part(node, "interactions", TeamId::new(with)) else { return };
    let words = first(gather, node, &MODE).unwrap_or_default();
    let Some(mode) = mode(words) else {
        let reason = format!("`{}` is none of the three modes", shown(words));
        return gather.leave_out(node, "interactions", reason);
    };
    let days = spelt(node, &DAYS).into_iter().find_map(|it| it.whole(&[]));
    let duration = first(gather, node, &["duration"]);
    let purpose = first(gather, node, &PURPOSE).map(str::to_owned);
    let days = days.or_else(|| in_days(duration?));
    gather.document().interactions.push(Interaction {
        team: team.clone(),
        with,
        mode,
        purpose,
        expected_days: days.and_then(|it| u32::try_from(it).ok()),
        participants: Vec::new(),
        declared_by: vec![team.clone()],
        from: None,
        until: None,
        extra: extra(node, &[&WITH[..], &MODE, &PURPOSE, &DAYS], Interaction::FIELDS),
    });
}

/// A duration in words, where it has a certain number of days.
fn in_days(text: &str) -> Option<u64> {
    let (number, unit) = text.trim().split_once(' ')?;
    let number: u64 = number.parse().ok()?;
    match unit.trim().to_lowercase().as_str() {
        "day" | "days" => Some(number),
        "week" | "weeks" => number.checked_mul(7),
        _ => None,
    }
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
