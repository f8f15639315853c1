//! What has to be known of a construct to sum its answers.

use crate::instrument::{Construct, Instrument, Polarity};

/// A construct, ready to be summed.
#[derive(Clone)]
pub(crate) struct Plan {
    /// The items that have to be answered for a score.
    pub(crate) need: usize,
    /// The codes of each item that are favourable, from and to.
    pub(super) best: Vec<(u8, u8)>,
    /// The totals of a complete respondent that are favourable, from and to.
    pub(super) favourable_totals: (i16, i16),
    /// The same by how many items were answered.
    by_answered: Vec<(i16, i16)>,
}

impl Plan {
    pub(crate) fn of(instrument: &Instrument, construct: &Construct) -> Self {
        let points = instrument.scale_of(construct).map_or(2, |scale| scale.points());
        let items = construct.items.len();
        let best = match construct.polarity {
            Polarity::HighIsGood => (points.saturating_sub(1).max(1), points),
            Polarity::HighIsBad => (1, 2.min(points)),
        };
        let totals = |answered: usize| favourable_totals(construct.polarity, points, answered);
        let by_answered: Vec<(i16, i16)> = (0..=items).map(totals).collect();
        let favourable_totals = by_answered.last().copied().unwrap_or((0, 0));
        Self { need: construct.need(), best: vec![best; items], favourable_totals, by_answered }
    }

    /// The totals of so many answers that are favourable, from and to.
    pub(super) fn favourable_totals_of(&self, answered: u8) -> (i16, i16) {
        self.by_answered.get(usize::from(answered)).copied().unwrap_or((0, -1))
    }
}

/// The totals of codes whose mean, rounded to a whole point towards the good end, is one of the two best:
/// 2·total ≥ (2·points − 3)·answered, or 2·total ≤ 5·answered where low is good.
fn favourable_totals(polarity: Polarity, points: u8, answered: usize) -> (i16, i16) {
    let points = i16::from(points);
    let Ok(answered) = i16::try_from(answered) else { return (0, -1) };
    let half = |doubled: i32| i16::try_from(doubled.div_euclid(2)).unwrap_or(i16::MAX);
    let from = (2 * i32::from(points) - 3).max(0) * i32::from(answered);
    match polarity {
        Polarity::HighIsGood => (half(from + 1), i16::MAX),
        Polarity::HighIsBad => (0, half(5 * i32::from(answered))),
    }
}
