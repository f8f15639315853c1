//! How many services have an owner.

use std::collections::BTreeSet;

use thalweg_model::{Basis, Gap, Instant, MetricId, Reading, Readings, ServiceId, Share};

use super::Topology;
use crate::document::Lasting;

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
        let running: Vec<&ServiceId> = self.running(at).collect();
        let services = running.len() as u64;
        let unowned = running.into_iter().filter(|id| self.owner_of(id, at).is_none());
        Coverage { services, unowned: unowned.cloned().collect(), recorded: !self.index.owners.is_empty() }
    }

    /// Every service that is listed or owned at any time.
    pub(crate) fn known_services(&self) -> BTreeSet<&ServiceId> {
        self.index.services.keys().chain(self.index.owners.keys()).collect()
    }

    /// The services that run at an instant. One that is only named as owned runs while it is owned.
    pub fn running(&self, at: Instant) -> impl Iterator<Item = &ServiceId> {
        self.known_services().into_iter().filter(move |id| match self.index.services.get(*id) {
            Some(versions) => {
                let mut versions = versions.iter().filter_map(|place| self.document.services.get(*place));
                versions.any(|it| it.active(at, self.zone))
            }
            None => self.owner_of(id, at).is_some(),
        })
    }
}
