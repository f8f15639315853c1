//! What the accumulator knows: the newest version of every record, and where each one hangs.

use std::collections::{BTreeSet, HashMap};

use crate::table::{Carry, Marks, Tick};

use super::event::{Event, Fact, Kind};
use super::list::Lists;

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Taken {
    /// It told of a new record.
    New,
    /// It corrected a record.
    Corrected,
    /// It said what was known already.
    Repeated,
    /// It is older than what is known.
    Outdated,
    /// It contradicts what is known under the same version. The greater of both stands.
    Clashed,
    /// Its instant lies outside the years 1970 to 2199, or there is no room for more records of its kind.
    Refused,
}

/// Why two accumulators do not merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MergeError {
    /// They count time in other ticks.
    #[error("one counts in {own:?}s, the other in {other:?}s: only accumulators of one tick merge")]
    Tick {
        /// The tick of the one that takes in.
        own: Tick,
        /// The tick of the other.
        other: Tick,
    },
    /// They carry changes in another way.
    #[error("one carries changes {own:?}, the other {other:?}: only accumulators that carry alike merge")]
    Carry {
        /// The way of the one that takes in.
        own: Carry,
        /// The way of the other.
        other: Carry,
    },
}

/// A deployment, known or only named.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deployment {
    pub(super) event: Option<Event>,
}

/// Where a deployment stands among others: by finish, then by id, with its slot.
pub(super) type Standing = (i64, u64, u32);

/// Takes events and gives the numbers at any time.
#[derive(Clone, Debug)]
pub struct Accumulator {
    pub(super) tick: Tick,
    pub(super) carry: Carry,
    pub(super) deployments: Vec<Deployment>,
    slots: HashMap<u64, u32>,
    pub(super) changes: Lists<Event>,
    changes_by_id: HashMap<u64, u32>,
    pub(super) incidents: Lists<Event>,
    incidents_by_id: HashMap<u64, u32>,
    /// All deployments of a service.
    pub(super) services: HashMap<u32, BTreeSet<Standing>>,
    /// The deployments to production of a group.
    pub(super) groups: HashMap<u32, BTreeSet<Standing>>,
}

impl Accumulator {
    /// An accumulator that knows nothing yet.
    #[must_use]
    pub fn new(tick: Tick, carry: Carry) -> Self {
        Self {
            tick,
            carry,
            deployments: Vec::new(),
            slots: HashMap::new(),
            changes: Lists::default(),
            changes_by_id: HashMap::new(),
            incidents: Lists::default(),
            incidents_by_id: HashMap::new(),
            services: HashMap::new(),
            groups: HashMap::new(),
        }
    }

    /// Takes an event in.
    pub fn apply(&mut self, event: Event) -> Taken {
        match event.fact {
            Fact::Deployment { id, finished_at, .. } if id != 0 && self.near(finished_at) => {
                self.deployment(id, event)
            }
            Fact::Change { id, deployment, committed_at } if self.near(committed_at) => {
                let owner = self.owner(deployment);
                hang(&mut self.changes, &mut self.changes_by_id, id, owner, event)
            }
            Fact::Incident { id, deployment, restored_at }
                if self.near(restored_at) || restored_at == crate::table::OPEN =>
            {
                let owner = self.owner(deployment);
                hang(&mut self.incidents, &mut self.incidents_by_id, id, owner, event)
            }
            Fact::Withdrawn { kind: Kind::Deployment, id } if id != 0 => self.deployment(id, event),
            Fact::Withdrawn { kind: Kind::Change, id } => {
                hang(&mut self.changes, &mut self.changes_by_id, id, None, event)
            }
            Fact::Withdrawn { kind: Kind::Incident, id } => {
                hang(&mut self.incidents, &mut self.incidents_by_id, id, None, event)
            }
            _ => Taken::Refused,
        }
    }

    fn near(&self, at: i64) -> bool {
        let (first, last) = self.tick.range();
        (first..=last).contains(&at)
    }

    /// Takes in all that another one knows. Which of both takes in the other does not matter.
    ///
    /// # Errors
    /// [`MergeError`] where the two count time in other ticks or carry changes in another way; then nothing is taken in.
    pub fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        if self.tick != other.tick {
            return Err(MergeError::Tick { own: self.tick, other: other.tick });
        }
        if self.carry != other.carry {
            return Err(MergeError::Carry { own: self.carry, other: other.carry });
        }
        other.events().for_each(|event| {
            self.apply(event);
        });
        Ok(())
    }

    /// The records that are known, the withdrawn ones among them, in no order.
    pub(super) fn events(&self) -> impl Iterator<Item = Event> + '_ {
        let deployments = self.deployments.iter().filter_map(|it| it.event);
        deployments.chain(self.changes.all()).chain(self.incidents.all())
    }

    /// How many records are known, without those that were withdrawn.
    #[must_use]
    pub fn records(&self) -> usize {
        self.events().filter(|it| !it.fact.is_withdrawn()).count()
    }

    /// The slot of a deployment, made where it is only named.
    fn slot(&mut self, id: u64) -> Option<u32> {
        if let Some(slot) = self.slots.get(&id) {
            return Some(*slot);
        }
        let slot = u32::try_from(self.deployments.len()).ok().filter(|it| *it < u32::MAX)?;
        self.deployments.push(Deployment { event: None });
        self.slots.insert(id, slot);
        Some(slot)
    }

    fn owner(&mut self, deployment: u64) -> Option<u32> {
        if deployment == 0 { None } else { self.slot(deployment) }
    }

    fn deployment(&mut self, id: u64, event: Event) -> Taken {
        let Some(slot) = self.slot(id) else { return Taken::Refused };
        let Some(known) = self.deployments.get_mut(slot as usize) else { return Taken::Refused };
        let (taken, stands) = settle(known.event, event);
        let before = known.event;
        if stands {
            known.event = Some(event);
            before.into_iter().for_each(|it| self.stand(it, slot, false));
            self.stand(event, slot, true);
        }
        taken
    }

    /// Puts a deployment among those of its service and group, or takes it out.
    fn stand(&mut self, event: Event, slot: u32, stands: bool) {
        let Fact::Deployment { id, service, group, finished_at, marks } = event.fact else { return };
        let standing = (finished_at, id, slot);
        let service = self.services.entry(service).or_default();
        let group = marks.has(Marks::PRODUCTION).then(|| self.groups.entry(group).or_default());
        for among in group.into_iter().chain([service]) {
            if stands {
                among.insert(standing);
            } else {
                among.remove(&standing);
            }
        }
    }
}

/// What becomes of an event beside what is known, and whether it takes its place.
fn settle(known: Option<Event>, event: Event) -> (Taken, bool) {
    let Some(known) = known else { return (Taken::New, true) };
    if known == event {
        return (Taken::Repeated, false);
    }
    let taken = match event.version.cmp(&known.version) {
        std::cmp::Ordering::Less => Taken::Outdated,
        std::cmp::Ordering::Equal => Taken::Clashed,
        std::cmp::Ordering::Greater => Taken::Corrected,
    };
    (taken, event > known)
}

/// Hangs a change or an incident on its deployment.
fn hang(
    lists: &mut Lists<Event>,
    places: &mut HashMap<u64, u32>,
    id: u64,
    owner: Option<u32>,
    event: Event,
) -> Taken {
    if let Some(place) = places.get(&id) {
        let at = *place as usize;
        let (taken, stands) = settle(lists.get(at), event);
        if stands {
            lists.replace(at, owner, event);
        }
        return taken;
    }
    let Ok(place) = u32::try_from(places.len()) else { return Taken::Refused };
    places.insert(id, place);
    lists.push(owner, event);
    Taken::New
}
