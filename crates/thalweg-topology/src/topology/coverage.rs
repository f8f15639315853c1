//! How many services have an owner.

use thalweg_model::{Basis, Gap, Instant, MetricId, Reading, Readings, ServiceId, Share};

use super::Topology;
use super::rows::Rows;
use crate::document::Complexity;

/// The services that run at an instant, with and without an owner.
///
/// # Ownership coverage
/// owned / all, a share; no data where no service runs, and *not recorded* where nothing tells who owns anything: that is no 0.
/// It counts every service there is, so it has no interval.
/// Source: topology.md section 3, rule TT013.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Coverage {
    /// How many services run.
    pub services: u64,
    /// Those of them that no team answers for.
    pub unowned: Vec<ServiceId>,
    /// Whether ownership is recorded at all: some service has had an owner, or a source says that its record is whole.
    pub recorded: bool,
}

impl Coverage {
    /// The share of services that a team answers for; a gap where no service runs.
    pub fn owned(&self) -> Reading<Share> {
        self.share(self.services.saturating_sub(self.unowned.len() as u64))
    }

    /// The share of services that no team answers for; a gap where no service runs.
    pub fn without_owner(&self) -> Reading<Share> {
        self.share(self.unowned.len() as u64)
    }

    fn share(&self, part: u64) -> Reading<Share> {
        let basis = Basis::of(self.services);
        if self.services > 0 && !self.recorded {
            return Reading::unknown(Gap::NotRecorded, basis);
        }
        Reading::share(part, self.services, None, basis)
    }
}

impl Readings for Coverage {
    fn readings(&self) -> Vec<(MetricId, Reading)> {
        crate::metrics::named([
            ("topology.ownership_coverage", self.owned().quantity()),
            ("topology.unowned_services", self.without_owner().quantity()),
        ])
    }
}

impl Topology {
    /// Which services have an owner at an instant.
    pub fn coverage(&self, at: Instant) -> Coverage {
        let mut coverage = Coverage { services: 0, unowned: Vec::new(), recorded: self.index.services.owned };
        for (_, service, owner) in self.running_numbered(at) {
            coverage.services += 1;
            coverage.unowned.extend(owner.is_none().then(|| service.clone()));
        }
        coverage
    }

    /// The services that run at an instant. One that is only named as owned runs while it is owned.
    pub fn running(&self, at: Instant) -> impl Iterator<Item = &ServiceId> {
        self.running_numbered(at).map(|(_, service, _)| service)
    }

    /// The services that run at an instant, in the order of their ids: number, id, and the number of the team that answers for it.
    fn running_numbered(&self, at: Instant) -> impl Iterator<Item = (u32, &ServiceId, Option<u32>)> {
        let services = &self.index.services;
        services.sorted().filter_map(move |(number, id)| {
            let owner = self.owner_number(number, at);
            let runs = match services.is_listed(number) {
                true => services.version(number, at).is_some(),
                false => owner.is_some(),
            };
            runs.then_some((number, id, owner))
        })
    }

    /// The services that run and are owned, by the number of their owner, in the order of their ids.
    pub(crate) fn owned_services(&self, at: Instant) -> Rows<Owned<'_>> {
        let services = &self.index.services;
        let owned = self.running_numbered(at).filter_map(|(number, id, owner)| {
            let version = services.version(number, at);
            let domain = version.and_then(|version| services.domain(version));
            Some((owner?, Owned { id, domain, complexity: version.and_then(|version| version.complexity) }))
        });
        Rows::new(self.index.owners.len(), &owned.collect::<Vec<_>>())
    }
}

/// A service that is owned at an instant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Owned<'a> {
    pub(crate) id: &'a ServiceId,
    /// The text of the domain's id.
    pub(crate) domain: Option<&'a [u8]>,
    pub(crate) complexity: Option<Complexity>,
}
