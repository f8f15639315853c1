//! What was finished on each day of a stretch of the past.

use std::collections::BTreeMap;

use serde::Serialize;
use thalweg_model::{NaiveDate, Window, local_date, midnight};

use crate::days::WorkDays;
use crate::error::{ValueStreamError, must, none_of};
use crate::flow::Passages;

/// Items finished on each day, days without any included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct History {
    daily: Vec<u64>,
    days: WorkDays,
}

impl History {
    /// A history as counted.
    ///
    /// # Errors
    /// [`ValueStreamError::Forecast`] without a day, with more than a million, or a day with more than a million items.
    ///
    /// ```
    /// use thalweg_valuestream::{WorkDays, forecast::History};
    /// assert!(History::new([0, 2, 0, 1, 3], WorkDays::All).is_ok());
    /// assert!(History::new([], WorkDays::All).is_err());
    /// ```
    pub fn new(daily: impl IntoIterator<Item = u64>, days: WorkDays) -> Result<Self, ValueStreamError> {
        const MOST: usize = 1_000_000;
        let daily: Vec<u64> = daily.into_iter().take(MOST + 1).collect();
        let mut problems = Vec::new();
        must(&mut problems, "the history", !daily.is_empty(), "at least a day long");
        must(&mut problems, "the history", daily.len() <= MOST, "at most a million days long");
        let most = daily.iter().max().copied().unwrap_or(0);
        must(&mut problems, "a day's count", most <= MOST as u64, "at most a million");
        none_of(problems, |problems| ValueStreamError::Forecast { problems })?;
        Ok(Self { daily, days })
    }

    /// The history of a window's whole local days: of a window that is still running, the days that have ended. On weekdays
    /// only, what was finished on a weekend counts for the weekday before.
    ///
    /// # Errors
    /// [`ValueStreamError::Forecast`] where the window has no whole day.
    pub fn of(passages: &Passages, window: &Window, days: WorkDays) -> Result<Self, ValueStreamError> {
        let zone = window.zone();
        let today = local_date(passages.as_of(), zone);
        let all = std::iter::successors(Some(window.first_day()), NaiveDate::succ_opt);
        let past = all.take_while(|day| *day <= window.last_day() && *day < today);
        let past = past.filter(|day| is_whole(*day, window));
        let mut counts: BTreeMap<NaiveDate, u64> =
            past.filter(|day| days.include(*day)).map(|day| (day, 0)).collect();
        let finished =
            passages.passages().iter().filter_map(|it| it.finished).filter(|at| window.contains(*at));
        for day in finished.map(|at| local_date(at, zone)).filter(|day| *day < today) {
            if let Some((_, count)) = counts.range_mut(..=day).next_back() {
                *count += 1;
            }
        }
        Self::new(counts.into_values(), days)
    }

    /// The counts, day by day.
    #[must_use]
    pub fn daily(&self) -> &[u64] {
        &self.daily
    }

    /// Which days it counts, and a forecast with it.
    #[must_use]
    pub fn days(&self) -> WorkDays {
        self.days
    }

    /// Items finished in all.
    #[must_use]
    pub fn finished(&self) -> u64 {
        self.daily.iter().sum()
    }
}

fn is_whole(day: NaiveDate, window: &Window) -> bool {
    let ends =
        midnight(day, window.zone()).zip(day.succ_opt().and_then(|next| midnight(next, window.zone())));
    ends.is_some_and(|(begin, end)| window.start() <= begin && end <= window.end())
}
