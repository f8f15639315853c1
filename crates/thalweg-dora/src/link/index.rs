//! Deployments by id, service, project and the changes that they carried first.

use std::collections::{BTreeMap, HashMap};

use thalweg_model::{ChangeId, DeploymentId, DeploymentRow, ServiceId, View};

use super::clues::Clues;

/// The deployments of a view, as the ladder asks for them.
pub(super) struct Shelf<'a> {
    by_id: HashMap<&'a DeploymentId, DeploymentRow>,
    by_service: BTreeMap<&'a ServiceId, Vec<DeploymentRow>>,
    by_project: BTreeMap<&'a str, Vec<DeploymentRow>>,
    carriers: HashMap<&'a ChangeId, Vec<DeploymentRow>>,
}

impl<'a> Shelf<'a> {
    /// All deployments by id; by service and project those that count, in the order of time.
    pub(super) fn of(view: &View<'a>, clues: &'a Clues) -> Self {
        let log = view.log();
        let all = view.deployments().filter_map(|row| log.deployment_id(row).map(|id| (id, row)));
        let mut shelf = Self {
            by_id: all.collect(),
            by_service: BTreeMap::new(),
            by_project: BTreeMap::new(),
            carriers: HashMap::new(),
        };
        for row in view.eligible() {
            let Some(service) = log.service_id(log.service_of(row)) else { continue };
            shelf.by_service.entry(service).or_default().push(row);
            if let Some(project) = clues.projects.get(service) {
                shelf.by_project.entry(project).or_default().push(row);
            }
        }
        if !clues.named.is_empty() {
            shelf.carry(view);
        }
        shelf
    }

    fn carry(&mut self, view: &View<'a>) {
        let log = view.log();
        let all = view.eligible().flat_map(|row| log.carriages_of(row).iter().map(move |it| (row, *it)));
        for (row, carriage) in all.filter(|(row, it)| log.first_deployment(*it, view.as_of()) == Some(*row)) {
            if let Some(change) = log.change_id(log.carriage(carriage).0) {
                self.carriers.entry(change).or_default().push(row);
            }
        }
    }

    pub(super) fn deployment(&self, id: &DeploymentId) -> Option<DeploymentRow> {
        self.by_id.get(id).copied()
    }

    pub(super) fn of_service(&self, service: &ServiceId) -> &[DeploymentRow] {
        self.by_service.get(service).map_or(&[], Vec::as_slice)
    }

    pub(super) fn of_project(&self, project: &str) -> &[DeploymentRow] {
        self.by_project.get(project).map_or(&[], Vec::as_slice)
    }

    pub(super) fn carriers(&self, change: &ChangeId) -> &[DeploymentRow] {
        self.carriers.get(change).map_or(&[], Vec::as_slice)
    }
}
