//! All services by number, with what is known of each in one piece of memory.

use thalweg_model::{Instant, ServiceId, TeamId, Tz};

use super::rows::Rows;
use crate::document::{Document, Lasting, Ownership, OwnershipRole};
use crate::names::{NameIx, Names};

/// One stretch of ownership. Teams stand by their numbers, which are in the order of their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stretch {
    pub(super) role: OwnershipRole,
    pub(super) team: u32,
    from: Instant,
    until: Instant,
}

impl Stretch {
    pub(super) fn of(ownership: &Ownership, owners: &[TeamId], zone: Tz) -> Option<Self> {
        let team = owners.binary_search(ownership.team.as_ref()?).ok()?;
        let (from, until) = ownership.span().instants(zone);
        Some(Self { role: ownership.role, team: u32::try_from(team).ok()?, from, until })
    }

    pub(super) fn holds(&self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }
}

/// One version of a service: where its record stands, and from when until when it is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Version {
    place: usize,
    from: Option<Instant>,
    until: Option<Instant>,
}

impl Version {
    fn holds(&self, at: Instant) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }
}

/// Every service that is listed or owned at any time, by the order in which they are named first.
#[derive(Clone, Debug, Default)]
pub(super) struct Services {
    names: Names,
    ids: Vec<ServiceId>,
    /// The numbers in the order of the ids.
    order: Vec<NameIx>,
    versions: Rows<Version>,
    /// In the order of role and team.
    stretches: Rows<Stretch>,
    /// Whether any service has had an owner.
    pub(super) owned: bool,
}

impl Services {
    pub(super) fn of(document: &Document, owners: &[TeamId], zone: Tz) -> Self {
        let mut services = Self::default();
        let listed = document.services.iter().enumerate();
        let versions: Vec<_> = listed
            .filter_map(|(place, it)| {
                let span = it.span();
                let [from, until] = [span.from, span.until].map(|end| end.map(|end| end.instant(zone)));
                Some((services.number(&it.id)?, Version { place, from, until }))
            })
            .collect();
        let owned = document.ownership.iter();
        let stretches: Vec<_> = owned
            .filter_map(|it| {
                let stretch = Stretch::of(it, owners, zone)?;
                Some((services.number(it.service.as_ref()?)?, stretch))
            })
            .collect();
        services.owned = !stretches.is_empty();
        services.versions = Rows::new(services.ids.len(), versions);
        services.stretches = Rows::new(services.ids.len(), stretches);
        services.stretches.sort();
        services.order = (0..).take(services.ids.len()).collect();
        services.order.sort_unstable_by_key(|&number| services.names.text(number));
        services
    }

    fn number(&mut self, id: &ServiceId) -> Option<NameIx> {
        let number = self.names.intern(id.as_str().as_bytes())?;
        if number as usize == self.ids.len() {
            self.ids.push(id.clone());
        }
        Some(number)
    }

    /// The number of a service.
    pub(super) fn find(&self, id: &ServiceId) -> Option<NameIx> {
        self.names.find(id.as_str().as_bytes())
    }

    /// All services in the order of their ids, by number.
    pub(super) fn sorted(&self) -> impl Iterator<Item = (NameIx, &ServiceId)> {
        self.order.iter().filter_map(|&number| Some((number, self.ids.get(number as usize)?)))
    }

    /// Where the record of a service stands that is so at an instant.
    pub(super) fn version(&self, number: NameIx, at: Instant) -> Option<usize> {
        self.versions.row(number).iter().find(|it| it.holds(at)).map(|it| it.place)
    }

    /// Whether any record describes the service.
    pub(super) fn is_listed(&self, number: NameIx) -> bool {
        !self.versions.row(number).is_empty()
    }

    /// Who owns it from when until when.
    pub(super) fn stretches(&self, number: NameIx) -> &[Stretch] {
        self.stretches.row(number)
    }
}
