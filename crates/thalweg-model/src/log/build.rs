//! Building the log: settle, cross-check, intern, sort once.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::id::{ChangeId, DeploymentId, ServiceId};
use crate::instant::Instant;
use crate::record::{Change, Deployment, Incident, RecordKind, Service};
use crate::reject::{Loaded, Place};

use super::column::{Column, Lists};
use super::row::{CarriageRow, ChangeRow, DeploymentRow, IncidentRow, Row, ServiceRow};
use super::service::{Known, services};
use super::settle::{Duplicates, Placed, settle};
use super::{Carriages, Changes, Deployments, EventLog, Incidents, Intake, Links, Services};

/// Collects records and makes the [`EventLog`] of them.
///
/// The result does not depend on the order in which records come.
#[derive(Clone, Debug)]
#[must_use = "nothing is built before `build`"]
pub struct EventLogBuilder {
    production: BTreeSet<String>,
    duplicates: Duplicates,
    unrecorded: BTreeSet<RecordKind>,
    deployments: Vec<Placed<Deployment>>,
    changes: Vec<Placed<Change>>,
    incidents: Vec<Placed<Incident>>,
    services: Vec<(Service, Option<Place>)>,
}

impl Default for EventLogBuilder {
    fn default() -> Self {
        Self {
            production: ["production", "prod"].map(str::to_owned).into(),
            duplicates: Duplicates::default(),
            unrecorded: BTreeSet::new(),
            deployments: Vec::new(),
            changes: Vec::new(),
            incidents: Vec::new(),
            services: Vec::new(),
        }
    }
}

impl EventLogBuilder {
    /// The names of the environments that are production, whatever their case; `production` and `prod` unless told.
    pub fn production<S: AsRef<str>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.production = names.into_iter().map(|name| name.as_ref().to_lowercase()).collect();
        self
    }

    /// What to do with two different records of one id; strict unless told.
    pub const fn duplicates(mut self, mode: Duplicates) -> Self {
        self.duplicates = mode;
        self
    }

    /// Declares that the sources do not record this kind at all, so that its absence means nothing.
    pub fn not_recorded(mut self, kind: RecordKind) -> Self {
        self.unrecorded.insert(kind);
        self
    }

    /// Adds a deployment and where it stood.
    pub fn deployment(&mut self, record: Deployment, place: Option<Place>) {
        self.deployments.push(Placed { record, place });
    }

    /// Adds a change and where it stood.
    pub fn change(&mut self, record: Change, place: Option<Place>) {
        self.changes.push(Placed { record, place });
    }

    /// Adds an incident and where it stood.
    pub fn incident(&mut self, record: Incident, place: Option<Place>) {
        self.incidents.push(Placed { record, place });
    }

    /// Adds a service and where it stood.
    pub fn service(&mut self, record: Service, place: Option<Place>) {
        self.services.push((record, place));
    }

    /// Makes the log. What was refused, dropped or left out is listed beside it.
    pub fn build(self) -> Loaded<EventLog> {
        let mut loaded = Loaded::clean(());
        let (deployments, d) = settle(self.deployments, self.duplicates, &mut loaded);
        let (changes, c) = settle(self.changes, self.duplicates, &mut loaded);
        let (incidents, i) = settle(self.incidents, self.duplicates, &mut loaded);
        let intake = Intake {
            duplicates: d.duplicates + c.duplicates + i.duplicates,
            superseded: d.superseded + c.superseded + i.superseded,
        };
        let (mut deployments, mut changes) = agreeing(deployments, changes, &mut loaded);
        let mut incidents = incidents;
        deployments.sort_by(|a, b| order(&a.record, &b.record));
        changes.sort_by(|a, b| {
            (a.record.committed_at, &a.record.id).cmp(&(b.record.committed_at, &b.record.id))
        });
        incidents.sort_by(|a, b| (a.record.began(), &a.record.id).cmp(&(b.record.began(), &b.record.id)));
        let services = services(&deployments, &changes, &incidents, self.services, &mut loaded);
        let draft = Draft { deployments, changes, incidents, services };
        let log = draft.log(&self.production, self.unrecorded, intake, &mut loaded);
        loaded.rejects.sort();
        loaded.map(|()| log)
    }
}

fn order(a: &Deployment, b: &Deployment) -> std::cmp::Ordering {
    (a.finished_at, &a.id).cmp(&(b.finished_at, &b.id))
}

/// Drops the deployments and changes whose links contradict each other.
fn agreeing(
    deployments: Vec<Placed<Deployment>>,
    changes: Vec<Placed<Change>>,
    loaded: &mut Loaded<()>,
) -> (Vec<Placed<Deployment>>, Vec<Placed<Change>>) {
    let (bad_deployments, bad_changes) = contradictions(&deployments, &changes);
    let keep_deployment = |placed: &Placed<Deployment>| match bad_deployments.get(&placed.record.id) {
        None => true,
        Some(change) => {
            let reason = format!("it and change `{change}` disagree on whether it carries the change");
            loaded.reject(placed.refused(reason).in_field("changes"));
            false
        }
    };
    let deployments = { deployments.into_iter().filter(keep_deployment).collect() };
    let keep_change = |placed: &Placed<Change>| match bad_changes.get(&placed.record.id) {
        None => true,
        Some(deployment) => {
            let reason =
                format!("it and deployment `{deployment}` disagree on whether it was deployed there");
            loaded.reject(placed.refused(reason).in_field("deployments"));
            false
        }
    };
    let changes = { changes.into_iter().filter(keep_change).collect() };
    (deployments, changes)
}

type Contradictions = (BTreeMap<DeploymentId, ChangeId>, BTreeMap<ChangeId, DeploymentId>);

/// The deployments and changes that both carry links and do not say the same, each with one partner of the quarrel.
fn contradictions(deployments: &[Placed<Deployment>], changes: &[Placed<Change>]) -> Contradictions {
    let lists: HashSet<&DeploymentId> =
        deployments.iter().filter(|d| !d.record.changes.is_empty()).map(|d| &d.record.id).collect();
    let names: HashSet<&ChangeId> =
        changes.iter().filter(|c| !c.record.deployments.is_empty()).map(|c| &c.record.id).collect();
    let listed: HashSet<(&DeploymentId, &ChangeId)> =
        deployments.iter().flat_map(|d| d.record.changes.iter().map(move |c| (&d.record.id, c))).collect();
    let named: HashSet<(&DeploymentId, &ChangeId)> =
        changes.iter().flat_map(|c| c.record.deployments.iter().map(move |d| (d, &c.record.id))).collect();
    let only_listed = listed.difference(&named).filter(|(_, change)| names.contains(change));
    let only_named = named.difference(&listed).filter(|(deployment, _)| lists.contains(deployment));
    let quarrels: BTreeSet<_> = only_listed.chain(only_named).collect();
    let by_deployment = quarrels.iter().rev().map(|(d, c)| ((*d).clone(), (*c).clone())).collect();
    let by_change = quarrels.iter().rev().map(|(d, c)| ((*c).clone(), (*d).clone())).collect();
    (by_deployment, by_change)
}

/// The records that stand, in the order of their rows.
struct Draft {
    deployments: Vec<Placed<Deployment>>,
    changes: Vec<Placed<Change>>,
    incidents: Vec<Placed<Incident>>,
    services: BTreeMap<ServiceId, Known>,
}

/// From ids to rows.
struct Rows<'a> {
    deployments: HashMap<&'a str, DeploymentRow>,
    changes: HashMap<&'a ChangeId, ChangeRow>,
    incidents: HashMap<&'a str, IncidentRow>,
    services: HashMap<&'a ServiceId, ServiceRow>,
}

fn rows<R: Row, K: Eq + std::hash::Hash>(keys: impl Iterator<Item = K>) -> HashMap<K, R> {
    (0..).map(R::of).zip(keys).map(|(row, key)| (key, row)).collect()
}

impl Draft {
    fn log(
        &self,
        production: &BTreeSet<String>,
        unrecorded: BTreeSet<RecordKind>,
        intake: Intake,
        loaded: &mut Loaded<()>,
    ) -> EventLog {
        let rows = Rows {
            deployments: rows(self.deployments.iter().map(|d| d.record.id.as_str())),
            changes: rows(self.changes.iter().map(|c| &c.record.id)),
            incidents: rows(self.incidents.iter().map(|i| i.record.id.as_str())),
            services: rows(self.services.keys()),
        };
        let deployments = self.deployment_columns(&rows, production);
        let changes = self.change_columns();
        let incidents = self.incident_columns();
        let carried = self.carried(&rows, loaded);
        let (carriages, of_deployment) = self.carriages(&rows, &carried, &deployments);
        let caused = self.causes(&rows, loaded);
        let (remedies, remedied_incidents) = self.remedies(&rows, loaded);
        self.report_times(&carried, loaded);
        let count = deployments.finished_at.rows();
        let links = Links {
            carriages: of_deployment,
            incidents: Lists::new(count, caused.iter().map(|&(i, d)| (d, i)).collect()),
            causes: Lists::new(incidents.began.rows(), caused),
            remedied_by: Lists::new(count, remedies.iter().map(|&(by, of)| (of, by)).collect()),
            remedies: Lists::new(count, remedies),
            remedied_incidents: Lists::new(count, remedied_incidents),
        };
        let services = self.service_columns(&deployments);
        EventLog { deployments, changes, carriages, incidents, services, links, unrecorded, intake }
    }

    fn deployment_columns(&self, rows: &Rows<'_>, production: &BTreeSet<String>) -> Deployments {
        let of = |d: &Deployment| rows.services.get(&d.service).copied().unwrap_or_default();
        let is_production = |d: &Deployment| production.contains(&d.environment.as_str().to_lowercase());
        let all = || self.deployments.iter().map(|d| &d.record);
        Deployments {
            ids: Column::new(all().map(|d| d.id.clone()).collect()),
            service: Column::new(all().map(of).collect()),
            started_at: Column::new(all().map(|d| d.started_at).collect()),
            finished_at: Column::new(all().map(|d| d.finished_at).collect()),
            facts: Column::new(all().map(|d| super::DeploymentFacts::of(d, is_production(d))).collect()),
        }
    }

    fn change_columns(&self) -> Changes {
        let all = || self.changes.iter().map(|c| &c.record);
        let staged = all().any(|c| c.stages != crate::record::Stages::default());
        Changes {
            ids: Column::new(all().map(|c| c.id.clone()).collect()),
            committed_at: Column::new(all().map(|c| c.committed_at).collect()),
            kinds: Column::new(all().map(|c| (c.start_kind, c.kind)).collect()),
            stages: if staged { Column::new(all().map(|c| c.stages).collect()) } else { Column::default() },
        }
    }

    fn incident_columns(&self) -> Incidents {
        let all = || self.incidents.iter().map(|i| &i.record);
        Incidents {
            ids: Column::new(all().map(|i| i.id.clone()).collect()),
            began: Column::new(all().map(Incident::began).collect()),
            restored_at: Column::new(all().map(|i| i.restored_at).collect()),
            severe: Column::new(all().map(|i| i.user_impacting && i.immediate_intervention).collect()),
        }
    }

    fn service_columns(&self, deployments: &Deployments) -> Services {
        let mut first: Vec<Option<Instant>> = vec![None; self.services.len()];
        let all = deployments.service.cells().iter().zip(deployments.finished_at.cells());
        for ((service, at), facts) in all.zip(deployments.facts.cells()) {
            if let Some(cell) =
                first.get_mut(service.index()).filter(|cell| cell.is_none() && facts.eligible())
            {
                *cell = Some(*at);
            }
        }
        Services {
            ids: Column::new(self.services.keys().cloned().collect()),
            active: Column::new(
                self.services.values().map(|it| (it.service.active_from, it.service.active_to)).collect(),
            ),
            known_from: Column::new(self.services.values().map(|it| it.since).collect()),
            first_reported: Column::new(first),
        }
    }

    /// Which change goes with which deployment, whichever side says so.
    fn carried(&self, rows: &Rows<'_>, loaded: &mut Loaded<()>) -> Vec<(ChangeRow, DeploymentRow)> {
        let mut pairs = Vec::new();
        for (placed, deployment) in self.deployments.iter().zip((0..).map(DeploymentRow::of)) {
            for id in &placed.record.changes {
                match rows.changes.get(id) {
                    Some(change) => pairs.push((*change, deployment)),
                    None => loaded.reject(placed.part("changes", unknown("change", id))),
                }
            }
        }
        for (placed, change) in self.changes.iter().zip((0..).map(ChangeRow::of)) {
            for id in &placed.record.deployments {
                match rows.deployments.get(id.as_str()) {
                    Some(deployment) => pairs.push((change, *deployment)),
                    None => loaded.reject(placed.part("deployments", unknown("deployment", id))),
                }
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// A row for every change in every one of its services, with the first eligible deployment that carries it there.
    fn carriages(
        &self,
        rows: &Rows<'_>,
        carried: &[(ChangeRow, DeploymentRow)],
        deployments: &Deployments,
    ) -> (Carriages, Lists<DeploymentRow, CarriageRow>) {
        let own = self.changes.iter().zip((0..).map(ChangeRow::of)).flat_map(|(placed, change)| {
            let services = placed.record.services.iter().filter_map(|id| rows.services.get(id));
            services.map(move |service| ((change, *service), Instant::MIN))
        });
        let by_deployment = carried.iter().filter_map(|&(change, deployment)| {
            let service = deployments.service.at(deployment)?;
            Some(((change, *service), *deployments.finished_at.at(deployment)?))
        });
        let mut known: Vec<((ChangeRow, ServiceRow), Instant)> = own.chain(by_deployment).collect();
        known.sort_unstable();
        // The earliest of a pair comes first, and stays.
        known.dedup_by_key(|it| it.0);
        let (keys, known_from): (Vec<_>, Vec<_>) = known.into_iter().unzip();
        let mut first = vec![None; keys.len()];
        let mut pairs = Vec::with_capacity(carried.len());
        // Deployments of one change come in the order of time, so the first eligible one met is the first of all.
        for &(change, deployment) in carried {
            let service = deployments.service.at(deployment).copied().unwrap_or_default();
            let Ok(found) = keys.binary_search(&(change, service)) else { continue };
            let Ok(position) = u32::try_from(found) else { continue };
            pairs.push((deployment, CarriageRow::of(position)));
            let eligible = deployments.facts.at(deployment).is_some_and(|facts| facts.eligible());
            if let Some(cell) = first.get_mut(found).filter(|cell| cell.is_none() && eligible) {
                *cell = Some(deployment);
            }
        }
        let (keys, known_from) = (Column::new(keys), Column::new(known_from));
        let carriages = Carriages { keys, known_from, first: Column::new(first) };
        (carriages, Lists::new(deployments.finished_at.rows(), pairs))
    }

    fn causes(&self, rows: &Rows<'_>, loaded: &mut Loaded<()>) -> Vec<(IncidentRow, DeploymentRow)> {
        let mut pairs = Vec::new();
        for (placed, incident) in self.incidents.iter().zip((0..).map(IncidentRow::of)) {
            for id in &placed.record.caused_by {
                match rows.deployments.get(id.as_str()) {
                    Some(deployment) => pairs.push((incident, *deployment)),
                    None => loaded.reject(placed.part("caused_by", unknown("deployment", id))),
                }
            }
        }
        pairs
    }

    /// Which deployment mends which deployments and incidents. Only an earlier deployment can be mended, so there is no loop.
    fn remedies(&self, rows: &Rows<'_>, loaded: &mut Loaded<()>) -> Remedies {
        let mut of_deployments = Vec::new();
        let mut of_incidents = Vec::new();
        for (placed, by) in self.deployments.iter().zip((0..).map(DeploymentRow::of)) {
            for id in &placed.record.remediates {
                let deployment = rows.deployments.get(id.as_str());
                let incident = rows.incidents.get(id.as_str());
                of_incidents.extend(incident.map(|&of| (by, of)));
                match deployment {
                    Some(&of) if of < by => of_deployments.push((by, of)),
                    Some(_) => {
                        let reason = format!(
                            "deployment `{id}` is not an earlier one, so it cannot be mended by this"
                        );
                        loaded.reject(placed.part("remediates", reason));
                    }
                    None if incident.is_some() => {}
                    None => loaded.reject(placed.part("remediates", unknown_remedy(id))),
                }
            }
        }
        (of_deployments, of_incidents)
    }

    /// Names the records whose times contradict each other. They stay: the metrics leave them out and count them.
    fn report_times(&self, carried: &[(ChangeRow, DeploymentRow)], loaded: &mut Loaded<()>) {
        for &(change, deployment) in carried {
            let (Some(c), Some(d)) =
                (self.changes.get(change.index()), self.deployments.get(deployment.index()))
            else {
                continue;
            };
            let lead = d.record.finished_at.since(c.record.committed_at);
            if lead.is_negative() {
                let id = &d.record.id;
                let reason =
                    format!("it was committed after its deployment `{id}` finished: no lead time is taken");
                loaded.reject(c.part("committed_at", reason));
            }
        }
        for i in &self.incidents {
            if i.record.began().zip(i.record.restored_at).is_some_and(|(began, restored)| restored < began) {
                loaded.reject(
                    i.part("restored_at", "it was restored before it began: no recovery time is taken"),
                );
            }
        }
    }
}

type Remedies = (Vec<(DeploymentRow, DeploymentRow)>, Vec<(DeploymentRow, IncidentRow)>);

fn unknown(kind: &str, id: impl std::fmt::Display) -> String {
    format!("{kind} `{id}` is unknown or was refused")
}

fn unknown_remedy(id: &str) -> String {
    let shown: String = id.chars().take(80).collect();
    format!("there is no deployment or incident `{shown}`, or it was refused")
}
