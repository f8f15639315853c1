//! The event log: deployments, changes and incidents, deduplicated, cross-checked and sorted once, in columns.
//!
//! Ids become dense rows, instants integers, links flat lists. What is asked of a log goes through a [`View`].

mod build;
mod column;
mod row;
mod service;
mod settle;
mod view;

use std::collections::BTreeSet;

use crate::id::{ChangeId, DeploymentId, IncidentId, ServiceId};
use crate::instant::Instant;
use crate::record::{Change, ChangeKind, Deployment, Incident, Plan, Prompt, RecordKind, Stages, StartKind};
use crate::reject::Loaded;

pub use build::EventLogBuilder;
pub use row::{CarriageRow, ChangeRow, DeploymentRow, IncidentRow, ServiceRow};
pub use settle::Duplicates;
pub use view::{Event, View};

use column::{Column, Lists};
use row::Row;

/// What is known of a deployment beside its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeploymentFacts {
    /// Whether the environment is production.
    pub production: bool,
    /// Whether it reached production.
    pub reached_production: bool,
    /// Whether it was planned.
    pub plan: Plan,
    /// What prompted it.
    pub prompted_by: Option<Prompt>,
    /// Whether it was rolled back.
    pub rolled_back: bool,
    /// Whether somebody marked it as failed.
    pub failed: Option<bool>,
    /// Whether the record names anything that it mends, known or not.
    pub names_remedy: bool,
}

impl DeploymentFacts {
    fn of(record: &Deployment, production: bool) -> Self {
        Self {
            production,
            reached_production: record.reached_production,
            plan: record.plan,
            prompted_by: record.prompted_by,
            rolled_back: record.rolled_back,
            failed: record.failed,
            names_remedy: !record.remediates.is_empty(),
        }
    }

    /// Whether the deployment counts, once it has finished (dora.md section 2).
    #[must_use]
    pub const fn eligible(&self) -> bool {
        self.production && self.reached_production
    }
}

#[derive(Clone, Debug, Default)]
struct Deployments {
    ids: Column<DeploymentRow, DeploymentId>,
    service: Column<DeploymentRow, ServiceRow>,
    started_at: Column<DeploymentRow, Option<Instant>>,
    finished_at: Column<DeploymentRow, Instant>,
    facts: Column<DeploymentRow, DeploymentFacts>,
}

#[derive(Clone, Debug, Default)]
struct Changes {
    ids: Column<ChangeRow, ChangeId>,
    committed_at: Column<ChangeRow, Instant>,
    kinds: Column<ChangeRow, (StartKind, ChangeKind)>,
    /// Empty where no change has a stamp.
    stages: Column<ChangeRow, Stages>,
}

#[derive(Clone, Debug, Default)]
struct Carriages {
    keys: Column<CarriageRow, (ChangeRow, ServiceRow)>,
    /// Since when the change is known to belong to the service: always where it says so, else since a deployment carried it.
    known_from: Column<CarriageRow, Instant>,
    first: Column<CarriageRow, Option<DeploymentRow>>,
}

#[derive(Clone, Debug, Default)]
struct Incidents {
    ids: Column<IncidentRow, IncidentId>,
    began: Column<IncidentRow, Option<Instant>>,
    restored_at: Column<IncidentRow, Option<Instant>>,
    severe: Column<IncidentRow, bool>,
}

#[derive(Clone, Debug, Default)]
struct Services {
    ids: Column<ServiceRow, ServiceId>,
    active: Column<ServiceRow, (Option<Instant>, Option<Instant>)>,
    /// When the first record speaks of it; always known where it is declared.
    known_from: Column<ServiceRow, Instant>,
    first_reported: Column<ServiceRow, Option<Instant>>,
}

#[derive(Clone, Debug, Default)]
struct Links {
    carriages: Lists<DeploymentRow, CarriageRow>,
    incidents: Lists<DeploymentRow, IncidentRow>,
    causes: Lists<IncidentRow, DeploymentRow>,
    remedies: Lists<DeploymentRow, DeploymentRow>,
    remedied_by: Lists<DeploymentRow, DeploymentRow>,
    remedied_incidents: Lists<DeploymentRow, IncidentRow>,
}

/// What was dropped on the way in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Intake {
    /// Exact duplicates.
    pub duplicates: u64,
    /// Records that a later one with the same id took the place of.
    pub superseded: u64,
}

/// Deployments, changes and incidents in columns.
///
/// ```
/// use thalweg_model::{Deployment, DeploymentId, EnvironmentId, EventLog, ServiceId, Tz, Window};
/// let deployed = Deployment::new(
///     DeploymentId::new("D1")?, ServiceId::new("api")?, EnvironmentId::new("production")?, "2026-03-03T09:30:00Z".parse()?,
/// );
/// let loaded = EventLog::of_records([deployed.clone(), deployed], [], []);
/// assert_eq!(loaded.value.deployments(), 1);
/// assert_eq!(loaded.value.intake().duplicates, 1);
/// let month = Window::month(2026, 3, Tz::UTC)?;
/// assert_eq!(loaded.value.as_of(month.end()).within(&month).deployments().count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct EventLog {
    deployments: Deployments,
    changes: Changes,
    carriages: Carriages,
    incidents: Incidents,
    services: Services,
    links: Links,
    unrecorded: BTreeSet<RecordKind>,
    intake: Intake,
}

/// A cell of a row that the log itself gave out; the value of another log's row is the type's own default.
fn cell<R: Row, T: Copy>(column: &Column<R, T>, row: R, other: T) -> T {
    column.at(row).copied().unwrap_or(other)
}

impl EventLog {
    /// A builder with the defaults.
    pub fn builder() -> EventLogBuilder {
        EventLogBuilder::default()
    }

    /// The log of records in memory, under the defaults of the builder.
    pub fn of_records(
        deployments: impl IntoIterator<Item = Deployment>,
        changes: impl IntoIterator<Item = Change>,
        incidents: impl IntoIterator<Item = Incident>,
    ) -> Loaded<Self> {
        let mut builder = Self::builder();
        deployments.into_iter().for_each(|record| builder.deployment(record, None));
        changes.into_iter().for_each(|record| builder.change(record, None));
        incidents.into_iter().for_each(|record| builder.incident(record, None));
        builder.build()
    }

    /// Everything that happened until `as_of`.
    #[must_use]
    pub fn as_of(&self, as_of: Instant) -> View<'_> {
        View::whole(self, as_of)
    }

    /// How many deployments the log holds, eligible or not.
    #[must_use]
    pub fn deployments(&self) -> usize {
        self.deployments.ids.cells().len()
    }

    /// How many changes the log holds.
    #[must_use]
    pub fn changes(&self) -> usize {
        self.changes.ids.cells().len()
    }

    /// How many incidents the log holds.
    #[must_use]
    pub fn incidents(&self) -> usize {
        self.incidents.ids.cells().len()
    }

    /// The services that any record speaks of, in the order of their ids.
    #[must_use]
    pub fn services(&self) -> &[ServiceId] {
        self.services.ids.cells()
    }

    /// Whether the sources record this kind of event at all.
    #[must_use]
    pub fn records(&self, kind: RecordKind) -> bool {
        !self.unrecorded.contains(&kind)
    }

    /// What was dropped on the way in.
    #[must_use]
    pub const fn intake(&self) -> Intake {
        self.intake
    }

    /// When the first and the last deployment finished.
    #[must_use]
    pub fn span(&self) -> Option<(Instant, Instant)> {
        let all = self.deployments.finished_at.cells();
        all.first().copied().zip(all.last().copied())
    }

    /// The id of a deployment.
    #[must_use]
    pub fn deployment_id(&self, row: DeploymentRow) -> Option<&DeploymentId> {
        self.deployments.ids.at(row)
    }

    /// When a deployment started, if known.
    #[must_use]
    pub fn started_at(&self, row: DeploymentRow) -> Option<Instant> {
        cell(&self.deployments.started_at, row, None)
    }

    /// When a deployment finished.
    #[must_use]
    pub fn finished_at(&self, row: DeploymentRow) -> Instant {
        cell(&self.deployments.finished_at, row, Instant::MIN)
    }

    /// The service that a deployment put out.
    #[must_use]
    pub fn service_of(&self, row: DeploymentRow) -> ServiceRow {
        cell(&self.deployments.service, row, ServiceRow::default())
    }

    /// What else is known of a deployment.
    #[must_use]
    pub fn facts(&self, row: DeploymentRow) -> Option<&DeploymentFacts> {
        self.deployments.facts.at(row)
    }

    /// Whether a deployment counts as of an instant: production, reached, finished (dora.md section 2).
    #[must_use]
    pub fn eligible(&self, row: DeploymentRow, as_of: Instant) -> bool {
        self.facts(row).is_some_and(DeploymentFacts::eligible) && self.finished_at(row) <= as_of
    }

    /// The incidents that name the deployment as a cause.
    #[must_use]
    pub fn incidents_of(&self, row: DeploymentRow) -> &[IncidentRow] {
        self.links.incidents.of(row)
    }

    /// The deployments that mend this one, in the order of time.
    #[must_use]
    pub fn remedied_by(&self, row: DeploymentRow) -> &[DeploymentRow] {
        self.links.remedied_by.of(row)
    }

    /// The deployments that this one mends.
    #[must_use]
    pub fn remedies(&self, row: DeploymentRow) -> &[DeploymentRow] {
        self.links.remedies.of(row)
    }

    /// The incidents that this deployment mends.
    #[must_use]
    pub fn remedied_incidents(&self, row: DeploymentRow) -> &[IncidentRow] {
        self.links.remedied_incidents.of(row)
    }

    /// The changes, in the deployment's service, that it carries.
    #[must_use]
    pub fn carriages_of(&self, row: DeploymentRow) -> &[CarriageRow] {
        self.links.carriages.of(row)
    }

    /// The change and the service of a carriage.
    #[must_use]
    pub fn carriage(&self, row: CarriageRow) -> (ChangeRow, ServiceRow) {
        cell(&self.carriages.keys, row, Default::default())
    }

    /// The first eligible deployment that carries the change in its service, finished by `as_of`.
    #[must_use]
    pub fn first_deployment(&self, row: CarriageRow, as_of: Instant) -> Option<DeploymentRow> {
        cell(&self.carriages.first, row, None).filter(|first| self.finished_at(*first) <= as_of)
    }

    /// Whether it is known by `as_of` that the change belongs to the service: not by a deployment that finished later.
    pub(crate) fn carriage_known_by(&self, row: CarriageRow, as_of: Instant) -> bool {
        cell(&self.carriages.known_from, row, Instant::MAX) <= as_of
    }

    /// Whether the service is declared, or any record until `as_of` speaks of it.
    pub(crate) fn service_known_by(&self, row: ServiceRow, as_of: Instant) -> bool {
        cell(&self.services.known_from, row, Instant::MAX) <= as_of
    }

    /// The id of a change.
    #[must_use]
    pub fn change_id(&self, row: ChangeRow) -> Option<&ChangeId> {
        self.changes.ids.at(row)
    }

    /// When the clock of a change starts.
    #[must_use]
    pub fn committed_at(&self, row: ChangeRow) -> Instant {
        cell(&self.changes.committed_at, row, Instant::MIN)
    }

    /// What the clock of a change starts with, and who made it.
    #[must_use]
    pub fn change_kinds(&self, row: ChangeRow) -> (StartKind, ChangeKind) {
        cell(&self.changes.kinds, row, Default::default())
    }

    /// The stage stamps of a change.
    #[must_use]
    pub fn stages(&self, row: ChangeRow) -> Stages {
        cell(&self.changes.stages, row, Stages::default())
    }

    /// The id of an incident.
    #[must_use]
    pub fn incident_id(&self, row: IncidentRow) -> Option<&IncidentId> {
        self.incidents.ids.at(row)
    }

    /// When an incident began: the impact, else the detection.
    #[must_use]
    pub fn began(&self, row: IncidentRow) -> Option<Instant> {
        cell(&self.incidents.began, row, None)
    }

    /// When service was restored, by `as_of`; later is still open.
    #[must_use]
    pub fn restored_at(&self, row: IncidentRow, as_of: Instant) -> Option<Instant> {
        cell(&self.incidents.restored_at, row, None).filter(|at| *at <= as_of)
    }

    /// Whether the incident is known by `as_of`: one that began later is not.
    #[must_use]
    pub fn known_by(&self, row: IncidentRow, as_of: Instant) -> bool {
        self.began(row).is_none_or(|at| at <= as_of)
    }

    /// Whether users felt it and somebody had to act at once: what makes its causes failed deployments.
    #[must_use]
    pub fn is_failure(&self, row: IncidentRow) -> bool {
        cell(&self.incidents.severe, row, false)
    }

    /// The deployments that an incident names as its cause, in the order of time.
    #[must_use]
    pub fn causes_of(&self, row: IncidentRow) -> &[DeploymentRow] {
        self.links.causes.of(row)
    }

    /// The id of a service.
    #[must_use]
    pub fn service_id(&self, row: ServiceRow) -> Option<&ServiceId> {
        self.services.ids.at(row)
    }

    /// From when until when a service runs, where known.
    #[must_use]
    pub fn active(&self, row: ServiceRow) -> (Option<Instant>, Option<Instant>) {
        cell(&self.services.active, row, (None, None))
    }

    /// Whether the service has had an eligible deployment by `as_of`.
    #[must_use]
    pub fn has_reported(&self, row: ServiceRow, as_of: Instant) -> bool {
        cell(&self.services.first_reported, row, None).is_some_and(|at| at <= as_of)
    }
}
