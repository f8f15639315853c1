//! Where the records of each id stand, and who owns what from when until when.

use std::hash::Hash;

use hashbrown::HashMap;
use thalweg_model::{PersonId, RecordId, TeamId, Tz};

use super::services::Services;
use super::things::{Part, parts};
use super::waits::Waits;
use crate::document::Document;

/// Places of records by id. Nothing is listed from the maps, so that their order is nobody's business.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    pub(super) teams: HashMap<TeamId, Vec<usize>>,
    pub(super) people: HashMap<PersonId, Vec<usize>>,
    pub(super) members: HashMap<TeamId, Vec<usize>>,
    pub(super) paths: HashMap<RecordId, Vec<usize>>,
    pub(super) schedules: HashMap<RecordId, Vec<usize>>,
    /// The teams that own anything at any time, in order.
    pub(super) owners: Vec<TeamId>,
    pub(super) services: Services,
    /// The records of ownership, those of one thing together.
    pub(super) parts: Vec<Part>,
    pub(super) waits: Waits,
}

impl Index {
    pub(super) fn of(document: &Document, zone: Tz) -> Self {
        let people = document.people.iter().enumerate();
        let members = people.filter_map(|(place, person)| Some((person.team.clone()?, place)));
        let owners = owners(document);
        Self {
            teams: places(document.teams.iter().map(|team| &team.id)),
            people: places(document.people.iter().map(|person| &person.id)),
            paths: places(document.escalation_paths.iter().map(|path| &path.id)),
            schedules: places(document.schedules.iter().map(|schedule| &schedule.id)),
            members: gathered(members),
            services: Services::of(document, &owners, zone),
            parts: parts(document, &owners, zone),
            waits: Waits::of(document, zone),
            owners,
        }
    }
}

/// The teams that own anything, each once, in order.
fn owners(document: &Document) -> Vec<TeamId> {
    let mut owners: Vec<TeamId> = Vec::new();
    for team in document.ownership.iter().filter_map(|it| it.team.as_ref()) {
        if owners.last() != Some(team) {
            owners.push(team.clone());
        }
    }
    owners.sort_unstable();
    owners.dedup();
    owners
}

fn places<'a, K: Hash + Eq + Clone + 'a>(ids: impl Iterator<Item = &'a K>) -> HashMap<K, Vec<usize>> {
    gathered(ids.cloned().enumerate().map(|(place, id)| (id, place)))
}

fn gathered<K: Hash + Eq, V>(pairs: impl Iterator<Item = (K, V)>) -> HashMap<K, Vec<V>> {
    let mut all = HashMap::<K, Vec<V>>::new();
    pairs.for_each(|(key, value)| all.entry(key).or_default().push(value));
    all
}
