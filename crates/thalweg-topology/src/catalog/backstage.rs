//! The catalog of Backstage: `catalog-info.yaml`, several entities in one file.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::{Loaded, PersonId, RecordId, ServiceId, TeamId};

use super::blank;
use super::gather::Gather;
use super::pick::Pick;
use super::reference::{DEFAULT_NAMESPACE, Reference};
use crate::document::Document;
use crate::error::TopologyError;
use crate::format::{Format, Node, Value};

/// Reads entities of the kinds Component, API, Resource, System, Domain, Group, User and Location.
///
/// Groups become teams, users people, components, APIs and resources services, systems and domains domains; an owner that is a group owns
/// as a team, one that is a user as a person. Relations that the topology has no word for stand in `extra` with their references filled in,
/// and so does everything else that an entity says; of its `metadata`, what is not understood stands there under that name.
///
/// # Errors
/// [`TopologyError`] where the text is no YAML or JSON.
pub fn backstage(text: &str, format: Format, source: &str) -> Result<Loaded<Document>, TopologyError> {
    let mut read = Gather::entities(text, format, source, entity)?;
    adopt(&mut read.value);
    Ok(read)
}

/// What of `spec` the topology has a word for, or is kept with its references filled in.
const UNDERSTOOD: [&str; 16] = [
    "owner",
    "owners",
    "system",
    "domain",
    "profile",
    "parent",
    "children",
    "members",
    "memberOf",
    "dependsOn",
    "dependencyOf",
    "providesApis",
    "consumesApis",
    "subcomponentOf",
    "subdomainOf",
    "implementsApis",
];

/// Relations without a word in the topology, with the kind that a reference has where it names none.
const RELATIONS: [(&str, Option<&str>); 8] = [
    ("children", Some("group")),
    ("dependsOn", None),
    ("dependencyOf", None),
    ("providesApis", Some("api")),
    ("consumesApis", Some("api")),
    ("implementsApis", Some("api")),
    ("subcomponentOf", Some("component")),
    ("subdomainOf", Some("domain")),
];

/// Gives the children that groups name their parent, where they do not name one themselves.
fn adopt(document: &mut Document) {
    let mut parents = BTreeMap::new();
    for team in &document.teams {
        let children = team.extra.get("children").and_then(|it| it.as_array()).into_iter().flatten();
        let named = children.filter_map(|it| Reference::parse(it.as_str()?, None, DEFAULT_NAMESPACE).ok());
        named.for_each(|child| _ = parents.entry(child.id()).or_insert_with(|| team.id.clone()));
    }
    for team in document.teams.iter_mut().filter(|it| it.parent.is_none()) {
        team.parent = parents.remove(team.id.as_str()).filter(|parent| *parent != team.id);
    }
}

/// An entity and what every kind of it has.
struct Entity<'n> {
    node: &'n Node,
    me: Reference,
}

impl Entity<'_> {
    fn title(&self) -> Option<String> {
        self.node.text(&["metadata", "title"]).map(str::to_owned)
    }

    /// The references of a field, those that cannot be read noted.
    fn references(&self, field: &str, kind: Option<&str>, gather: &mut Gather) -> Vec<Reference> {
        let texts = self.node.items(&["spec", field]).iter();
        let read = texts.filter_map(|it| {
            let parsed = Reference::parse(it.text(&[])?, kind, &self.me.namespace);
            gather.part(it, &format!("spec.{field}"), parsed)
        });
        read.collect()
    }

    fn reference(&self, field: &str, kind: &str, gather: &mut Gather) -> Option<Reference> {
        self.references(field, Some(kind), gather).into_iter().next()
    }

    /// What of `spec` and of the relations is kept beside the fields that are understood.
    fn extra(&self, gather: &mut Gather) -> BTreeMap<String, serde_json::Value> {
        let mut extra = BTreeMap::from([("kind".to_owned(), self.me.kind.as_str().into())]);
        extra.extend(self.others("spec", &UNDERSTOOD));
        let metadata: serde_json::Map<_, _> =
            self.others("metadata", &["name", "namespace", "title"]).collect();
        if !metadata.is_empty() {
            extra.insert("metadata".to_owned(), metadata.into());
        }
        for (field, kind) in RELATIONS {
            let listed: Vec<String> =
                self.references(field, kind, gather).iter().map(ToString::to_string).collect();
            if !listed.is_empty() {
                extra.insert(field.to_owned(), listed.into());
            }
        }
        extra
    }
}

impl Entity<'_> {
    /// The fields of a part that are not among those understood, as they stand.
    fn others<'e>(
        &'e self,
        part: &str,
        understood: &'e [&str],
    ) -> impl Iterator<Item = (String, serde_json::Value)> + 'e {
        let entries = match self.node.at(&[part]) {
            Some(Node { value: Value::Map(entries), .. }) => entries.as_slice(),
            _ => &[],
        };
        let left = entries.iter().filter(|(name, _)| !understood.contains(&name.as_str()));
        left.map(|(name, value)| (name.clone(), value.clone().plain()))
    }
}

fn entity(gather: &mut Gather, node: &Node) {
    let Some(kind) = node.text(&["kind"]) else {
        return gather.refuse(node, "an entity needs a `kind`, such as `Component`");
    };
    let namespace = node.text(&["metadata", "namespace"]).unwrap_or(DEFAULT_NAMESPACE);
    let Some(name) = node.text(&["metadata", "name"]) else {
        return gather.refuse(node, "an entity needs a `metadata.name`");
    };
    let me = Reference {
        kind: kind.to_lowercase(),
        namespace: namespace.to_lowercase(),
        name: name.to_lowercase(),
    };
    let entity = Entity { node, me };
    match entity.me.kind.as_str() {
        "group" => team(gather, &entity),
        "user" => person(gather, &entity),
        "component" | "api" | "resource" => service(gather, &entity),
        "system" | "domain" => domain(gather, &entity),
        "location" => {
            gather.refuse(node, "a Location is not followed: give its targets as files of their own")
        }
        other => {
            let reason = format!(
                "entities of the kind `{}` are not understood",
                other.chars().take(64).collect::<String>()
            );
            gather.refuse(node, reason);
        }
    }
}

fn team(gather: &mut Gather, entity: &Entity<'_>) {
    let Some(id) = gather.id(entity.node, TeamId::new(entity.me.id())) else { return };
    let mut team = blank::team(id.clone());
    team.name =
        entity.title().or_else(|| entity.node.text(&["spec", "profile", "displayName"]).map(str::to_owned));
    team.contact = entity.node.text(&["spec", "profile", "email"]).map(str::to_owned);
    let parent = entity.reference("parent", "group", gather);
    team.parent = parent.and_then(|it| gather.part(entity.node, "spec.parent", TeamId::new(it.id())));
    team.extra = entity.extra(gather);
    gather.document().teams.push(team);
    for member in entity.references("members", Some("user"), gather) {
        if let Some(person) = gather.part(entity.node, "spec.members", PersonId::new(member.id())) {
            member_of(gather, person, id.clone());
        }
    }
}

/// Notes a team of a person; a person who is in it already is not noted twice.
fn member_of(gather: &mut Gather, person: PersonId, team: TeamId) {
    let known = &mut gather.document().people;
    match known.iter_mut().find(|it| it.id == person) {
        Some(found) if found.team.is_none() => found.team = Some(team),
        Some(_) => {}
        None => {
            let mut new = blank::person(person);
            new.team = Some(team);
            known.push(new);
        }
    }
}

fn person(gather: &mut Gather, entity: &Entity<'_>) {
    let Some(id) = gather.id(entity.node, PersonId::new(entity.me.id())) else { return };
    let groups = entity.references("memberOf", Some("group"), gather);
    if groups.is_empty() && !gather.document().people.iter().any(|it| it.id == id) {
        gather.document().people.push(blank::person(id.clone()));
    }
    for (index, group) in groups.into_iter().enumerate() {
        let Some(team) = gather.part(entity.node, "spec.memberOf", TeamId::new(group.id())) else { continue };
        if index == 0 {
            member_of(gather, id.clone(), team);
        } else {
            let reason = format!("a person is in one team here: `{team}` is a further one");
            gather.leave_out(entity.node, "spec.memberOf", reason);
        }
    }
}

fn service(gather: &mut Gather, entity: &Entity<'_>) {
    let Some(id) = gather.id(entity.node, ServiceId::new(entity.me.id())) else { return };
    let mut service = blank::service(id.clone());
    service.name = entity.title();
    let system = entity.reference("system", "system", gather);
    service.domain = system.and_then(|it| gather.part(entity.node, "spec.system", RecordId::new(it.id())));
    service.extra = entity.extra(gather);
    gather.document().services.push(service);
    owned(gather, entity, |owner| owner.service = Some(id.clone()));
}

fn domain(gather: &mut Gather, entity: &Entity<'_>) {
    let Some(id) = gather.id(entity.node, RecordId::new(entity.me.id())) else { return };
    let mut domain = blank::domain(id.clone());
    domain.name = entity.title();
    domain.extra = entity.extra(gather);
    if let Some(parent) = entity.reference("domain", "domain", gather) {
        domain.extra.insert("domain".to_owned(), parent.to_string().into());
    }
    gather.document().domains.push(domain);
    owned(gather, entity, |owner| owner.domain = Some(id.clone()));
}

/// The owners of an entity: `spec.owner`, and `spec.owners` where there are several.
fn owned(gather: &mut Gather, entity: &Entity<'_>, what: impl Fn(&mut crate::document::Ownership)) {
    let mut owners = entity.references("owner", Some("group"), gather);
    owners.extend(entity.references("owners", Some("group"), gather));
    let mut seen = BTreeSet::new();
    owners.retain(|owner| seen.insert(owner.clone()));
    for owner in owners {
        let mut record = blank::ownership();
        what(&mut record);
        match owner.kind.as_str() {
            "group" => record.team = gather.part(entity.node, "spec.owner", TeamId::new(owner.id())),
            "user" => record.person = gather.part(entity.node, "spec.owner", PersonId::new(owner.id())),
            _ => gather.leave_out(
                entity.node,
                "spec.owner",
                format!("`{owner}` is neither a group nor a user"),
            ),
        }
        if record.team.is_some() || record.person.is_some() {
            gather.document().ownership.push(record);
        }
    }
}
