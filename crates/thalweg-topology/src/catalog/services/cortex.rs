//! Cortex: `cortex.yaml`.

use thalweg_model::{Loaded, PersonId, RecordId, Reject, TeamId};

use super::{Told, keep, named, owned, scalar};
use crate::catalog::backstage::adopt;
use crate::catalog::blank;
use crate::catalog::extra::others;
use crate::catalog::gather::Gather;
use crate::catalog::pick::Pick;
use crate::document::{Document, Domain, Team};
use crate::error::TopologyError;
use crate::format::{Format, Node, Value, shown};

/// Reads a `cortex.yaml`: an OpenAPI document whose `info` says what it is and whose.
///
/// An entity of the type `team` becomes a team with its members by their addresses, and the parent of the teams among its children; one of the type `domain` a domain, and every other a
/// service of the first domain that it names. An owner is a group, or a person by the address; a channel owns nothing. What else `info` says stands in `extra`; the
/// interface that the rest of the document describes is no business of a topology.
///
/// # Errors
/// [`TopologyError`] where the text is no YAML or JSON.
pub fn cortex(text: &str, format: Format, source: &str) -> Result<Loaded<Document>, TopologyError> {
    let mut read = Gather::entities(text, format, source, |gather, node| {
        let Some(info) = node.at(&["info"]) else {
            return gather.refuse(node, "a `cortex.yaml` has an `info`");
        };
        let told = told(gather, info);
        match info.text(&["x-cortex-type"]) {
            Some("team") => team(gather, info, &told),
            Some("domain") => domain(gather, info, &told),
            _ => keep(gather, info, &told),
        }
    })?;
    for (child, parent) in adopt(&mut read.value.teams) {
        let reason = format!("`{child}` is part of another team: a team has one parent here");
        let told = Reject::part(None, reason).of("team", parent).in_field("x-cortex-children");
        read.reject(told);
    }
    Ok(read)
}

/// What OpenAPI has in `info`.
const OF_OPENAPI: [&str; 7] =
    ["title", "summary", "description", "termsOfService", "contact", "license", "version"];

fn told<'n>(gather: &mut Gather, info: &'n Node) -> Told<'n> {
    let mut told = Told::by("cortex", "x-cortex-tag");
    told.id = info.text(&["x-cortex-tag"]);
    told.name = info.text(&["title"]);
    for owner in info.items(&["x-cortex-owners"]) {
        match (owner.text(&["name"]), owner.text(&["email"])) {
            (_, Some(email)) => told.people.push(email),
            (Some(group), None) => told.teams.push(group),
            (None, None) => gather.leave_out(owner, "x-cortex-owners", "neither a group nor a person"),
        }
    }
    told.tier = scalar(info, &["x-cortex-custom-metadata", "tier"]);
    told.lifecycle =
        info.text(&["x-cortex-lifecycle"]).or_else(|| info.text(&["x-cortex-lifecycle", "name"]));
    told.dependencies = match info.at(&["x-cortex-dependency"]) {
        Some(Node { value: Value::List(_), .. }) => named(gather, info, &["x-cortex-dependency"], "tag"),
        _ => named(gather, info, &["x-cortex-dependency", "cortex"], "tag"),
    };
    told.domain = named(gather, info, &["x-cortex-domain-parents"], "tag").first().copied();
    told.rest = vec![
        (Some(info), &["title", "x-cortex-tag", "x-cortex-owners", "x-cortex-team"]),
        (info.at(&["x-cortex-team"]), &["members"]),
    ];
    for (name, value) in others(Some(info), &OF_OPENAPI).filter(|(name, _)| !name.starts_with("x-cortex-")) {
        gather.not_understood(value, &shown(name));
    }
    told
}

fn team(gather: &mut Gather, info: &Node, told: &Told<'_>) {
    let Some(id) = told.id else { return gather.refuse(info, "a team needs an `x-cortex-tag`") };
    let Some(id) = gather.id(info, TeamId::new(id)) else { return };
    let mut team = blank::team(id.clone());
    team.name = told.name.map(str::to_owned);
    team.contact = channel(info).map(str::to_owned);
    let parents = named(gather, info, &["x-cortex-parents"], "tag");
    team.parent = parents.first().and_then(|it| gather.part(info, "x-cortex-parents", TeamId::new(it)));
    for further in parents.iter().skip(1) {
        gather.leave_out(
            info,
            "x-cortex-parents",
            format!("a team has one parent here: `{}` is a further one", shown(further)),
        );
    }
    let mut extra = told.extra(Team::FIELDS);
    let children = named(gather, info, &["x-cortex-children"], "tag");
    if !children.is_empty() {
        // As a catalog of groups has them, so that parents are found across files when documents are joined.
        extra.put("children", children.iter().map(|tag| format!("group:default/{tag}")).collect::<Vec<_>>());
    }
    team.extra = extra.done();
    gather.document().teams.push(team);
    for member in named(gather, info, &["x-cortex-team", "members"], "email") {
        let Some(person) = gather.part(info, "x-cortex-team", PersonId::new(member)) else { continue };
        let mut person = blank::person(person);
        person.team = Some(id.clone());
        gather.document().people.push(person);
    }
}

/// The first channel in which a team is reached.
fn channel(info: &Node) -> Option<&str> {
    let channels = info.items(&["x-cortex-slack", "channels"]).iter();
    channels.filter_map(|it| it.text(&["name"])).next()
}

fn domain(gather: &mut Gather, info: &Node, told: &Told<'_>) {
    let Some(id) = told.id else { return gather.refuse(info, "a domain needs an `x-cortex-tag`") };
    let Some(id) = gather.id(info, RecordId::new(id)) else { return };
    let mut domain = blank::domain(id.clone());
    domain.name = told.name.map(str::to_owned);
    domain.extra = told.extra(Domain::FIELDS).done();
    gather.document().domains.push(domain);
    owned(gather, info, told, |record| record.domain = Some(id.clone()));
}
