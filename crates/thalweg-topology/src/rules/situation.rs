//! What the rules look at: a topology at an instant, with what was observed beside it.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::{Instant, TeamId};

use super::finding::Subject;
use crate::document::{Interaction, Lasting, Team};
use crate::flow::{Flow, Journey};
use crate::observed::CoChanges;
use crate::topology::Topology;

/// A topology at an instant, with the evidence that not every topology has.
#[derive(Clone, Debug)]
pub struct Situation<'a> {
    pub(super) topology: &'a Topology,
    pub(super) at: Instant,
    pub(super) flow: Flow<'a>,
    pub(super) journeys: Option<&'a [Journey]>,
    pub(super) co_changes: Option<&'a CoChanges>,
    pub(super) unowned_paths: &'a [String],
}

impl<'a> Situation<'a> {
    /// A topology at an instant, without more.
    #[must_use]
    pub fn new(topology: &'a Topology, at: Instant) -> Self {
        let flow = topology.flow(at);
        Self { topology, at, flow, journeys: None, co_changes: None, unowned_paths: &[] }
    }

    /// With the ways of work items through teams (TT019).
    #[must_use]
    pub const fn with_journeys(mut self, journeys: &'a [Journey]) -> Self {
        self.journeys = Some(journeys);
        self
    }

    /// With what changed together (TT017).
    #[must_use]
    pub const fn with_co_changes(mut self, co_changes: &'a CoChanges) -> Self {
        self.co_changes = Some(co_changes);
        self
    }

    /// With the paths that a CODEOWNERS file leaves without an owner (TT013).
    #[must_use]
    pub const fn with_unowned_paths(mut self, paths: &'a [String]) -> Self {
        self.unowned_paths = paths;
        self
    }

    /// The teams that there are and that do work of their own: a unit that other teams are part of does not.
    pub(super) fn teams(&self) -> Vec<&'a Team> {
        let units: BTreeSet<&TeamId> =
            self.topology.teams(self.at).filter_map(|it| it.parent.as_ref()).collect();
        self.topology.teams(self.at).filter(|it| !units.contains(&it.id)).collect()
    }

    /// The interactions at the instant.
    pub(super) fn interactions(&self) -> Vec<&'a Interaction> {
        self.topology.active(&self.topology.document().interactions, self.at).collect()
    }

    /// The interactions of each team, whichever side it is on.
    pub(super) fn by_team(&self) -> BTreeMap<&'a TeamId, Vec<&'a Interaction>> {
        let mut all = BTreeMap::<&TeamId, Vec<&Interaction>>::new();
        for it in self.interactions() {
            all.entry(&it.team).or_default().push(it);
            all.entry(&it.with).or_default().push(it);
        }
        all
    }

    /// The age of a record in days, if it says since when: by the calendar, so that six weeks are six weeks when the clocks change.
    pub(super) fn age(&self, record: &impl Lasting) -> Option<f64> {
        let zone = self.topology.zone();
        let clock = |at: Instant| at.to_utc().with_timezone(&zone).naive_local();
        let from = record.span().from?.instant(zone);
        Some((clock(self.at) - clock(from)).as_seconds_f64() / 86_400.0)
    }
}

/// Two teams in the order of their names.
pub(super) fn pair(one: &TeamId, other: &TeamId) -> Subject {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    Subject::Pair(first.clone(), second.clone())
}
