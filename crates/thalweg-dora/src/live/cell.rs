//! One cell of the table, at the cost of that cell alone.

use std::ops::Bound::{Excluded, Included, Unbounded};

use thalweg_model::{Instant, Window};

use crate::table::{Carry, Cell, Counts, Marks, OPEN, quantiles};

use super::event::{Event, Fact};
use super::state::{Accumulator, Standing};

/// What a cell is made of.
#[derive(Default)]
struct Heap {
    counts: Counts,
    leads: Vec<i64>,
    recoveries: Vec<i64>,
}

impl Accumulator {
    /// The cell of a group in a window, as of an instant; `None` where it had no deployment to production there.
    ///
    /// The same bits as the cell of the batch; its `window` and `level` are 0.
    #[must_use]
    pub fn cell(&self, group: u32, window: &Window, as_of: Instant, probabilities: &[f64]) -> Option<Cell> {
        let as_of = self.tick.floor(as_of);
        let (start, end) = (self.tick.ceil(window.start()), self.tick.ceil(window.end()));
        let range = (Included((start, 0, 0)), Excluded((end.max(start), 0, 0)));
        let mut heap = Heap::default();
        for standing in self.groups.get(&group)?.range(range).take_while(|it| it.0 <= as_of) {
            self.add(*standing, as_of, &mut heap);
        }
        let Heap { counts, mut leads, mut recoveries } = heap;
        (counts.deployments > 0).then(|| Cell {
            window: 0,
            level: 0,
            group,
            counts,
            lead_times: quantiles(&mut leads, probabilities),
            recoveries: quantiles(&mut recoveries, probabilities),
        })
    }

    fn add(&self, standing: Standing, as_of: i64, heap: &mut Heap) {
        let (finished_at, _, slot) = standing;
        let Some((service, marks)) = self.service_and_marks(slot) else { return };
        let mut hit = false;
        for end in self.incidents.of(slot).filter_map(restored_at) {
            hit = true;
            if end == OPEN || end > as_of {
                heap.counts.open += 1;
            } else {
                heap.counts.recovered += 1;
                heap.recoveries.push(end - finished_at);
            }
        }
        heap.counts.deployments += 1;
        heap.counts.successful += u64::from(marks.has(Marks::SUCCESSFUL));
        heap.counts.failed += u64::from(hit || marks.has(Marks::FAILED));
        heap.counts.rework += u64::from(marks.has(Marks::REWORK));
        heap.counts.planned += u64::from(marks.has(Marks::PLANNED));
        if marks.has(Marks::SUCCESSFUL) {
            self.carried(slot, finished_at, as_of, heap);
            if self.carry == Carry::Forward {
                self.carried_on(service, standing, as_of, heap);
            }
        }
    }

    fn service_and_marks(&self, slot: u32) -> Option<(u32, Marks)> {
        match self.deployments.get(slot as usize)?.event?.fact {
            Fact::Deployment { service, marks, .. } => Some((service, marks)),
            _ => None,
        }
    }

    /// The lead times of the changes that name a deployment.
    fn carried(&self, slot: u32, finished_at: i64, as_of: i64, heap: &mut Heap) {
        for at in self.changes.of(slot).filter_map(committed_at).filter(|it| *it <= as_of) {
            heap.counts.lead_times += 1;
            heap.leads.push(finished_at - at);
        }
    }

    /// The lead times of the changes that name an earlier deployment of the service, back to the last one that carried
    /// its own. Where several finish in the same instant, the first of them carries what came before.
    fn carried_on(&self, service: u32, (finished_at, id, slot): Standing, as_of: i64, heap: &mut Heap) {
        let Some(all) = self.services.get(&service) else { return };
        let is_good = |it: &Standing| {
            let good = Marks::PRODUCTION.and(Marks::SUCCESSFUL);
            self.service_and_marks(it.2).is_some_and(|(_, marks)| marks.has(good))
        };
        // Backwards, so that a good one meets the good one before it first, however many have finished in that instant.
        let tied = (Included((finished_at, 0, 0)), Excluded((finished_at, id, slot)));
        if all.range(tied).rev().any(is_good) {
            return;
        }
        let at =
            |instant: i64| all.range((Included((instant, 0, 0)), Included((instant, u64::MAX, u32::MAX))));
        let mut met = finished_at;
        for it in all.range((Unbounded, Included((finished_at, u64::MAX, u32::MAX)))).rev() {
            // Those that finish together contain each other: a good one among them has all of them.
            if it.0 != met && at(it.0).any(is_good) {
                return;
            }
            met = it.0;
            if !is_good(it) {
                self.carried(it.2, finished_at, as_of, heap);
            }
        }
    }
}

fn restored_at(event: Event) -> Option<i64> {
    match event.fact {
        Fact::Incident { restored_at, .. } => Some(restored_at),
        _ => None,
    }
}

fn committed_at(event: Event) -> Option<i64> {
    match event.fact {
        Fact::Change { committed_at, .. } => Some(committed_at),
        _ => None,
    }
}
