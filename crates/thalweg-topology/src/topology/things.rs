//! All records of ownership in short, those of one thing together.

use hashbrown::HashMap;
use thalweg_model::{Instant, RecordId, ServiceId, TeamId, Tz};

use super::Topology;
use super::lasts::Lasts;
use super::rows::counted;
use crate::document::{Document, Lasting, Ownership, OwnershipRole};

/// What is owned.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Thing<'a> {
    Service(&'a ServiceId),
    Domain(&'a RecordId),
    Path(&'a str),
}

impl<'a> Thing<'a> {
    fn of(it: &'a Ownership) -> Option<Self> {
        let service = it.service.as_ref().map(Self::Service);
        service
            .or_else(|| it.domain.as_ref().map(Self::Domain))
            .or_else(|| it.path.as_deref().map(Self::Path))
    }
}

/// A record of ownership in short.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    thing: u32,
    /// Where its record stands.
    pub(crate) place: u32,
    /// The team by its place among [`Topology::owning_teams`].
    pub(crate) team: Option<u32>,
    pub(crate) role: OwnershipRole,
    /// Whether it is a domain that is owned.
    pub(crate) domain: bool,
    /// Whether the record names a person.
    pub(crate) person: bool,
    lasts: Lasts,
}

impl Part {
    pub(crate) const fn holds(&self, at: Instant) -> bool {
        self.lasts.holds(at)
    }
}

/// The records of all things, those of each in the order of the document.
pub(super) fn parts(document: &Document, owners: &[TeamId], zone: Tz) -> Vec<Part> {
    let mut numbers = HashMap::<Thing<'_>, u32>::new();
    let records = (0..).zip(&document.ownership);
    let parts = records.filter_map(|(place, it)| {
        let next = u32::try_from(numbers.len()).ok()?;
        let thing = Thing::of(it)?;
        let domain = matches!(thing, Thing::Domain(_));
        let thing = *numbers.entry(thing).or_insert(next);
        let team = it.team.as_ref().and_then(|team| owners.binary_search(team).ok());
        let team = team.and_then(|team| u32::try_from(team).ok());
        let (role, person, lasts) = (it.role, it.person.is_some(), Lasts::of(it.span(), zone));
        Some(Part { thing, place, team, role, domain, person, lasts })
    });
    let parts: Vec<Part> = parts.collect();
    counted(numbers.len(), &parts, |it| it.thing)
}

impl Topology {
    /// The records of each thing that is owned at any time, one thing after the other.
    pub(crate) fn things(&self) -> impl Iterator<Item = &[Part]> {
        self.index.parts.chunk_by(|one, other| one.thing == other.thing)
    }

    /// The whole record of a part.
    pub(crate) fn ownership(&self, part: &Part) -> Option<&Ownership> {
        self.document.ownership.get(part.place as usize)
    }

    /// The teams that own anything at any time, in the order of their ids.
    pub(crate) fn owning_teams(&self) -> &[TeamId] {
        &self.index.owners
    }
}
