//! Who owns a service as of an instant.

use thalweg_model::{Instant, ServiceId, TeamId};

use super::Topology;
use super::index::Stretch;
use crate::document::OwnershipRole;

/// Who answers for something at one instant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Owners {
    /// The teams that are asked, in the order of their ids; more than one is a finding of rule TT014.
    pub accountable: Vec<TeamId>,
    /// The teams that work on it beside them.
    pub contributing: Vec<TeamId>,
}

impl Owners {
    /// Whether no team answers for it.
    #[must_use]
    pub fn is_unowned(&self) -> bool {
        self.accountable.is_empty()
    }

    /// The one team that stands for it where a number can count only once: the first by id of the accountable ones.
    #[must_use]
    pub fn one(&self) -> Option<&TeamId> {
        self.accountable.first()
    }
}

impl Topology {
    /// The team that answers for a service at an instant, or `None` where none does.
    ///
    /// Ownership is as of the time of the event, not of today. Of several accountable teams the first by id stands, so
    /// that nothing counts twice; [`Topology::owners_of`] gives them all. A service without an owner of its own has the one
    /// of its domain.
    #[must_use]
    pub fn owner_of(&self, service: &ServiceId, at: Instant) -> Option<TeamId> {
        let own = first(self.index.owners.get(service).map_or(&[], Vec::as_slice), at);
        own.or_else(|| first(self.domain_stretches(service, at), at)).cloned()
    }

    /// All teams that answer for a service or work on it at an instant.
    pub fn owners_of(&self, service: &ServiceId, at: Instant) -> Owners {
        let mut owners = owners(self.index.owners.get(service).map_or(&[], Vec::as_slice), at);
        if owners.is_unowned() {
            owners.accountable = self::owners(self.domain_stretches(service, at), at).accountable;
        }
        owners
    }

    fn domain_stretches(&self, service: &ServiceId, at: Instant) -> &[Stretch] {
        let domain = self.service(service, at).and_then(|service| service.domain.as_ref());
        domain.and_then(|domain| self.index.domain_owners.get(domain)).map_or(&[], Vec::as_slice)
    }

    /// The services that a team answers for at an instant, in the order of their ids.
    #[must_use]
    pub fn services_of(&self, team: &TeamId, at: Instant) -> Vec<&ServiceId> {
        let all = self.known_services();
        all.into_iter().filter(|service| self.owner_of(service, at).as_ref() == Some(team)).collect()
    }
}

fn first(stretches: &[Stretch], at: Instant) -> Option<&TeamId> {
    let accountable = stretches.iter().take_while(|it| it.role == OwnershipRole::Accountable);
    accountable.filter(|it| it.holds(at)).map(|it| &it.team).next()
}

fn owners(stretches: &[Stretch], at: Instant) -> Owners {
    let mut owners = Owners::default();
    for stretch in stretches.iter().filter(|it| it.holds(at)) {
        let list = match stretch.role {
            OwnershipRole::Accountable => &mut owners.accountable,
            OwnershipRole::Contributing => &mut owners.contributing,
        };
        if list.last() != Some(&stretch.team) {
            list.push(stretch.team.clone());
        }
    }
    owners
}

impl Stretch {
    fn holds(&self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }
}
