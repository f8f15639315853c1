//! The entities of a catalog as they are read, and what ties them together across its files.

use std::collections::BTreeMap;

use thalweg_model::{Loaded, PersonId, Place, TeamId};

use super::entity::Entity;
use super::{adopt, kinds};
use crate::catalog::blank;
use crate::catalog::gather::{Gather, each_entity};
use crate::catalog::pick::Pick;
use crate::catalog::reference::Reference;
use crate::catalog::unfetched::unfetched;
use crate::document::Document;
use crate::error::TopologyError;
use crate::format::{Format, Node, Value, shown};

/// What has been read of a catalog so far.
pub(super) struct Entities {
    pub(super) gather: Gather,
    /// Where each entity stands.
    known: BTreeMap<Reference, Place>,
    /// The place of each person among the document's.
    people: BTreeMap<PersonId, usize>,
    /// Where each group stands.
    pub(super) groups: BTreeMap<TeamId, Place>,
    /// Whether it has been said that people stay opaque ids.
    pub(super) said: bool,
}

impl Entities {
    pub(super) fn new() -> Self {
        Self {
            gather: Gather::new(),
            known: BTreeMap::new(),
            people: BTreeMap::new(),
            groups: BTreeMap::new(),
            said: false,
        }
    }

    pub(super) fn read(&mut self, text: &str, format: Format, source: &str) -> Result<(), TopologyError> {
        let source = self.gather.begin(source);
        each_entity(text, format, &source, |entity| match entity {
            Ok(node) => self.entity(node),
            Err(error) => self.unreadable(error),
        })
    }

    pub(super) fn unreadable(&mut self, error: TopologyError) {
        self.gather.unreadable(error);
    }

    pub(super) fn finish(mut self) -> Loaded<Document> {
        for (child, parent) in adopt(&mut self.gather.document().teams) {
            let place = self.groups.get(&parent).cloned();
            let reason = format!("`{child}` is part of another group: a group has one parent");
            self.gather.leave_out_at(place, "spec.children", reason);
        }
        self.gather.finish()
    }

    fn entity(&mut self, node: &Node) {
        if node.at(&["kind"]).is_none()
            && matches!(node.at(&["items"]), Some(Node { value: Value::List(_), .. }))
        {
            // What the catalog's API answers to a query.
            return node.items(&["items"]).iter().for_each(|item| self.one(item));
        }
        self.one(node);
    }

    fn one(&mut self, node: &Node) {
        let Some(entity) = Entity::of(node, &mut self.gather) else { return };
        if let Some(first) = self.known.get(&entity.me) {
            let reason = format!("`{}` stands already at {first}", entity.me);
            return self.gather.refuse(node, reason);
        }
        let place = self.gather.place(node);
        self.known.insert(entity.me.clone(), place);
        unfetched(&mut self.gather, node);
        match entity.me.kind.as_str() {
            "group" => kinds::team(self, &entity),
            "user" => kinds::person(self, &entity),
            "component" | "api" | "resource" => kinds::service(self, &entity),
            "system" | "domain" => kinds::domain(self, &entity),
            "location" => {
                let reason = "a Location is not followed: give its targets as files of their own";
                self.gather.refuse(node, reason);
            }
            other => {
                let reason = format!("entities of the kind `{}` are not understood", shown(other));
                self.gather.refuse(node, reason);
            }
        }
    }

    /// Notes a team of a person; a person is in one team here, and a further one is told.
    pub(super) fn member(&mut self, node: &Node, field: &str, person: &PersonId, team: Option<TeamId>) {
        let people = &mut self.gather.document().people;
        let place = *self.people.entry(person.clone()).or_insert(people.len());
        if place == people.len() {
            people.push(blank::person(person.clone()));
        }
        let (Some(known), Some(team)) = (people.get_mut(place), team) else { return };
        if known.team.get_or_insert_with(|| team.clone()) != &team {
            let reason = format!("a person is in one team here: `{team}` is a further one of `{person}`");
            self.gather.leave_out(node, field, reason);
        }
    }
}
