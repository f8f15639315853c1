//! How time from start to finish is counted in days.

use serde::Serialize;
use thalweg_model::{Instant, NaiveDate, Tz, local_date};

/// The count, always said and never guessed: a same-day item is 0.3, 0 or 1 days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DayCount {
    /// Elapsed hours over 24.
    #[default]
    Elapsed,
    /// Local dates between: the same day is 0.
    Between,
    /// Local dates touched: the same day is 1 (Vacanti).
    Touched,
}

impl DayCount {
    /// The days from start to finish on the calendar of a zone; `None` where the finish comes first.
    ///
    /// ```
    /// use thalweg_model::Tz;
    /// use thalweg_valuestream::DayCount;
    /// let (start, finish) = ("2026-09-01T20:00:00Z".parse()?, "2026-09-02T08:00:00Z".parse()?);
    /// let days = |count: DayCount| count.days(start, finish, Tz::Europe__Berlin);
    /// assert_eq!(days(DayCount::Elapsed), Some(0.5));
    /// assert_eq!(days(DayCount::Between), Some(1.0));
    /// assert_eq!(days(DayCount::Touched), Some(2.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn days(self, start: Instant, finish: Instant, zone: Tz) -> Option<f64> {
        if finish < start {
            return None;
        }
        // Dates of 1970 to 2199 are exact in 32 bits.
        let dates = (local_date(finish, zone) - local_date(start, zone)).num_days();
        let dates = f64::from(i32::try_from(dates).ok()?);
        Some(match self {
            Self::Elapsed => finish.since(start).days(),
            Self::Between => dates,
            Self::Touched => dates + 1.0,
        })
    }
}

/// Which days work gets done on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkDays {
    /// Every day of the calendar.
    #[default]
    All,
    /// Monday to Friday; holidays are work days.
    Weekdays,
}

impl WorkDays {
    /// Whether a date is one.
    #[must_use]
    pub fn include(self, day: NaiveDate) -> bool {
        // 1970-01-05 was a Monday.
        let since_monday = (day - NaiveDate::default()).num_days() - 4;
        self == Self::All || since_monday.rem_euclid(7) < 5
    }

    /// The date that is so many work days after another; `None` beyond the calendar.
    ///
    /// ```
    /// use thalweg_valuestream::WorkDays;
    /// let friday: thalweg_model::NaiveDate = "2026-10-09".parse()?;
    /// assert_eq!(WorkDays::Weekdays.after(friday, 1), Some("2026-10-12".parse()?));
    /// assert_eq!(WorkDays::All.after(friday, 1), Some("2026-10-10".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn after(self, day: NaiveDate, count: u32) -> Option<NaiveDate> {
        let mut left = count;
        let mut at = day;
        while left > 0 {
            at = at.succ_opt()?;
            left -= u32::from(self.include(at));
        }
        Some(at)
    }
}
