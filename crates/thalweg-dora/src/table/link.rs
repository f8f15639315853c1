//! Links of changes and incidents to rows, and the samples that come of them.

use std::num::NonZeroUsize;
use std::thread;

use super::columns::{ChangeColumns, IncidentColumns, OPEN};
use super::dense::NOWHERE;
use super::facts::LeftOut;
use super::index::{BATCH, Index};
use super::runs::{Runs, Spread};

/// What links are resolved with.
pub(super) struct Links<'a> {
    pub(super) index: &'a Index<'a>,
    /// The row of every position, where it went to production.
    pub(super) own: &'a [u32],
    /// The row that the changes of every position count for.
    pub(super) targets: &'a [u32],
    /// How many rows there are.
    pub(super) rows: usize,
    pub(super) as_of: i64,
}

/// What is known of incidents before it is put in order.
pub(super) struct Impacts {
    recoveries: Spread,
    open: Vec<u32>,
    /// The rows that failed, some of them repeatedly.
    pub(super) failed: Vec<u32>,
    left_out: LeftOut,
}

/// What hangs on the rows.
pub(super) struct Linked {
    pub(super) leads: Runs,
    pub(super) recoveries: Runs,
    pub(super) open: Vec<u32>,
    pub(super) left_out: LeftOut,
}

impl Linked {
    pub(super) fn of(
        (leads, changes): (Vec<Spread>, LeftOut),
        incidents: Impacts,
        finished_at: &[i64],
        threads: NonZeroUsize,
    ) -> Self {
        let leads = Runs::new(finished_at, leads, threads, |finished_at, at| finished_at - at);
        let recovered = vec![incidents.recoveries];
        let recoveries =
            Runs::new(finished_at, recovered, NonZeroUsize::MIN, |finished_at, at| at - finished_at);
        let mut open = incidents.open;
        let mut total = 0;
        open.iter_mut().for_each(|it| {
            total += *it;
            *it = total;
        });
        Self { leads, recoveries, open, left_out: changes.and(incidents.left_out) }
    }
}

impl Links<'_> {
    /// The lead times on the way to the rows that they count for.
    pub(super) fn leads(&self, changes: &ChangeColumns<'_>, threads: NonZeroUsize) -> (Vec<Spread>, LeftOut) {
        let (ids, at) = (changes.deployments, changes.committed_at);
        let chunk = ids.len().div_ceil(threads.get()).max(1);
        let chunks = ids.chunks(chunk).zip(at.chunks(chunk));
        let parts: Vec<(Spread, LeftOut)> = if threads.get() == 1 {
            chunks.map(|(ids, at)| self.carried(ids, at)).collect()
        } else {
            thread::scope(|scope| {
                let parts: Vec<_> = chunks.map(|(ids, at)| scope.spawn(|| self.carried(ids, at))).collect();
                parts.into_iter().filter_map(|it| it.join().ok()).collect()
            })
        };
        let left_out = parts.iter().fold(LeftOut::default(), |sum, (_, part)| sum.and(*part));
        (parts.into_iter().map(|(spread, _)| spread).collect(), left_out)
    }

    fn carried(&self, ids: &[u64], committed_at: &[i64]) -> (Spread, LeftOut) {
        let mut left_out = LeftOut::default();
        let mut spread = Spread::new(self.rows, ids.len());
        for (ids, at) in ids.chunks(BATCH).zip(committed_at.chunks(BATCH)) {
            let counted = ids.iter().zip(at).zip(self.aims(ids)).filter(|((_, at), _)| **at <= self.as_of);
            for ((id, at), aim) in counted {
                match aim {
                    Some(NOWHERE) => left_out.changes_not_in_production += 1,
                    Some(row) => spread.push(row, *at),
                    None if *id == 0 => left_out.changes_without_deployment += 1,
                    None => left_out.changes_of_unknown_deployment += 1,
                }
            }
        }
        (spread, left_out)
    }

    /// The rows that a batch of changes counts for, given the deployments that they name.
    fn aims(&self, ids: &[u64]) -> [Option<u32>; BATCH] {
        self.index.positions(ids).map(|position| self.targets.get(position as usize).copied())
    }

    /// The recoveries on the way to the row that failed, and what is still open.
    pub(super) fn incidents(&self, incidents: &IncidentColumns<'_>) -> Impacts {
        let count = incidents.deployments.len();
        let mut impacts = Impacts {
            recoveries: Spread::new(self.rows, count),
            open: vec![0; self.rows],
            failed: Vec::with_capacity(count),
            left_out: LeftOut::default(),
        };
        for (id, restored_at) in incidents.deployments.iter().zip(incidents.restored_at) {
            let Some(row) = self.caused(*id, &mut impacts.left_out) else { continue };
            impacts.failed.push(row);
            if *restored_at == OPEN || *restored_at > self.as_of {
                impacts.open.get_mut(row as usize).into_iter().for_each(|it| *it += 1);
            } else {
                impacts.recoveries.push(row, *restored_at);
            }
        }
        impacts
    }

    /// The row that caused an incident.
    fn caused(&self, id: u64, left_out: &mut LeftOut) -> Option<u32> {
        let Some(position) = self.index.position(id) else {
            let cell = match id {
                0 => &mut left_out.incidents_without_deployment,
                _ => &mut left_out.incidents_of_unknown_deployment,
            };
            *cell += 1;
            return None;
        };
        let row = self.own.get(position as usize).copied().filter(|it| *it != NOWHERE);
        left_out.incidents_outside_production += u64::from(row.is_none());
        row
    }
}
