//! The integer sums of one construct in one group: everything that means, alphas and shares are made of.
//!
//! Sums of two disjoint groups add up to the sums of both, so every larger group is a sum of its parts, exactly.

/// Sums over the respondents who answered just so many items; nothing is kept of those who answered too few for a score.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Scores {
    /// How many they are.
    pub(crate) count: u64,
    /// The sum of their totals, in codes.
    pub(crate) sum: u64,
    /// The sum of their squared totals.
    pub(crate) squares: u128,
    /// How many of them are favourable.
    pub(crate) favourable: u64,
}

/// Sums of one item.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ItemSums {
    /// How many answered it.
    pub(crate) answered: u64,
    /// How many gave one of the two best answers.
    pub(crate) favourable: u64,
    /// Among the complete respondents: the sum of its codes,
    pub(crate) sum: u64,
    /// of its squared codes,
    pub(crate) squares: u64,
    /// and of its code times the respondent's total.
    pub(crate) cross: u64,
}

/// The sums of one construct in one group.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Moments {
    /// By how many items were answered, from none to all.
    pub(crate) by_answered: Vec<Scores>,
    /// By item.
    pub(crate) items: Vec<ItemSums>,
}

impl Moments {
    pub(crate) fn empty(items: usize) -> Self {
        Self { by_answered: vec![Scores::default(); items + 1], items: vec![ItemSums::default(); items] }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (mine, its) in self.by_answered.iter_mut().zip(&other.by_answered) {
            mine.count += its.count;
            mine.sum += its.sum;
            mine.squares += its.squares;
            mine.favourable += its.favourable;
        }
        for (mine, its) in self.items.iter_mut().zip(&other.items) {
            mine.answered += its.answered;
            mine.favourable += its.favourable;
            mine.sum += its.sum;
            mine.squares += its.squares;
            mine.cross += its.cross;
        }
    }

    /// The respondents who answered every item.
    pub(crate) fn complete(&self) -> Scores {
        self.by_answered.last().copied().unwrap_or_default()
    }
}
