//! Who owns a service as of an instant.

use thalweg_model::{Instant, ServiceId, TeamId};

use super::Topology;
use super::services::Stretch;
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
        let owner = self.owner_number(self.index.services.find(service)?, at)?;
        self.index.owners.get(owner as usize).cloned()
    }

    /// The team that answers for a service, both by number.
    pub(super) fn owner_number(&self, service: u32, at: Instant) -> Option<u32> {
        let services = &self.index.services;
        first(services.stretches(service, at)).or_else(|| first(services.inherited(service, at)))
    }

    /// All teams that answer for a service or work on it at an instant.
    pub fn owners_of(&self, service: &ServiceId, at: Instant) -> Owners {
        let Some(service) = self.index.services.find(service) else { return Owners::default() };
        let mut owners = self.owners(self.index.services.stretches(service, at));
        if owners.is_unowned() {
            owners.accountable = self.owners(self.index.services.inherited(service, at)).accountable;
        }
        owners
    }

    /// The services that a team answers for at an instant, in the order of their ids.
    #[must_use]
    pub fn services_of(&self, team: &TeamId, at: Instant) -> Vec<&ServiceId> {
        let Ok(owner) = self.index.owners.binary_search(team) else { return Vec::new() };
        let owner = u32::try_from(owner).ok();
        let owned =
            self.index.services.sorted().filter(|(number, _)| self.owner_number(*number, at) == owner);
        owned.map(|(_, id)| id).collect()
    }

    fn owners<'a>(&self, stretches: impl Iterator<Item = &'a Stretch>) -> Owners {
        let mut owners = Owners::default();
        for stretch in stretches {
            let Some(team) = self.index.owners.get(stretch.team as usize) else { continue };
            let list = match stretch.role {
                OwnershipRole::Accountable => &mut owners.accountable,
                OwnershipRole::Contributing => &mut owners.contributing,
            };
            if list.last() != Some(team) {
                list.push(team.clone());
            }
        }
        owners
    }
}

/// The first accountable team, by its number.
fn first<'a>(mut stretches: impl Iterator<Item = &'a Stretch>) -> Option<u32> {
    stretches.next().filter(|it| it.role == OwnershipRole::Accountable).map(|it| it.team)
}
