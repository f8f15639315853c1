//! How answers become a score: whom the items speak of, which way is good, what is missing, what the score is.

use serde::{Deserialize, Serialize};

use super::scale::Scale;

/// The most items of a construct: the totals of 130 items of 250 points fit 16 bits.
pub const MAX_ITEMS: usize = 130;

/// Whom the items speak of; it says at which level agreement within a group has to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frame {
    /// The respondent.
    #[serde(rename = "self")]
    Own,
    /// The respondent's team.
    Team,
    /// The respondent's manager.
    Manager,
    /// The organisation.
    Organisation,
}

/// Whether much of a construct is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// A high score is good.
    HighIsGood,
    /// A high score is bad, as with burnout.
    HighIsBad,
}

/// When a respondent has a score although items are unanswered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingRule {
    /// Only where every item is answered.
    All,
    /// Where at least so many items are answered.
    AtLeast(u16),
    /// Where at least this share of the items is answered.
    AtLeastFraction {
        /// The numerator.
        of: u16,
        /// The denominator.
        whole: u16,
    },
}

impl MissingRule {
    /// At least half of the items, as most scoring manuals ask.
    pub const HALF: Self = Self::AtLeastFraction { of: 1, whole: 2 };

    /// How many of `items` items have to be answered.
    ///
    /// ```
    /// use thalweg_survey::MissingRule;
    /// assert_eq!(MissingRule::HALF.need(5), 3);
    /// assert_eq!(MissingRule::All.need(5), 5);
    /// ```
    #[must_use]
    pub fn need(self, items: usize) -> usize {
        let need = match self {
            Self::All => items,
            Self::AtLeast(m) => usize::from(m),
            Self::AtLeastFraction { whole: 0, .. } => items,
            Self::AtLeastFraction { of, whole } => (items * usize::from(of)).div_ceil(usize::from(whole)),
        };
        need.max(1)
    }
}

/// What a respondent's score is, from the mean of the answered keyed items.
///
/// With M the mean, k the number of items, and `min` and `max` the ends of the scale; the person mean of the answered items
/// stands for the unanswered ones in each form.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ScoreRule {
    /// M, in points of the scale.
    Mean,
    /// k·M: the sum, prorated for unanswered items.
    Sum,
    /// 100·(M − min)/(max − min): per cent of the maximum possible.
    PercentOfMaximum,
    /// low + (M − min)/(max − min)·(high − low).
    Range {
        /// What the lowest answer becomes.
        low: f64,
        /// What the highest answer becomes.
        high: f64,
    },
    /// 100·(promoters − detractors): 9–10 against 0–6 on a scale from 0 to 10; a respondent is +100, 0 or −100.
    PromoterBalance,
    /// 1 where M, rounded half up, is one of the two highest points, else 0.
    Top2,
}

impl ScoreRule {
    /// The slope and intercept that make a score of the mean of the keyed items; `None` for the rules that count people.
    #[must_use]
    pub fn line(self, scale: Scale, items: usize) -> Option<(f64, f64)> {
        let (min, width) = (f64::from(scale.min()), f64::from(scale.max() - scale.min()));
        let ends = |low: f64, high: f64| {
            let slope = (high - low) / width;
            Some((slope, low - min * slope))
        };
        match self {
            Self::Mean => Some((1.0, 0.0)),
            Self::Sum => u16::try_from(items).ok().map(|k| (f64::from(k), 0.0)),
            Self::PercentOfMaximum => ends(0.0, 100.0),
            Self::Range { low, high } => ends(low, high),
            Self::PromoterBalance | Self::Top2 => None,
        }
    }
}
