//! Links of changes and incidents to rows, and the samples that come of them.

use std::num::NonZeroUsize;

use super::columns::{ChangeColumns, IncidentColumns, OPEN};
use super::dense::NOWHERE;
use super::facts::LeftOut;
use super::index::{BATCH, Index};
use super::runs::{Runs, Samples};
use super::share::share;

/// What links are resolved with.
pub(super) struct Links<'a> {
    pub(super) index: &'a Index<'a>,
    /// For every position the row that counts, or [`NOWHERE`].
    pub(super) rows: &'a [u32],
    pub(super) as_of: i64,
}

/// The row of every incident, where it is over, and what else is known of it.
pub(super) struct Impacts {
    recovered: Vec<u32>,
    /// The rows of those that are open.
    open: Vec<u32>,
    left_out: LeftOut,
}

impl Links<'_> {
    /// The row that each change counts for.
    pub(super) fn changes(&self, changes: &ChangeColumns<'_>, threads: NonZeroUsize) -> (Vec<u32>, LeftOut) {
        let (ids, at) = (changes.deployments, changes.committed_at);
        let mut aims = vec![NOWHERE; ids.len()];
        let chunk = ids.len().div_ceil(threads.get()).max(1);
        let parts = ids.chunks(chunk).zip(at.chunks(chunk)).zip(aims.chunks_mut(chunk)).collect();
        let parts = share(threads, parts, |((ids, at), aims)| self.aim(ids, at, aims));
        (aims, parts.into_iter().fold(LeftOut::default(), LeftOut::and))
    }

    fn aim(&self, ids: &[u64], committed_at: &[i64], aims: &mut [u32]) -> LeftOut {
        let mut left_out = LeftOut::default();
        let batches = ids.chunks(BATCH).zip(committed_at.chunks(BATCH)).zip(aims.chunks_mut(BATCH));
        for ((ids, at), aims) in batches {
            let positions = self.index.positions(ids);
            for ((aim, at), position) in aims.iter_mut().zip(at).zip(positions) {
                let row = self.rows.get(position as usize).copied().unwrap_or(NOWHERE);
                *aim = if *at > self.as_of { NOWHERE } else { row };
            }
            let outside =
                ids.iter().zip(at).zip(aims).zip(positions).filter(|((_, aim), _)| **aim == NOWHERE);
            for (((id, _), _), position) in outside.filter(|(((_, at), _), _)| **at <= self.as_of) {
                let cell = match (position, id) {
                    (NOWHERE, 0) => &mut left_out.changes_without_deployment,
                    (NOWHERE, _) => &mut left_out.changes_of_unknown_deployment,
                    _ => &mut left_out.changes_not_in_production,
                };
                *cell += 1;
            }
        }
        left_out
    }

    /// The row that caused each incident.
    pub(super) fn incidents(&self, incidents: &IncidentColumns<'_>) -> Impacts {
        let recovered = Vec::with_capacity(incidents.deployments.len());
        let mut impacts = Impacts { recovered, open: Vec::new(), left_out: LeftOut::default() };
        for (id, restored_at) in incidents.deployments.iter().zip(incidents.restored_at) {
            let row = self.caused(*id, &mut impacts.left_out);
            let is_open = *restored_at == OPEN || *restored_at > self.as_of;
            impacts.recovered.push(if is_open { NOWHERE } else { row });
            impacts.open.extend((is_open && row != NOWHERE).then_some(row));
        }
        impacts
    }

    /// The row that caused an incident.
    fn caused(&self, id: u64, left_out: &mut LeftOut) -> u32 {
        let row = self.index.position(id).map(|it| self.rows.get(it as usize).copied().unwrap_or(NOWHERE));
        let cell = match (row, id) {
            (Some(NOWHERE), _) => &mut left_out.incidents_outside_production,
            (Some(row), _) => return row,
            (None, 0) => &mut left_out.incidents_without_deployment,
            (None, _) => &mut left_out.incidents_of_unknown_deployment,
        };
        *cell += 1;
        NOWHERE
    }
}

impl Impacts {
    /// The rows that failed, some of them repeatedly.
    pub(super) fn failed(&self) -> impl Iterator<Item = usize> {
        let rows = self.recovered.iter().chain(&self.open).filter(|it| **it != NOWHERE);
        rows.filter_map(|it| usize::try_from(*it).ok())
    }

    /// The recoveries, how many incidents are open until each row, and what was left out.
    pub(super) fn settle(
        self,
        incidents: &IncidentColumns<'_>,
        finished_at: &[i64],
    ) -> (Runs, Vec<u32>, LeftOut) {
        let samples = Samples { rows: &self.recovered, at: incidents.restored_at };
        let recoveries =
            Runs::new(finished_at, samples, NonZeroUsize::MIN, |finished_at, at| at - finished_at);
        let mut open = vec![0; finished_at.len()];
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
