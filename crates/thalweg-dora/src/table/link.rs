//! Links of changes and incidents to rows, and the samples that come of them.

use std::num::NonZeroUsize;
use std::thread;

use super::build::Places;
use super::columns::{ChangeColumns, IncidentColumns, OPEN};
use super::dense::NOWHERE;
use super::facts::{LeftOut, Runs};
use super::index::Index;

/// What links are resolved with.
pub(super) struct Links<'a> {
    pub(super) index: &'a Index,
    pub(super) places: &'a Places,
    pub(super) finished_at: &'a [i64],
    pub(super) as_of: i64,
}

/// What hangs on the rows.
#[derive(Default)]
pub(super) struct Linked {
    pub(super) leads: Runs,
    pub(super) recoveries: Runs,
    pub(super) open: Vec<u32>,
    pub(super) failed: Vec<bool>,
    pub(super) left_out: LeftOut,
}

impl Linked {
    pub(super) fn of((leads, changes): (Runs, LeftOut), incidents: Self) -> Self {
        Self { leads, left_out: changes.and(incidents.left_out), ..incidents }
    }
}

impl Links<'_> {
    /// The lead times by the row that they count for.
    pub(super) fn leads(&self, changes: &ChangeColumns<'_>, threads: NonZeroUsize) -> (Runs, LeftOut) {
        let (ids, at) = (changes.deployments, changes.committed_at);
        let chunk = ids.len().div_ceil(threads.get()).max(1);
        let chunks = ids.chunks(chunk).zip(at.chunks(chunk));
        let parts: Vec<(Vec<u32>, LeftOut)> = thread::scope(|scope| {
            let parts: Vec<_> = chunks.map(|(ids, at)| scope.spawn(|| self.carried(ids, at))).collect();
            parts.into_iter().filter_map(|it| it.join().ok()).collect()
        });
        let left_out = parts.iter().fold(LeftOut::default(), |sum, (_, part)| sum.and(*part));
        let rows = parts.iter().flat_map(|(rows, _)| rows.iter().copied());
        let lead = |row: usize, at: i64| self.finished_at.get(row).map_or(0, |it| it - at);
        (Runs::new(self.finished_at.len(), rows, at.iter().copied(), lead), left_out)
    }

    fn carried(&self, ids: &[u64], committed_at: &[i64]) -> (Vec<u32>, LeftOut) {
        let mut left_out = LeftOut::default();
        let rows = ids.iter().zip(committed_at).map(|(id, at)| {
            if *at > self.as_of {
                return NOWHERE;
            }
            if *id == 0 {
                left_out.changes_without_deployment += 1;
                return NOWHERE;
            }
            let Some(position) = self.index.row(*id) else {
                left_out.changes_of_unknown_deployment += 1;
                return NOWHERE;
            };
            let row = self.places.carries.get(position as usize).copied().unwrap_or(NOWHERE);
            left_out.changes_not_in_production += u64::from(row == NOWHERE);
            row
        });
        (rows.collect(), left_out)
    }

    /// The recoveries by the row that failed, and what is still open.
    pub(super) fn incidents(&self, incidents: &IncidentColumns<'_>) -> Linked {
        let count = self.finished_at.len();
        let mut linked = Linked { open: vec![0; count], failed: vec![false; count], ..Linked::default() };
        let mut over = Vec::with_capacity(incidents.deployments.len());
        for (id, restored_at) in incidents.deployments.iter().zip(incidents.restored_at) {
            let row = self.caused(*id, &mut linked.left_out);
            if let Some(failed) = linked.failed.get_mut(row as usize) {
                *failed = true;
            }
            let is_open = *restored_at == OPEN || *restored_at > self.as_of;
            if let Some(open) = linked.open.get_mut(row as usize) {
                *open += u32::from(is_open);
            }
            over.push(if is_open { NOWHERE } else { row });
        }
        let took = |row: usize, at: i64| self.finished_at.get(row).map_or(0, |it| at - it);
        let restored_at = incidents.restored_at.iter().copied();
        linked.recoveries = Runs::new(count, over.iter().copied(), restored_at, took);
        linked
    }

    fn caused(&self, id: u64, left_out: &mut LeftOut) -> u32 {
        if id == 0 {
            left_out.incidents_without_deployment += 1;
            return NOWHERE;
        }
        let Some(position) = self.index.row(id) else {
            left_out.incidents_of_unknown_deployment += 1;
            return NOWHERE;
        };
        let row = self.places.own.get(position as usize).copied().unwrap_or(NOWHERE);
        left_out.incidents_outside_production += u64::from(row == NOWHERE);
        row
    }
}
