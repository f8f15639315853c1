//! The samples of a window on a desk, where they may be put in another order.

use std::ops::Range;

use super::pool::Pool;
use super::quantiles::Quantiles;
use super::rows::Piece;
use super::runs::Runs;
use super::select::quantiles;

/// The samples of all groups in a window, one group after the other.
#[derive(Debug, Default)]
pub(super) struct Desk {
    values: Vec<i64>,
    /// Where the samples of each group end.
    ends: Vec<usize>,
    pool: Pool,
}

impl Desk {
    /// Takes everything off the desk.
    pub(super) fn clear(&mut self) {
        self.values.clear();
        self.ends.clear();
    }

    /// Lays down the samples of a group, which comes after all that have some here.
    pub(super) fn lay(&mut self, runs: &Runs, group: u32, pieces: &[Piece]) {
        self.ends.resize(group as usize, self.values.len());
        pieces.iter().for_each(|it| runs.each(&it.rows, |some| self.values.extend_from_slice(some)));
        self.ends.push(self.values.len());
    }

    /// The quantiles of a group's samples.
    pub(super) fn quantiles(&mut self, group: u32, probabilities: &[f64]) -> Quantiles {
        quantiles(self.values.get_mut(own(&self.ends, group)).unwrap_or_default(), probabilities)
    }

    /// The quantiles of the samples of some groups, each of which was asked for its own.
    pub(super) fn pooled(&mut self, groups: &[u32], probabilities: &[f64]) -> Quantiles {
        let parts = groups.iter().map(|it| self.values.get(own(&self.ends, *it)).unwrap_or_default());
        self.pool.quantiles(&self.values, parts, probabilities)
    }
}

/// Where the samples of a group lie.
fn own(ends: &[usize], group: u32) -> Range<usize> {
    let group = group as usize;
    let start = group.checked_sub(1).and_then(|it| ends.get(it)).copied().unwrap_or(0);
    start..ends.get(group).copied().unwrap_or(start)
}
