//! The edges of a commit graph.

/// The parents of every commit, in one flat piece of memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Parents {
    ends: Vec<usize>,
    rows: Vec<u32>,
}

impl Parents {
    pub(super) fn of(&self, row: u32) -> &[u32] {
        let at = row as usize;
        let start = at.checked_sub(1).and_then(|it| self.ends.get(it)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.rows.get(start..*end)).unwrap_or_default()
    }

    /// How many commits there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn push(&mut self, parents: impl Iterator<Item = u32>) {
        self.rows.extend(parents);
        self.ends.push(self.rows.len());
    }
}
