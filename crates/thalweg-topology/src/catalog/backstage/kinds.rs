//! What each kind of entity becomes.

use std::collections::BTreeSet;

use thalweg_model::{PersonId, RecordId, ServiceId, TeamId};

use super::entities::Entities;
use super::entity::Entity;
use crate::catalog::blank;
use crate::catalog::extra::left;
use crate::catalog::pick::Pick;
use crate::document::{Domain, Ownership, Service, Team};

pub(super) fn team(all: &mut Entities, entity: &Entity<'_>) {
    let gather = &mut all.gather;
    let Some(id) = gather.id(entity.node, TeamId::new(entity.me.id())) else { return };
    let mut team = blank::team(id.clone());
    let profile = |name: &str| entity.node.text(&["spec", "profile", name]).map(str::to_owned);
    team.name = entity.title().or_else(|| profile("displayName"));
    team.contact = profile("email");
    let parent = entity.reference("parent", "group", gather);
    team.parent = parent.and_then(|it| gather.part(entity.node, "spec.parent", TeamId::new(it.id())));
    team.extra = entity.extra(&["profile", "parent", "members"], Team::FIELDS, gather);
    let profile = left(entity.node.at(&["spec", "profile"]), &["displayName", "email"]);
    team.extra.extend(profile.map(|it| ("profile".to_owned(), it)));
    gather.document().teams.push(team);
    let place = gather.place(entity.node);
    all.groups.insert(id.clone(), place);
    for member in entity.references("members", Some("user"), &mut all.gather) {
        if let Some(person) = all.gather.part(entity.node, "spec.members", PersonId::new(member.id())) {
            all.member(entity.node, "spec.members", &person, Some(id.clone()));
        }
    }
}

pub(super) fn person(all: &mut Entities, entity: &Entity<'_>) {
    let Some(id) = all.gather.id(entity.node, PersonId::new(entity.me.id())) else { return };
    if !all.said && entity.node.at(&["spec", "profile"]).is_some() {
        all.said = true;
        let reason =
            "of users only their groups are kept, of this one and of all others: people are opaque ids here";
        all.gather.leave_out(entity.node, "spec.profile", reason);
    }
    all.member(entity.node, "spec.memberOf", &id, None);
    for group in entity.references("memberOf", Some("group"), &mut all.gather) {
        let team = all.gather.part(entity.node, "spec.memberOf", TeamId::new(group.id()));
        all.member(entity.node, "spec.memberOf", &id, team);
    }
}

pub(super) fn service(all: &mut Entities, entity: &Entity<'_>) {
    let gather = &mut all.gather;
    let Some(id) = gather.id(entity.node, ServiceId::new(entity.me.id())) else { return };
    let mut service = blank::service(id.clone());
    service.name = entity.title();
    let system = entity.reference("system", "system", gather);
    service.domain = system.and_then(|it| gather.part(entity.node, "spec.system", RecordId::new(it.id())));
    service.extra = entity.extra(&["owner", "owners", "system"], Service::FIELDS, gather);
    gather.document().services.push(service);
    owned(all, entity, |owner| owner.service = Some(id.clone()));
}

pub(super) fn domain(all: &mut Entities, entity: &Entity<'_>) {
    let gather = &mut all.gather;
    let Some(id) = gather.id(entity.node, RecordId::new(entity.me.id())) else { return };
    let mut domain = blank::domain(id.clone());
    domain.name = entity.title();
    let parent = entity.reference("domain", "domain", gather);
    domain.extra = entity.extra(&["owner", "owners", "domain"], Domain::FIELDS, gather);
    if let Some(parent) = parent {
        domain.extra.insert("domain".to_owned(), parent.to_string().into());
    }
    gather.document().domains.push(domain);
    owned(all, entity, |owner| owner.domain = Some(id.clone()));
}

/// The owners of an entity: `spec.owner`, and `spec.owners` where there are several.
fn owned(all: &mut Entities, entity: &Entity<'_>, what: impl Fn(&mut Ownership)) {
    let gather = &mut all.gather;
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
