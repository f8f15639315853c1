//! What has to be known of a construct to sum its answers.

use crate::instrument::{Construct, Instrument, Polarity};

/// A construct, ready to be summed.
#[derive(Clone)]
pub(crate) struct Plan {
    /// The items that have to be answered for a score.
    pub(crate) need: usize,
    /// The points of the items.
    points: u8,
    polarity: Polarity,
    /// The codes of each item that are favourable, from and to.
    pub(super) best: Vec<(u8, u8)>,
    /// The totals of a complete respondent that are favourable, from and to.
    pub(super) favourable_totals: (i16, i16),
}

impl Plan {
    pub(crate) fn of(instrument: &Instrument, construct: &Construct) -> Self {
        let points = instrument.scale_of(construct).map_or(2, |scale| scale.points());
        let items = construct.items.len();
        let best = match construct.polarity {
            Polarity::HighIsGood => (points.saturating_sub(1).max(1), points),
            Polarity::HighIsBad => (1, 2.min(points)),
        };
        let mut plan = Self {
            need: construct.need(),
            points,
            polarity: construct.polarity,
            best: vec![best; items],
            favourable_totals: (0, 0),
        };
        plan.favourable_totals = plan.complete_totals(items);
        plan
    }

    /// Whether the mean of the answered codes, rounded to a whole point towards the favourable end, is one of the two best:
    /// 2·total ≥ (2·points − 3)·answered, or 2·total ≤ 5·answered where low is good.
    pub(super) fn is_favourable(&self, total: u64, answered: u8) -> bool {
        let answered = u64::from(answered);
        match self.polarity {
            Polarity::HighIsGood => 2 * total >= (2 * u64::from(self.points)).saturating_sub(3) * answered,
            Polarity::HighIsBad => 2 * total <= 5 * answered,
        }
    }

    fn complete_totals(&self, items: usize) -> (i16, i16) {
        let answered = u8::try_from(items).unwrap_or(u8::MAX);
        let good = |total: &i16| u64::try_from(*total).is_ok_and(|total| self.is_favourable(total, answered));
        match self.polarity {
            Polarity::HighIsGood => ((0..i16::MAX).find(good).unwrap_or(i16::MAX), i16::MAX),
            Polarity::HighIsBad => (0, (0..i16::MAX).take_while(good).last().unwrap_or(0)),
        }
    }
}
