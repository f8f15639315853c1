//! Levels of grouping: the groups themselves, and roll-ups of them.

/// A level: for each of the facts' groups its place among the level's own, and what the caller calls those.
pub(super) struct Level {
    pub(super) keys: Vec<u32>,
    pub(super) names: Vec<u32>,
}

impl Level {
    /// The groups themselves.
    pub(super) fn own(names: &[u32]) -> Self {
        Self { keys: (0..).take(names.len()).collect(), names: names.to_vec() }
    }

    /// A roll-up, given as the level's group of each of the facts' groups; groups beyond its end are in none.
    pub(super) fn of(parents: &[u32], groups: usize) -> Self {
        let mut names: Vec<u32> = parents.iter().copied().take(groups).collect();
        names.sort_unstable();
        names.dedup();
        let place = |it: &u32| names.binary_search(it).ok().and_then(|at| u32::try_from(at).ok());
        let keys = parents.iter().take(groups).map(|it| place(it).unwrap_or(u32::MAX)).collect();
        Self { keys, names }
    }

    /// The place of a group in this level.
    pub(super) fn key(&self, group: u32) -> Option<usize> {
        self.keys.get(group as usize).map(|it| *it as usize)
    }
}
