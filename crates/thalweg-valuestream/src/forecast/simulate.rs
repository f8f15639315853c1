//! The runs, and what share of them an answer holds in.

use serde::Serialize;
use thalweg_model::NaiveDate;

use super::chance::Chance;
use super::history::History;
use crate::days::WorkDays;
use crate::error::{ValueStreamError, must, none_of};
use crate::nearest_rank::position;

/// Draws in all, runs times days: what keeps a forecast within a second.
const DRAWS: u64 = 50_000_000;
/// No forecast looks further: ten years of days.
const HORIZON: u32 = 3653;

/// A forecast by resampling.
///
/// ```
/// use thalweg_valuestream::{WorkDays, forecast::{Forecast, History, When}};
/// let history = History::new([0, 2, 0, 1, 3, 0, 1], WorkDays::All)?;
/// let forecast = Forecast::new(history, 2026)?;
/// let likely = forecast.how_many(10)?.with_confidence(0.85).ok_or("between 0 and 1")?;
/// let surely = forecast.how_many(10)?.with_confidence(0.99).ok_or("between 0 and 1")?;
/// assert!(surely < likely);
/// assert_eq!(forecast.when(0).with_confidence(0.85), Some(When::InDays(0)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Forecast {
    history: History,
    seed: u64,
    runs: u64,
}

impl Forecast {
    /// A forecast of ten thousand runs.
    ///
    /// # Errors
    /// As [`Forecast::with_runs`]; none that a history which was made can cause.
    pub fn new(history: History, seed: u64) -> Result<Self, ValueStreamError> {
        Self::with_runs(history, seed, 10_000)
    }

    /// A forecast of so many runs.
    ///
    /// # Errors
    /// [`ValueStreamError::Forecast`] for fewer than a hundred runs, which say little, or more than a million.
    pub fn with_runs(history: History, seed: u64, runs: u64) -> Result<Self, ValueStreamError> {
        let mut problems = Vec::new();
        must(&mut problems, "runs", (100..=1_000_000).contains(&runs), "between a hundred and a million");
        none_of(problems, |problems| ValueStreamError::Forecast { problems })?;
        Ok(Self { history, seed, runs })
    }

    /// How many items are finished within so many days of the history's kind, run by run.
    ///
    /// # Errors
    /// [`ValueStreamError::Forecast`] for more than ten years, or more than fifty million draws in all.
    pub fn how_many(&self, days: u32) -> Result<HowMany, ValueStreamError> {
        self.affordable(days)?;
        let run = |run: u64| {
            let mut draws = self.draws(run);
            (0..days).map(|_| draws()).sum::<u64>()
        };
        let mut totals: Vec<u64> = (0..self.runs).map(run).collect();
        totals.sort_unstable();
        Ok(HowMany { totals })
    }

    /// After how many days of the history's kind so many items are finished, run by run.
    ///
    /// A run that does not get there within the horizon (ten years, or fewer days where the number of runs leaves fewer draws)
    /// has not reached it; without any finished item in the history none does.
    ///
    #[must_use]
    pub fn when(&self, items: u64) -> Arrivals {
        let horizon = u32::try_from(DRAWS / self.runs).unwrap_or(HORIZON).min(HORIZON);
        let mut days: Vec<Option<u32>> =
            (0..self.runs).map(|run| self.days_until(items, run, horizon)).collect();
        // Runs that never got there took longest.
        days.sort_unstable_by_key(|days| days.unwrap_or(u32::MAX));
        Arrivals { days, horizon, counted: self.history.days() }
    }

    fn days_until(&self, items: u64, run: u64, horizon: u32) -> Option<u32> {
        if self.history.finished() == 0 && items > 0 {
            return None;
        }
        let mut draws = self.draws(run);
        let mut done = 0;
        (0..=horizon).find(|day| {
            done += if *day == 0 { 0 } else { draws() };
            done >= items
        })
    }

    /// The days of one run, drawn one after the other.
    fn draws(&self, run: u64) -> impl FnMut() -> u64 {
        let mut chance = Chance::of(self.seed, run);
        let daily = self.history.daily();
        move || {
            let day = usize::try_from(chance.below(daily.len() as u64)).unwrap_or(0);
            daily.get(day).copied().unwrap_or(0)
        }
    }

    fn affordable(&self, days: u32) -> Result<(), ValueStreamError> {
        let mut problems = Vec::new();
        must(&mut problems, "days", days <= HORIZON, "at most ten years");
        let draws = u64::from(days) * self.runs;
        must(&mut problems, "runs times days", draws <= DRAWS, "at most fifty million");
        none_of(problems, |problems| ValueStreamError::Forecast { problems })
    }
}

/// The items finished in each run, in ascending order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HowMany {
    totals: Vec<u64>,
}

impl HowMany {
    /// So many items or more in at least that share of the runs: the (1 − confidence) quantile, by nearest rank.
    ///
    /// `None` unless the confidence lies between 0 and 1.
    #[must_use]
    pub fn with_confidence(&self, confidence: f64) -> Option<u64> {
        self.totals.get(position(self.totals.len(), 1.0 - confidence)?).copied()
    }

    /// The runs, in ascending order.
    #[must_use]
    pub fn runs(&self) -> &[u64] {
        &self.totals
    }

    /// The share of runs that finished at least so many items.
    #[must_use]
    pub fn chance_of(&self, items: u64) -> f64 {
        let fewer = self.totals.partition_point(|total| *total < items);
        share(self.totals.len() - fewer, self.totals.len())
    }
}

/// The days that each run took, in ascending order; runs that did not get there come last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Arrivals {
    days: Vec<Option<u32>>,
    horizon: u32,
    counted: WorkDays,
}

/// When so many items are finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// After so many days: 0 is at once, 1 is the end of the first day.
    InDays(u32),
    /// Not within the days that were looked at.
    NotReached {
        /// It takes more days than this.
        beyond: u32,
    },
}

impl Arrivals {
    /// The days after which the items are finished in at least that share of the runs, by nearest rank.
    ///
    /// `None` unless the confidence lies between 0 and 1.
    #[must_use]
    pub fn with_confidence(&self, confidence: f64) -> Option<When> {
        let days = self.days.get(position(self.days.len(), confidence)?)?;
        Some(days.map_or(When::NotReached { beyond: self.horizon }, When::InDays))
    }

    /// The date of [`with_confidence`](Self::with_confidence), counted from a last day that is over; `None` also where it is not
    /// reached.
    #[must_use]
    pub fn date(&self, after: NaiveDate, confidence: f64) -> Option<NaiveDate> {
        match self.with_confidence(confidence)? {
            When::InDays(days) => self.counted.after(after, days),
            When::NotReached { .. } => None,
        }
    }

    /// The share of runs that got there within so many days.
    #[must_use]
    pub fn chance_within(&self, days: u32) -> f64 {
        let within = self.days.partition_point(|it| it.is_some_and(|it| it <= days));
        share(within, self.days.len())
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}
