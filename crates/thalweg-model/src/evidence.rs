//! Evidence: readings by metric, entity and window, with the records and what the sources say of themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono_tz::Tz;
use serde::Serialize;

use crate::group::Groups;
use crate::id::{GroupId, MetricId, PersonId, RepositoryId, ServiceId, StreamId, TeamId};
use crate::instant::Instant;
use crate::quantity::Quantity;
use crate::reading::Reading;
use crate::records::{Records, Sources};
use crate::window::Window;

/// What a reading is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Entity {
    /// The whole organisation.
    Organisation,
    /// A team.
    Team(TeamId),
    /// What no team owns: its own group, never dropped.
    Unowned,
    /// A service.
    Service(ServiceId),
    /// A value stream.
    Stream(StreamId),
    /// The span of a manager.
    Span(PersonId),
    /// A group of a survey's hierarchy that is no team.
    Group(GroupId),
    /// A repository.
    Repository(RepositoryId),
}

impl Entity {
    /// The entity of a team, or of what no team owns.
    #[must_use]
    pub fn owner(team: Option<TeamId>) -> Self {
        team.map_or(Self::Unowned, Self::Team)
    }
}

impl fmt::Display for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organisation => f.write_str("organisation"),
            Self::Team(id) => write!(f, "team:{id}"),
            Self::Unowned => f.write_str("unowned"),
            Self::Service(id) => write!(f, "service:{id}"),
            Self::Stream(id) => write!(f, "stream:{id}"),
            Self::Span(id) => write!(f, "span:{id}"),
            Self::Group(id) => write!(f, "group:{id}"),
            Self::Repository(id) => write!(f, "repository:{id}"),
        }
    }
}

impl Serialize for Entity {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A result that can be told as readings: metric by metric, in the units that its crate declares.
pub trait Readings {
    /// The readings, each with its metric's id.
    fn readings(&self) -> Vec<(MetricId, Reading)>;
}

/// One metric, one entity, one window, and what was read there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// The metric.
    pub metric: MetricId,
    /// What it is about.
    pub entity: Entity,
    /// The window observed.
    pub window: Window,
    /// What was read.
    pub reading: Reading<Quantity>,
}

/// All evidence of one organisation as of one instant: what playbooks judge and reviews show.
///
/// ```
/// use thalweg_model::{Basis, Entity, Evidence, MetricId, Quantity, Reading, Unit, Window, Tz};
/// let month = Window::month(2026, 3, Tz::UTC)?;
/// let metric = MetricId::new("dora.change_lead_time")?;
/// let hours = Quantity::new(35.5, Unit::Hours).expect("finite");
/// let evidence = Evidence::new(month, month.end())
///     .with(Entity::Organisation, &metric, month, Reading::known(hours, Basis::of(10)));
/// let reading = evidence.reading(&metric, &Entity::Organisation, &month).expect("just put there");
/// assert_eq!(reading.value(), Some(&hours));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    period: Window,
    as_of: Instant,
    readings: BTreeMap<MetricId, BTreeMap<Entity, BTreeMap<Window, Reading<Quantity>>>>,
    records: Records,
    sources: Sources,
}

impl Evidence {
    /// Empty evidence for a period, as of an instant.
    #[must_use]
    pub fn new(period: Window, as_of: Instant) -> Self {
        Self {
            period,
            as_of,
            readings: BTreeMap::new(),
            records: Records::default(),
            sources: Sources::default(),
        }
    }

    /// With the records of the organisation and what its sources say of their completeness.
    #[must_use]
    pub fn with_records(mut self, records: Records, sources: Sources) -> Self {
        self.records = records.sorted();
        self.sources = sources;
        self
    }

    /// With one reading; a later one for the same metric, entity and window takes its place.
    #[must_use]
    pub fn with(mut self, entity: Entity, metric: &MetricId, window: Window, reading: Reading) -> Self {
        self.insert(entity, metric, window, reading);
        self
    }

    /// With all readings of a result about one entity in one window.
    #[must_use]
    pub fn about(mut self, entity: &Entity, window: Window, result: &impl Readings) -> Self {
        for (metric, reading) in result.readings() {
            self.insert(entity.clone(), &metric, window, reading);
        }
        self
    }

    /// With the readings of the whole organisation in one window.
    #[must_use]
    pub fn org(self, window: Window, result: &impl Readings) -> Self {
        self.about(&Entity::Organisation, window, result)
    }

    /// With the readings of every team in one window; what no team owns stays its own entity.
    #[must_use]
    pub fn per_team<R: Readings>(self, window: Window, results: &Groups<Option<TeamId>, R>) -> Self {
        results.iter().fold(self, |evidence, (team, result)| {
            evidence.about(&Entity::owner(team.clone()), window, result)
        })
    }

    /// Adds one reading; a later one for the same metric, entity and window takes its place.
    pub fn insert(&mut self, entity: Entity, metric: &MetricId, window: Window, reading: Reading) {
        let entities = self.readings.entry(metric.clone()).or_default();
        entities.entry(entity).or_default().insert(window, reading);
    }

    /// The period that is judged.
    #[must_use]
    pub const fn period(&self) -> &Window {
        &self.period
    }

    /// The zone of the organisation's calendar.
    #[must_use]
    pub const fn zone(&self) -> Tz {
        self.period.zone()
    }

    /// The instant as of which everything was computed.
    #[must_use]
    pub const fn as_of(&self) -> Instant {
        self.as_of
    }

    /// The records.
    #[must_use]
    pub const fn records(&self) -> &Records {
        &self.records
    }

    /// What the sources say of their completeness.
    #[must_use]
    pub const fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The reading of a metric about an entity in a window, if there is one.
    #[must_use]
    pub fn reading(&self, metric: &MetricId, entity: &Entity, window: &Window) -> Option<&Reading> {
        self.readings.get(metric)?.get(entity)?.get(window)
    }

    /// The readings of a metric about an entity, in the order of their windows.
    pub fn series(&self, metric: &MetricId, entity: &Entity) -> impl Iterator<Item = (&Window, &Reading)> {
        self.readings.get(metric).and_then(|entities| entities.get(entity)).into_iter().flatten()
    }

    /// The entities that have a reading of the metric.
    pub fn entities(&self, metric: &MetricId) -> impl Iterator<Item = &Entity> {
        self.readings.get(metric).into_iter().flat_map(BTreeMap::keys)
    }

    /// All entities with any reading.
    #[must_use]
    pub fn all_entities(&self) -> BTreeSet<&Entity> {
        self.readings.values().flat_map(BTreeMap::keys).collect()
    }

    /// The metrics that have a reading.
    pub fn metrics(&self) -> impl Iterator<Item = &MetricId> {
        self.readings.keys()
    }

    /// Every reading, in the order of metric, entity and window.
    pub fn findings(&self) -> impl Iterator<Item = Finding> {
        self.readings.iter().flat_map(|(metric, entities)| {
            entities.iter().flat_map(move |(entity, windows)| {
                windows.iter().map(move |(window, reading)| Finding {
                    metric: metric.clone(),
                    entity: entity.clone(),
                    window: *window,
                    reading: reading.clone(),
                })
            })
        })
    }
}
