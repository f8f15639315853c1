//! The samples of a window on a desk, where they may be put in another order.

use super::rows::Piece;
use super::runs::Runs;

/// The samples of all groups in a window, one group after the other.
#[derive(Debug, Default)]
pub(super) struct Desk {
    values: Vec<i64>,
    /// Where the samples of each group end.
    ends: Vec<usize>,
    /// Room for those of groups that do not lie side by side.
    together: Vec<i64>,
}

impl Desk {
    /// Clears the desk and lays down the samples of pieces in the order of their groups.
    pub(super) fn lay(&mut self, runs: &Runs, pieces: &[Piece]) {
        self.values.clear();
        self.ends.clear();
        for own in pieces.chunk_by(|a, b| a.group == b.group) {
            let group = own.first().map_or(0, |it| it.group as usize);
            self.ends.resize(group, self.values.len());
            own.iter().for_each(|it| runs.each(&it.rows, |some| self.values.extend_from_slice(some)));
            self.ends.push(self.values.len());
        }
    }

    /// The samples of a group.
    pub(super) fn of(&mut self, group: u32) -> &mut [i64] {
        let group = group as usize;
        let start = group.checked_sub(1).and_then(|it| self.ends.get(it)).copied().unwrap_or(0);
        let end = self.ends.get(group).copied().unwrap_or(start);
        self.values.get_mut(start..end).unwrap_or_default()
    }

    /// The samples of some groups, in a copy.
    pub(super) fn copy_of(&mut self, groups: &[u32]) -> &mut [i64] {
        let mut together = std::mem::take(&mut self.together);
        together.clear();
        groups.iter().for_each(|it| together.extend_from_slice(self.of(*it)));
        self.together = together;
        &mut self.together
    }

    /// The samples of all groups, which are mixed up from then on.
    pub(super) fn all(&mut self) -> &mut [i64] {
        &mut self.values
    }
}
