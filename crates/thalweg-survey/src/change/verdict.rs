//! The verdict of a change, from its interval and the smallest change that would matter.

use serde::Serialize;
use thalweg_stats::Bounds;

use crate::instrument::Polarity;

/// What two waves say of a change (survey.md section 2).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum ChangeVerdict {
    /// The interval lies wholly on the good side of no change.
    Improved,
    /// It lies wholly on the bad side.
    Worsened,
    /// It lies wholly within the changes that would not matter.
    NoMeaningfulChange,
    /// It covers no change and a change that would matter.
    Inconclusive {
        /// The smallest true change that these numbers would have shown four times in five.
        min_detectable_effect: f64,
    },
    /// The waves asked something else, or scored it otherwise.
    NotComparable,
    /// No answers at all could have reached the level: so few there are.
    CannotReachSignificance,
}

/// How a change is judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// Which way is good.
    pub polarity: Polarity,
    /// The smallest change that matters, in the unit of the score; 0 where every change does.
    pub meaningful: f64,
    /// The confidence level.
    pub level: f64,
}

impl Judgement {
    /// The judgement of a score of which much is good, at 95 %.
    #[must_use]
    pub const fn high_is_good(meaningful: f64) -> Self {
        Self { polarity: Polarity::HighIsGood, meaningful, level: 0.95 }
    }

    /// The verdict of an interval of a change, after less before.
    ///
    /// ```
    /// use thalweg_survey::change::{ChangeVerdict, Judgement};
    /// use thalweg_stats::Bounds;
    /// let judge = Judgement::high_is_good(0.05);
    /// let verdict = |lower, upper| judge.of(Some(Bounds { lower, upper }), 0.2);
    /// assert_eq!(verdict(0.01, 0.10), ChangeVerdict::Improved);
    /// assert_eq!(verdict(-0.04, 0.04), ChangeVerdict::NoMeaningfulChange);
    /// assert_eq!(verdict(-0.04, 0.10), ChangeVerdict::Inconclusive { min_detectable_effect: 0.2 });
    /// ```
    #[must_use]
    pub fn of(&self, interval: Option<Bounds>, min_detectable_effect: f64) -> ChangeVerdict {
        let Some(bounds) = interval else { return ChangeVerdict::CannotReachSignificance };
        let (up, down) = match self.polarity {
            Polarity::HighIsGood => (ChangeVerdict::Improved, ChangeVerdict::Worsened),
            Polarity::HighIsBad => (ChangeVerdict::Worsened, ChangeVerdict::Improved),
        };
        if bounds.lower > 0.0 {
            up
        } else if bounds.upper < 0.0 {
            down
        } else if bounds.lower > -self.meaningful && bounds.upper < self.meaningful {
            ChangeVerdict::NoMeaningfulChange
        } else {
            ChangeVerdict::Inconclusive { min_detectable_effect }
        }
    }

    /// The verdict of a test: significant or not, and whether it ever could be.
    pub(super) fn of_test(
        &self,
        (smallest_p, p): (f64, f64),
        shift: Option<Bounds>,
        (change, min_detectable_effect): (f64, f64),
    ) -> ChangeVerdict {
        let needed = 1.0 - self.level;
        if smallest_p > needed {
            return ChangeVerdict::CannotReachSignificance;
        }
        let sure = |bounds: Bounds| self.of(Some(bounds), min_detectable_effect);
        match shift {
            _ if p <= needed && change != 0.0 => sure(Bounds { lower: change, upper: change }),
            // The test decides on a difference; its interval may touch 0 where the test does not.
            Some(bounds) => sure(Bounds { lower: bounds.lower.min(0.0), upper: bounds.upper.max(0.0) }),
            None => ChangeVerdict::Inconclusive { min_detectable_effect },
        }
    }
}
