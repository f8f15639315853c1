//! A view of the log: as of an instant, in a window, of a group.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::group::Groups;
use crate::id::ServiceId;
use crate::instant::{Elapsed, Instant};
use crate::window::Window;

use super::EventLog;
use super::row::{CarriageRow, DeploymentRow, IncidentRow, Row, ServiceRow};

/// What a grouping key is derived from: a service at an instant, since ownership is as of the event's time.
#[derive(Clone, Copy, Debug)]
pub struct Event<'log> {
    service: &'log ServiceId,
    at: Instant,
}

impl<'log> Event<'log> {
    /// The service.
    #[must_use]
    pub const fn service(&self) -> &'log ServiceId {
        self.service
    }

    /// The instant of the event.
    #[must_use]
    pub const fn at(&self) -> Instant {
        self.at
    }
}

/// Rows in the order of their time: all of a stretch, or a list.
#[derive(Clone, Debug)]
struct Rows<R> {
    list: Option<Arc<[R]>>,
    range: Range<u32>,
}

impl<R: Row> Rows<R> {
    const fn stretch(count: u32) -> Self {
        Self { list: None, range: 0..count }
    }

    fn listed(rows: Vec<R>) -> Self {
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        Self { list: Some(rows.into()), range: 0..count }
    }

    fn at(&self, position: u32) -> R {
        let listed = self.list.as_ref().and_then(|list| list.get(position as usize));
        listed.copied().unwrap_or_else(|| R::of(position))
    }

    fn iter(&self) -> impl Iterator<Item = R> + '_ {
        self.range.clone().map(|position| self.at(position))
    }

    /// The rows whose time lies in [start, end); times rise with the rows.
    fn between(&self, start: Instant, end: Instant, time: impl Fn(R) -> Instant) -> Self {
        let first = |bound: Instant| {
            let (mut low, mut high) = (self.range.start, self.range.end);
            while low < high {
                let middle = low + (high - low) / 2;
                if time(self.at(middle)) < bound { low = middle + 1 } else { high = middle }
            }
            low
        };
        Self { list: self.list.clone(), range: first(start)..first(end) }
    }
}

/// Part of a log: as of an instant, perhaps in a window, perhaps of a group. Cheap to clone.
#[derive(Clone, Debug)]
pub struct View<'log> {
    log: &'log EventLog,
    as_of: Instant,
    window: Option<Window>,
    deployments: Rows<DeploymentRow>,
    carriages: Rows<CarriageRow>,
    services: Arc<[ServiceRow]>,
}

impl<'log> View<'log> {
    pub(super) fn whole(log: &'log EventLog, as_of: Instant) -> Self {
        Self {
            log,
            as_of,
            window: None,
            deployments: Rows::stretch(log.deployments.finished_at.rows()),
            carriages: Rows::stretch(log.carriages.keys.rows()),
            services: (0..log.services.ids.rows())
                .map(ServiceRow::of)
                .filter(|service| log.service_known_by(*service, as_of))
                .collect(),
        }
    }

    /// The part in a window: deployments by `finished_at`, changes by `committed_at`.
    #[must_use]
    pub fn within(&self, window: &Window) -> Self {
        let log = self.log;
        let committed = |row: CarriageRow| log.committed_at(log.carriage(row).0);
        Self {
            window: Some(*window),
            deployments: self.deployments.between(window.start(), window.end(), |row| log.finished_at(row)),
            carriages: self.carriages.between(window.start(), window.end(), committed),
            ..self.clone()
        }
    }

    /// The parts by a key of service and instant; usually the team that owned the service then.
    ///
    /// A service belongs to a group where an event of it does, or where its key at the edges of the window is the group's:
    /// so a team that did not deploy in the window has its view, with a real count of 0.
    #[must_use]
    pub fn group_by<K: Ord + Clone>(&self, key: impl Fn(Event<'log>) -> K) -> Groups<K, Self> {
        self.group_by_each(|event| [key(event)])
    }

    /// As [`View::group_by`], where an event may belong to several groups: a co-owned service stands in each owner's view.
    #[must_use]
    pub fn group_by_each<K, I>(&self, keys: impl Fn(Event<'log>) -> I) -> Groups<K, Self>
    where
        K: Ord + Clone,
        I: IntoIterator<Item = K>,
    {
        let mut parts: BTreeMap<K, Part> = BTreeMap::new();
        for (service, at) in self.edges() {
            self.sort_in(&mut parts, &keys, service, at, |_| {});
        }
        for row in self.deployments.iter() {
            let at = self.log.finished_at(row);
            self.sort_in(&mut parts, &keys, self.log.service_of(row), at, |part| part.deployments.push(row));
        }
        for row in self.carriages() {
            let (change, service) = self.log.carriage(row);
            let at = self.log.committed_at(change);
            self.sort_in(&mut parts, &keys, service, at, |part| part.carriages.push(row));
        }
        parts.into_iter().map(|(key, part)| (key, self.of_part(part))).collect()
    }

    fn sort_in<K: Ord, I: IntoIterator<Item = K>>(
        &self,
        parts: &mut BTreeMap<K, Part>,
        keys: impl Fn(Event<'log>) -> I,
        service: ServiceRow,
        at: Instant,
        mut put: impl FnMut(&mut Part),
    ) {
        let Some(id) = self.log.service_id(service) else { return };
        if !self.log.service_known_by(service, self.as_of) {
            return;
        }
        // What happens later goes where the service belongs now: nobody knows yet who will own it.
        for key in keys(Event { service: id, at: at.min(self.as_of) }) {
            let part = parts.entry(key).or_default();
            part.services.insert(service);
            put(part);
        }
    }

    /// Every service at the first and the last instant of the window that can be seen.
    fn edges(&self) -> impl Iterator<Item = (ServiceRow, Instant)> + '_ {
        let first = self.window.map_or(self.as_of, |window| window.start());
        let last = self.window.map_or(self.as_of, |window| window.end() - Elapsed::from_nanos(1));
        self.services.iter().flat_map(move |service| [(*service, first), (*service, last)])
    }

    fn of_part(&self, part: Part) -> Self {
        Self {
            deployments: Rows::listed(part.deployments),
            carriages: Rows::listed(part.carriages),
            services: part.services.into_iter().collect(),
            ..self.clone()
        }
    }

    /// The log.
    #[must_use]
    pub const fn log(&self) -> &'log EventLog {
        self.log
    }

    /// The instant as of which the log is seen.
    #[must_use]
    pub const fn as_of(&self) -> Instant {
        self.as_of
    }

    /// The window, if the view has one.
    #[must_use]
    pub const fn window(&self) -> Option<&Window> {
        self.window.as_ref()
    }

    /// All deployments of the view in the order of time, eligible or not.
    pub fn deployments(&self) -> impl Iterator<Item = DeploymentRow> + '_ {
        self.deployments.iter()
    }

    /// The deployments of the view that count (dora.md section 2), in the order of time.
    pub fn eligible(&self) -> impl Iterator<Item = DeploymentRow> + '_ {
        self.deployments().filter(|row| self.log.eligible(*row, self.as_of))
    }

    /// The changes of the view in each of their services, in the order of their commits.
    pub fn carriages(&self) -> impl Iterator<Item = CarriageRow> + '_ {
        self.carriages.iter().filter(|row| self.log.carriage_known_by(*row, self.as_of))
    }

    /// The services that belong to the view.
    #[must_use]
    pub fn services(&self) -> &[ServiceRow] {
        &self.services
    }

    /// The incidents known by the view's instant that name one of its deployments as their cause, each once.
    #[must_use]
    pub fn incidents(&self) -> BTreeSet<IncidentRow> {
        let named = self.deployments().flat_map(|row| self.log.incidents_of(row));
        named.copied().filter(|incident| self.log.known_by(*incident, self.as_of)).collect()
    }

    /// Whether any service of the view has ever had an eligible deployment by the view's instant.
    #[must_use]
    pub fn has_reported(&self) -> bool {
        self.services.iter().any(|service| self.log.has_reported(*service, self.as_of))
    }

    /// The time in the window, until the view's instant, in which at least one service of the view existed.
    ///
    /// Without a window: from the first deployment to the view's instant.
    #[must_use]
    pub fn exposure(&self) -> Elapsed {
        let start = self.window.map(|w| w.start()).or_else(|| self.log.span().map(|(first, _)| first));
        let Some(start) = start else { return Elapsed::ZERO };
        let end = self.window.map_or(self.as_of, |w| w.end().min(self.as_of));
        let mut lives: Vec<(Instant, Instant)> = self
            .services
            .iter()
            .map(|service| self.log.active(*service))
            .map(|(from, to)| (from.map_or(start, |f| f.max(start)), to.map_or(end, |t| t.min(end))))
            .filter(|(from, to)| from < to)
            .collect();
        lives.sort_unstable();
        let mut covered = (Elapsed::ZERO, start);
        for (from, to) in lives {
            let from = from.max(covered.1);
            if to > from {
                covered = (covered.0 + to.since(from), to);
            }
        }
        covered.0
    }
}

/// The rows of one group while they are collected.
#[derive(Default)]
struct Part {
    deployments: Vec<DeploymentRow>,
    carriages: Vec<CarriageRow>,
    services: BTreeSet<ServiceRow>,
}
