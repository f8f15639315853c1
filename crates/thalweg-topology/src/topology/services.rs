//! All services by number, with what is known of each in one piece of memory.

use hashbrown::HashMap;
use thalweg_model::{Instant, RecordId, ServiceId, TeamId, Tz};

use super::lasts::Lasts;
use super::rows::Rows;
use crate::document::{Complexity, Document, Lasting, Ownership, OwnershipRole};
use crate::names::{NameIx, Names};

/// One stretch of ownership. Teams stand by their numbers, which are in the order of their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stretch {
    pub(super) role: OwnershipRole,
    pub(super) team: u32,
    span: u32,
}

/// One version of a service: where its record stands, what it says, and from when until when it is so.
#[derive(Clone, Copy, Debug)]
pub(super) struct Version {
    place: u32,
    span: u32,
    /// The number of its domain.
    domain: Option<NameIx>,
    pub(super) complexity: Option<Complexity>,
}

/// The different spans, of which there are few in most organisations: a number is a tenth of what two ends take.
#[derive(Default)]
struct Spans {
    all: Vec<Lasts>,
    numbers: HashMap<Lasts, u32>,
}

impl Spans {
    fn number(&mut self, span: Lasts) -> u32 {
        let next = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(span).or_insert(next);
        if number == next {
            self.all.push(span);
        }
        number
    }

    fn stretch(&mut self, ownership: &Ownership, owners: &[TeamId], zone: Tz) -> Option<Stretch> {
        let team = owners.binary_search(ownership.team.as_ref()?).ok()?;
        let span = self.number(Lasts::closed(ownership.span(), zone));
        Some(Stretch { role: ownership.role, team: u32::try_from(team).ok()?, span })
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
    spans: Vec<Lasts>,
    domains: Names,
    /// The stretches of each domain, in the order of role and team.
    domain_stretches: Rows<Stretch>,
    /// Whether any service has had an owner.
    pub(super) owned: bool,
}

impl Services {
    pub(super) fn of(document: &Document, owners: &[TeamId], zone: Tz) -> Self {
        let (mut services, mut spans) = (Self::default(), Spans::default());
        let mut versions = Vec::with_capacity(document.services.len());
        for (place, it) in (0..).zip(&document.services) {
            let domain = it.domain.as_ref().and_then(|domain| services.domain_number(domain));
            let span = spans.number(Lasts::of(it.span(), zone));
            let version = Version { place, span, domain, complexity: it.complexity };
            versions.extend(services.number(&it.id).map(|number| (number, version)));
        }
        let (mut stretches, mut of_domains) = (Vec::new(), Vec::new());
        for it in &document.ownership {
            let Some(stretch) = spans.stretch(it, owners, zone) else { continue };
            let service = it.service.as_ref().and_then(|service| services.number(service));
            stretches.extend(service.map(|number| (number, stretch)));
            let domain = it.domain.as_ref().and_then(|domain| services.domain_number(domain));
            of_domains.extend(domain.map(|number| (number, stretch)));
        }
        services.spans = spans.all;
        services.fill(&versions, &stretches, &of_domains);
        services
    }

    fn fill(
        &mut self,
        versions: &[(NameIx, Version)],
        stretches: &[(NameIx, Stretch)],
        of_domains: &[(NameIx, Stretch)],
    ) {
        let count = self.ids.len();
        self.owned = !stretches.is_empty();
        self.versions = Rows::new(count, versions);
        self.stretches = Rows::new(count, stretches);
        self.stretches.sort();
        self.domain_stretches = Rows::new(self.domains.len(), of_domains);
        self.domain_stretches.sort();
        self.order = (0..).take(count).collect();
        self.order.sort_unstable_by_key(|&number| self.names.text(number));
    }

    fn domain_number(&mut self, id: &RecordId) -> Option<NameIx> {
        self.domains.intern(id.as_str().as_bytes())
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

    /// The version of a service that is so at an instant.
    pub(super) fn version(&self, number: NameIx, at: Instant) -> Option<&Version> {
        self.versions.row(number).iter().find(|it| self.holds(it.span, at))
    }

    /// Where the record of a version stands.
    pub(super) const fn place(version: &Version) -> usize {
        version.place as usize
    }

    /// Whether any record describes the service.
    pub(super) fn is_listed(&self, number: NameIx) -> bool {
        !self.versions.row(number).is_empty()
    }

    /// Who owns it at an instant.
    pub(super) fn stretches(&self, number: NameIx, at: Instant) -> impl Iterator<Item = &Stretch> {
        self.stretches.row(number).iter().filter(move |it| self.holds(it.span, at))
    }

    /// Who owns the domain that it belongs to at an instant.
    pub(super) fn inherited(&self, number: NameIx, at: Instant) -> impl Iterator<Item = &Stretch> {
        let domain = self.version(number, at).and_then(|version| version.domain);
        let stretches = domain.map_or(&[][..], |domain| self.domain_stretches.row(domain));
        stretches.iter().filter(move |it| self.holds(it.span, at))
    }

    /// The text of the domain that a version names.
    pub(super) fn domain(&self, version: &Version) -> Option<&[u8]> {
        version.domain.map(|domain| self.domains.text(domain))
    }

    fn holds(&self, span: u32, at: Instant) -> bool {
        self.spans.get(span as usize).is_some_and(|span| span.holds(at))
    }
}
