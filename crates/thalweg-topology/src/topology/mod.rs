//! A topology that has been checked, and what can be asked of it as of any instant.

mod check;
mod coverage;
mod index;
mod lasts;
mod load;
mod loops;
mod management;
mod numbers;
mod ownership;
mod records;
mod rows;
#[cfg(feature = "schema")]
mod schema;
mod services;
mod things;
mod waits;
mod write;

use thalweg_model::record::TeamKind;
use thalweg_model::{Instant, PersonId, RecordId, ServiceId, TeamId, Tz};

use crate::document::{Document, EscalationPath, Lasting, Person, Schedule, Service, Team};
use crate::error::TopologyError;
use crate::format::Format;

pub use coverage::Coverage;
pub use ownership::Owners;
#[cfg(feature = "schema")]
pub use schema::json_schema;

pub(crate) use coverage::Owned;
use index::Index;
pub(crate) use numbers::numbered;
pub(crate) use rows::{Rows, counted};
use services::Services;
pub(crate) use things::Part;
pub(crate) use waits::{Wait, more};
use write::write;

/// The teams, people, services and agreements of an organisation over time.
///
/// ```
/// use thalweg_model::{ServiceId, TeamId};
/// use thalweg_topology::Topology;
/// let topology = Topology::from_toml(r#"
///     zone = "Europe/Berlin"
///     teams = [{ id = "checkout", kind = "stream-aligned" }, { id = "catalogue", kind = "stream-aligned" }]
///     services = [{ id = "pricing" }]
///
///     [[ownership]]
///     service = "pricing"
///     team = "catalogue"
///     until = 2025-07-01
///
///     [[ownership]]
///     service = "pricing"
///     team = "checkout"
///     from = 2025-07-01
/// "#)?;
/// let pricing = ServiceId::new("pricing")?;
/// let owner = |at: &str| at.parse().map(|at| topology.owner_of(&pricing, at));
/// assert_eq!(owner("2025-06-30T21:59:59Z")?, Some(TeamId::new("catalogue")?));
/// assert_eq!(owner("2025-06-30T22:00:00Z")?, Some(TeamId::new("checkout")?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Topology {
    document: Document,
    zone: Tz,
    index: Index,
}

/// The same records, with days that begin in the same zone; all else follows from these.
impl PartialEq for Topology {
    fn eq(&self, other: &Self) -> bool {
        self.zone == other.zone && self.document == other.document
    }
}

impl Topology {
    /// The topology of a document that has been checked.
    pub(crate) fn checked(document: Document) -> Self {
        let zone = document.zone.map_or(Tz::UTC, |zone| zone.0);
        let index = Index::of(&document, zone);
        Self { document, zone, index }
    }

    /// The same topology with its days beginning in another zone.
    #[must_use]
    pub fn in_zone(self, zone: Tz) -> Self {
        Self::checked(Document { zone: Some(crate::document::Zone(zone)), ..self.document })
    }

    /// The records as they are written.
    #[must_use]
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// The zone in which days begin.
    #[must_use]
    pub const fn zone(&self) -> Tz {
        self.zone
    }

    /// The topology as text; unknown fields are written as they were read.
    ///
    /// # Errors
    /// [`TopologyError::Unwritable`] where the format cannot hold an unknown value.
    pub fn to_text(&self, format: Format) -> Result<String, TopologyError> {
        write(&self.document, format)
    }

    /// Those of a list that are so at an instant.
    pub fn active<'a, T: Lasting>(
        &self,
        all: &'a [T],
        at: Instant,
    ) -> impl Iterator<Item = &'a T> + use<'a, T> {
        let zone = self.zone;
        all.iter().filter(move |it| it.active(at, zone))
    }

    /// The teams that exist at an instant, in the order of the document.
    pub fn teams(&self, at: Instant) -> impl Iterator<Item = &Team> {
        self.active(&self.document.teams, at)
    }

    /// A team as it is at an instant.
    #[must_use]
    pub fn team(&self, id: &TeamId, at: Instant) -> Option<&Team> {
        self.at(self.index.teams.get(id)?, &self.document.teams, at)
    }

    /// The type of a team at an instant; undefined where it is unknown.
    #[must_use]
    pub fn kind_of(&self, id: &TeamId, at: Instant) -> TeamKind {
        self.team(id, at).map_or(TeamKind::Undefined, |team| team.kind)
    }

    /// A person as of an instant.
    #[must_use]
    pub fn person(&self, id: &PersonId, at: Instant) -> Option<&Person> {
        self.at(self.index.people.get(id)?, &self.document.people, at)
    }

    /// A service as of an instant.
    #[must_use]
    pub fn service(&self, id: &ServiceId, at: Instant) -> Option<&Service> {
        self.numbered(self.index.services.find(id)?, at)
    }

    /// A service by its number.
    fn numbered(&self, service: u32, at: Instant) -> Option<&Service> {
        self.document.services.get(Services::place(self.index.services.version(service, at)?))
    }

    /// An escalation path as of an instant.
    #[must_use]
    pub fn escalation_path(&self, id: &RecordId, at: Instant) -> Option<&EscalationPath> {
        self.at(self.index.paths.get(id)?, &self.document.escalation_paths, at)
    }

    /// A schedule as of an instant.
    #[must_use]
    pub fn schedule(&self, id: &RecordId, at: Instant) -> Option<&Schedule> {
        self.at(self.index.schedules.get(id)?, &self.document.schedules, at)
    }

    /// The people of a team at an instant.
    pub fn members<'a>(&'a self, team: &'a TeamId, at: Instant) -> impl Iterator<Item = &'a Person> {
        let all = self.index.members.get(team).map_or(&[][..], Vec::as_slice);
        all.iter()
            .filter_map(|place| self.document.people.get(*place))
            .filter(move |person| person.active(at, self.zone))
    }

    /// The record among the versions of one id that is so at an instant.
    fn at<'a, T: Lasting>(&self, versions: &[usize], all: &'a [T], at: Instant) -> Option<&'a T> {
        versions.iter().filter_map(|place| all.get(*place)).find(|it| it.active(at, self.zone))
    }
}
