//! Levels of grouping above the groups themselves.

/// A level: what the caller calls its groups, in order, and which of the facts' groups each is made of.
pub(super) struct Level {
    names: Vec<u32>,
    ends: Vec<usize>,
    members: Vec<u32>,
}

impl Level {
    /// A roll-up, given as the level's group of each of the facts' groups; groups beyond its end are in none.
    pub(super) fn of(parents: &[u32], groups: usize) -> Self {
        let mut pairs: Vec<(u32, u32)> = parents.iter().copied().take(groups).zip(0..).collect();
        pairs.sort_unstable();
        let mut level = Self { names: Vec::new(), ends: Vec::new(), members: Vec::new() };
        for same in pairs.chunk_by(|a, b| a.0 == b.0) {
            level.names.extend(same.first().map(|it| it.0));
            level.members.extend(same.iter().map(|it| it.1));
            level.ends.push(level.members.len());
        }
        level
    }

    /// How many groups it has.
    pub(super) const fn len(&self) -> usize {
        self.names.len()
    }

    /// The level's groups with the facts' groups that each is made of.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &[u32])> {
        let mut start = 0;
        self.names.iter().zip(&self.ends).map(move |(name, end)| {
            let members = self.members.get(start..*end).unwrap_or_default();
            start = *end;
            (*name, members)
        })
    }
}
