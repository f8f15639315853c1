//! Where the records of each id stand, and who owns what from when until when.

use std::collections::BTreeMap;

use thalweg_model::{Instant, PersonId, RecordId, ServiceId, TeamId, Tz};

use crate::document::{Document, Lasting, Ownership, OwnershipRole};

/// One stretch of ownership.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stretch {
    pub(super) role: OwnershipRole,
    pub(super) team: TeamId,
    pub(super) from: Instant,
    pub(super) until: Instant,
}

/// Places of records by id. The stretches of one thing are in the order of role and team.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Index {
    pub(super) teams: BTreeMap<TeamId, Vec<usize>>,
    pub(super) people: BTreeMap<PersonId, Vec<usize>>,
    pub(super) members: BTreeMap<TeamId, Vec<usize>>,
    pub(super) services: BTreeMap<ServiceId, Vec<usize>>,
    pub(super) paths: BTreeMap<RecordId, Vec<usize>>,
    pub(super) schedules: BTreeMap<RecordId, Vec<usize>>,
    pub(super) owners: BTreeMap<ServiceId, Vec<Stretch>>,
    pub(super) domain_owners: BTreeMap<RecordId, Vec<Stretch>>,
}

impl Index {
    pub(super) fn of(document: &Document, zone: Tz) -> Self {
        let people = document.people.iter().enumerate();
        let members = people.filter_map(|(place, person)| Some((person.team.clone()?, place)));
        let mut index = Self {
            teams: places(document.teams.iter().map(|team| &team.id)),
            people: places(document.people.iter().map(|person| &person.id)),
            services: places(document.services.iter().map(|service| &service.id)),
            paths: places(document.escalation_paths.iter().map(|path| &path.id)),
            schedules: places(document.schedules.iter().map(|schedule| &schedule.id)),
            members: gathered(members),
            owners: gathered(
                document.ownership.iter().filter_map(|it| it.service.clone().zip(stretch(it, zone))),
            ),
            domain_owners: gathered(
                document.ownership.iter().filter_map(|it| it.domain.clone().zip(stretch(it, zone))),
            ),
        };
        index.owners.values_mut().chain(index.domain_owners.values_mut()).for_each(|it| it.sort());
        index
    }
}

fn stretch(ownership: &Ownership, zone: Tz) -> Option<Stretch> {
    let (from, until) = ownership.span().instants(zone);
    ownership.team.clone().map(|team| Stretch { role: ownership.role, team, from, until })
}

fn places<'a, K: Ord + Clone + 'a>(ids: impl Iterator<Item = &'a K>) -> BTreeMap<K, Vec<usize>> {
    gathered(ids.cloned().enumerate().map(|(place, id)| (id, place)))
}

pub(super) fn gathered<K: Ord, V>(pairs: impl Iterator<Item = (K, V)>) -> BTreeMap<K, Vec<V>> {
    let mut all = BTreeMap::<K, Vec<V>>::new();
    pairs.for_each(|(key, value)| all.entry(key).or_default().push(value));
    all
}
