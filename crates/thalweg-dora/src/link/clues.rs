//! What is known beside the incidents: which changes they name, which changes undo others, which services go together.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::{ChangeId, IncidentId, ServiceId};

/// Evidence that the records of incidents do not hold themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clues {
    /// The changes that an incident names: the one at fault, or the revert that mended it.
    pub named: BTreeMap<IncidentId, BTreeSet<ChangeId>>,
    /// For a revert the change that it undoes.
    pub reverts: BTreeMap<ChangeId, ChangeId>,
    /// The project of a service.
    pub projects: BTreeMap<ServiceId, String>,
    /// The project of an incident, where it does not follow from its services.
    pub incident_projects: BTreeMap<IncidentId, String>,
}

impl Clues {
    /// The changes at fault: those that an incident names, and for a revert the change that it undid. A revert of a revert leads
    /// on to what was undone first; a chain that comes back to itself leads nowhere.
    pub(super) fn faults(&self, incident: &IncidentId) -> BTreeSet<&ChangeId> {
        let named = self.named.get(incident).into_iter().flatten();
        named.filter_map(|it| self.undone(it)).collect()
    }

    fn undone<'a>(&'a self, named: &'a ChangeId) -> Option<&'a ChangeId> {
        let mut seen = BTreeSet::from([named]);
        let mut at = named;
        while let Some(before) = self.reverts.get(at) {
            if !seen.insert(before) {
                return None;
            }
            at = before;
        }
        Some(at)
    }

    /// The projects that an incident of these services belongs to.
    pub(super) fn projects<'a>(&'a self, incident: &IncidentId, services: &[ServiceId]) -> BTreeSet<&'a str> {
        let own = self.incident_projects.get(incident);
        let of_services = services.iter().filter_map(|it| self.projects.get(it));
        own.into_iter().chain(of_services).map(String::as_str).collect()
    }
}
