//! Links of changes and incidents to rows, and the samples that come of them.

use std::num::NonZeroUsize;

use super::columns::{ChangeColumns, IncidentColumns, OPEN};
use super::dense::NOWHERE;
use super::facts::LeftOut;
use super::index::{BATCH, Index};
use super::piles::Piles;
use super::rows::Rows;
use super::runs::Runs;
use super::share::share;

/// What links are resolved with.
#[derive(Clone, Copy)]
pub(super) struct Links<'a> {
    pub(super) index: &'a Index<'a>,
    /// When each row finished.
    pub(super) finished_at: &'a [i64],
    pub(super) as_of: i64,
}

/// What incidents did to rows.
pub(super) struct Impacts {
    recovered: Piles,
    /// The rows of those that are open.
    open: Vec<u32>,
    failed: Vec<u32>,
    left_out: LeftOut,
}

impl Links<'_> {
    /// When each change was committed, by the row that it counts for: one set of piles a thread, in their order.
    pub(super) fn changes(
        &self,
        changes: &ChangeColumns<'_>,
        threads: NonZeroUsize,
    ) -> (Vec<Piles>, LeftOut) {
        let (ids, at) = (changes.deployments, changes.committed_at);
        let chunk = ids.len().div_ceil(threads.get()).max(1);
        let parts = ids.chunks(chunk).zip(at.chunks(chunk)).collect();
        let parts = share(threads, parts, |(): &mut (), (ids, at)| self.aim(ids, at));
        let left_out = parts.iter().map(|it| it.1).fold(LeftOut::default(), LeftOut::and);
        (parts.into_iter().map(|it| it.0).collect(), left_out)
    }

    fn aim(&self, ids: &[u64], committed_at: &[i64]) -> (Piles, LeftOut) {
        let (mut piles, mut left_out) = (Piles::new(self.finished_at), LeftOut::default());
        for (ids, at) in ids.chunks(BATCH).zip(committed_at.chunks(BATCH)) {
            for ((row, at), id) in self.index.rows(ids).iter().zip(at).zip(ids) {
                if *at > self.as_of {
                    continue;
                }
                if *row == NOWHERE {
                    *left_out.change(*id, self.index.position(*id).is_some()) += 1;
                } else {
                    piles.push(*row, *at);
                }
            }
        }
        (piles, left_out)
    }

    /// What the incidents did, where every position has its row.
    pub(super) fn incidents(&self, incidents: &IncidentColumns<'_>, rows: &[u32]) -> Impacts {
        let recovered = Piles::new(self.finished_at);
        let mut impacts =
            Impacts { recovered, open: Vec::new(), failed: Vec::new(), left_out: LeftOut::default() };
        for (id, restored_at) in incidents.deployments.iter().zip(incidents.restored_at) {
            let position = self.index.position(*id);
            let row = position.and_then(|it| rows.get(it as usize)).copied().unwrap_or(NOWHERE);
            if row == NOWHERE {
                *impacts.left_out.incident(*id, position.is_some()) += 1;
                continue;
            }
            impacts.failed.push(row);
            if *restored_at == OPEN || *restored_at > self.as_of {
                impacts.open.push(row);
            } else {
                impacts.recovered.push(row, *restored_at);
            }
        }
        impacts
    }
}

impl Impacts {
    /// The rows that failed, some of them repeatedly.
    pub(super) fn failed(&self) -> &[u32] {
        &self.failed
    }

    /// The recoveries, how many incidents are open until each row, and what was left out.
    pub(super) fn settle(self, rows: &Rows) -> (Runs, Vec<u32>, LeftOut) {
        let recovery = |finished_at, restored_at| restored_at - finished_at;
        let recoveries = Runs::new(&rows.finished_at, vec![self.recovered], NonZeroUsize::MIN, recovery);
        let mut open = vec![0; rows.finished_at.len()];
        for row in &self.open {
            open.get_mut(*row as usize).into_iter().for_each(|it| *it += 1);
        }
        let mut total = 0;
        open.iter_mut().for_each(|it| {
            total += *it;
            *it = total;
        });
        (recoveries, open, self.left_out)
    }
}

impl LeftOut {
    /// Where a change that counts for no row is counted; its deployment may be known.
    #[cold]
    const fn change(&mut self, id: u64, is_known: bool) -> &mut u64 {
        match (is_known, id) {
            (true, _) => &mut self.changes_not_in_production,
            (false, 0) => &mut self.changes_without_deployment,
            (false, _) => &mut self.changes_of_unknown_deployment,
        }
    }

    /// Where an incident that counts for no row is counted; its deployment may be known.
    #[cold]
    const fn incident(&mut self, id: u64, is_known: bool) -> &mut u64 {
        match (is_known, id) {
            (true, _) => &mut self.incidents_outside_production,
            (false, 0) => &mut self.incidents_without_deployment,
            (false, _) => &mut self.incidents_of_unknown_deployment,
        }
    }
}
