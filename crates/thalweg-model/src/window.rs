//! Windows of time: half-open, calendar-true in their zone.

use std::fmt;

use chrono::{
    Datelike, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday,
};
use chrono_tz::Tz;
use serde::{Serialize, Serializer};

use crate::instant::{Elapsed, Instant};

/// Why there is no such window.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WindowError {
    /// The month is not 1 to 12.
    #[error("there is no month {month}: months are 1 to 12")]
    NoMonth {
        /// The month as given.
        month: u32,
    },
    /// The quarter is not 1 to 4.
    #[error("there is no quarter {quarter}: quarters are 1 to 4")]
    NoQuarter {
        /// The quarter as given.
        quarter: u32,
    },
    /// The year has no such ISO week.
    #[error("{year} has no ISO week {week}")]
    NoWeek {
        /// The ISO year.
        year: i32,
        /// The week as given.
        week: u32,
    },
    /// The window would begin before 1970 or end after 2199.
    #[error("the window `{label}` is not between 1970 and 2199")]
    OutOfRange {
        /// The label of the window.
        label: String,
    },
    /// The end does not come after the start.
    #[error("the window ends at {end}, which is not after its start {start}")]
    Empty {
        /// The start.
        start: Instant,
        /// The end.
        end: Instant,
    },
}

/// What stretch of the calendar a window is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Calendar {
    /// An ISO week, from Monday.
    IsoWeek {
        /// The ISO year.
        year: i32,
        /// The week, 1 to 53.
        week: u32,
    },
    /// A calendar month.
    Month {
        /// The year.
        year: i32,
        /// The month, 1 to 12.
        month: u32,
    },
    /// A quarter of a fiscal year.
    Quarter {
        /// The fiscal year, named after the calendar year in which it ends.
        year: i32,
        /// The quarter, 1 to 4.
        quarter: u32,
        /// The month in which the fiscal year starts; 1 for the calendar year.
        starts: u32,
    },
    /// A fiscal year.
    Year {
        /// The fiscal year, named after the calendar year in which it ends.
        year: i32,
        /// The month in which the fiscal year starts; 1 for the calendar year.
        starts: u32,
    },
    /// Any other stretch.
    Free {
        /// Its start.
        start: Instant,
        /// Its end.
        end: Instant,
    },
}

impl Calendar {
    /// The first local day and the first local day after.
    fn days(self) -> Result<(NaiveDate, NaiveDate), WindowError> {
        let outside = || WindowError::OutOfRange { label: self.to_string() };
        let months = |first: i64, count: i64| {
            let day = |m: i64| {
                let year = i32::try_from(m.div_euclid(12)).ok()?;
                let month = u32::try_from(m.rem_euclid(12)).ok()? + 1;
                NaiveDate::from_ymd_opt(year, month, 1)
            };
            day(first).zip(day(first + count)).ok_or_else(outside)
        };
        match self {
            Self::IsoWeek { year, week } => {
                let monday = NaiveDate::from_isoywd_opt(year, week, Weekday::Mon)
                    .ok_or(WindowError::NoWeek { year, week })?;
                monday.checked_add_days(Days::new(7)).map(|end| (monday, end)).ok_or_else(outside)
            }
            Self::Month { month, .. } if !(1..=12).contains(&month) => Err(WindowError::NoMonth { month }),
            Self::Month { year, month } => months(i64::from(year) * 12 + i64::from(month) - 1, 1),
            Self::Quarter { quarter, .. } if !(1..=4).contains(&quarter) => {
                Err(WindowError::NoQuarter { quarter })
            }
            Self::Quarter { year, quarter, starts } => {
                months(fiscal_start(year, starts)? + (i64::from(quarter) - 1) * 3, 3)
            }
            Self::Year { year, starts } => months(fiscal_start(year, starts)?, 12),
            Self::Free { .. } => Err(outside()),
        }
    }
}

/// The first month of a fiscal year, counted in months since year 0.
fn fiscal_start(year: i32, starts: u32) -> Result<i64, WindowError> {
    match starts {
        1 => Ok(i64::from(year) * 12),
        2..=12 => Ok((i64::from(year) - 1) * 12 + i64::from(starts) - 1),
        month => Err(WindowError::NoMonth { month }),
    }
}

impl fmt::Display for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::IsoWeek { year, week } => write!(f, "{year}-W{week:02}"),
            Self::Month { year, month } => write!(f, "{year}-{month:02}"),
            Self::Quarter { year, quarter, starts: 1 } => write!(f, "{year}-Q{quarter}"),
            Self::Quarter { year, quarter, .. } => write!(f, "FY{year}-Q{quarter}"),
            Self::Year { year, starts: 1 } => write!(f, "{year}"),
            Self::Year { year, .. } => write!(f, "FY{year}"),
            Self::Free { start, end } => write!(f, "{start}/{end}"),
        }
    }
}

/// A half-open stretch of time [start, end) in a zone (dora.md section 1).
///
/// A calendar window runs from local midnight to local midnight; where a change of clocks skips midnight it starts at the
/// first valid instant, and where midnight comes twice at the earlier one. So a month with such a change has 743 or 745 hours.
///
/// ```
/// use thalweg_model::{Tz, Window};
/// let march = Window::month(2026, 3, Tz::Europe__Berlin)?;
/// assert_eq!(march.start().to_string(), "2026-02-28T23:00:00Z");
/// assert_eq!(march.length().hours(), 743.0);
/// assert_eq!(march.next().expect("in range").label(), "2026-04");
/// # Ok::<(), thalweg_model::WindowError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Window {
    start: Instant,
    end: Instant,
    calendar: Calendar,
    zone: Tz,
}

impl Window {
    /// The window of a calendar stretch.
    ///
    /// # Errors
    /// [`WindowError`] where the calendar has no such stretch, or it lies outside 1970 to 2199.
    pub fn of(calendar: Calendar, zone: Tz) -> Result<Self, WindowError> {
        if let Calendar::Free { start, end } = calendar {
            return if start < end {
                Ok(Self { start, end, calendar, zone })
            } else {
                Err(WindowError::Empty { start, end })
            };
        }
        let (first, after) = calendar.days()?;
        let ends = midnight(first, zone).zip(midnight(after, zone));
        let (start, end) = ends.ok_or_else(|| WindowError::OutOfRange { label: calendar.to_string() })?;
        Ok(Self { start, end, calendar, zone })
    }

    /// A calendar month.
    ///
    /// # Errors
    /// As [`Window::of`].
    pub fn month(year: i32, month: u32, zone: Tz) -> Result<Self, WindowError> {
        Self::of(Calendar::Month { year, month }, zone)
    }

    /// An ISO week, from Monday.
    ///
    /// # Errors
    /// As [`Window::of`].
    pub fn iso_week(year: i32, week: u32, zone: Tz) -> Result<Self, WindowError> {
        Self::of(Calendar::IsoWeek { year, week }, zone)
    }

    /// A quarter of the fiscal year that starts in month `starts` (1 for the calendar year) and is named after the
    /// calendar year in which it ends.
    ///
    /// # Errors
    /// As [`Window::of`].
    pub fn quarter(year: i32, quarter: u32, starts: u32, zone: Tz) -> Result<Self, WindowError> {
        Self::of(Calendar::Quarter { year, quarter, starts }, zone)
    }

    /// The fiscal year that starts in month `starts` (1 for the calendar year), named after the calendar year in which
    /// it ends.
    ///
    /// # Errors
    /// As [`Window::of`].
    pub fn year(year: i32, starts: u32, zone: Tz) -> Result<Self, WindowError> {
        Self::of(Calendar::Year { year, starts }, zone)
    }

    /// Any stretch from one instant to a later one.
    ///
    /// # Errors
    /// [`WindowError::Empty`] where the end is not after the start.
    pub fn between(start: Instant, end: Instant, zone: Tz) -> Result<Self, WindowError> {
        Self::of(Calendar::Free { start, end }, zone)
    }

    /// The calendar month that an instant lies in, in that zone.
    ///
    /// # Errors
    /// [`WindowError::OutOfRange`] in the very first and last month of the range of instants.
    pub fn month_of(at: Instant, zone: Tz) -> Result<Self, WindowError> {
        let day = local_date(at, zone);
        Self::month(day.year(), day.month(), zone)
    }

    /// The quarter that an instant lies in, in that zone.
    ///
    /// # Errors
    /// As [`Window::month_of`].
    pub fn quarter_of(at: Instant, starts: u32, zone: Tz) -> Result<Self, WindowError> {
        if !(1..=12).contains(&starts) {
            return Err(WindowError::NoMonth { month: starts });
        }
        let day = local_date(at, zone);
        let offset = (day.month() + 12 - starts) % 12;
        let year = day.year() + i32::from(starts > 1 && day.month() >= starts);
        Self::quarter(year, offset / 3 + 1, starts, zone)
    }

    /// The `count` windows of the same kind that end with this one, oldest first; fewer at the edge of the calendar.
    #[must_use]
    pub fn trailing(&self, count: usize) -> Vec<Self> {
        let mut windows: Vec<Self> = std::iter::successors(Some(*self), Self::previous).take(count).collect();
        windows.reverse();
        windows
    }

    /// The calendar months that begin in this window.
    #[must_use]
    pub fn months(&self) -> Vec<Self> {
        let first = Self::month_of(self.start, self.zone).ok();
        std::iter::successors(first, Self::next)
            .take_while(|month| month.start < self.end)
            .filter(|month| month.start >= self.start)
            .collect()
    }

    /// The window of the same kind that follows, or `None` at the end of the calendar and for a free stretch.
    #[must_use]
    pub fn next(&self) -> Option<Self> {
        self.stepped(1)
    }

    /// The window of the same kind before this one, or `None` at the edge of the calendar and for a free stretch.
    #[must_use]
    pub fn previous(&self) -> Option<Self> {
        self.stepped(-1)
    }

    fn stepped(&self, by: i32) -> Option<Self> {
        let calendar = match self.calendar {
            Calendar::IsoWeek { .. } => {
                let day =
                    local_date(self.start, self.zone).checked_add_signed(TimeDelta::weeks(by.into()))?;
                let week = day.iso_week();
                Calendar::IsoWeek { year: week.year(), week: week.week() }
            }
            Calendar::Month { year, month } => {
                let index = year * 12 + i32::try_from(month).ok()? - 1 + by;
                let month = u32::try_from(index.rem_euclid(12)).ok()? + 1;
                Calendar::Month { year: index.div_euclid(12), month }
            }
            Calendar::Quarter { year, quarter, starts } => {
                let index = year * 4 + i32::try_from(quarter).ok()? - 1 + by;
                let quarter = u32::try_from(index.rem_euclid(4)).ok()? + 1;
                Calendar::Quarter { year: index.div_euclid(4), quarter, starts }
            }
            Calendar::Year { year, starts } => Calendar::Year { year: year + by, starts },
            Calendar::Free { .. } => return None,
        };
        Self::of(calendar, self.zone).ok()
    }

    /// The first instant inside.
    #[must_use]
    pub const fn start(&self) -> Instant {
        self.start
    }

    /// The first instant after.
    #[must_use]
    pub const fn end(&self) -> Instant {
        self.end
    }

    /// What stretch of the calendar it is.
    #[must_use]
    pub const fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// The zone whose calendar it follows.
    #[must_use]
    pub const fn zone(&self) -> Tz {
        self.zone
    }

    /// Whether an instant lies inside: start included, end not.
    #[must_use]
    pub fn contains(&self, at: Instant) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether a local date lies inside.
    #[must_use]
    pub fn contains_date(&self, day: NaiveDate) -> bool {
        midnight(day, self.zone).is_some_and(|at| self.contains(at))
    }

    /// Elapsed time from start to end.
    #[must_use]
    pub const fn length(&self) -> Elapsed {
        self.end.since(self.start)
    }

    /// The time observed by `as_of`: the whole length, or what has passed of it, or nothing.
    #[must_use]
    pub fn exposure(&self, as_of: Instant) -> Elapsed {
        self.end.min(as_of).max(self.start).since(self.start)
    }

    /// Whether the window has not ended by `as_of`: kept out of trends, verdicts and bands.
    #[must_use]
    pub fn is_partial(&self, as_of: Instant) -> bool {
        self.end > as_of
    }

    /// The first local day inside.
    #[must_use]
    pub fn first_day(&self) -> NaiveDate {
        local_date(self.start, self.zone)
    }

    /// The last local day inside.
    #[must_use]
    pub fn last_day(&self) -> NaiveDate {
        local_date(self.end - Elapsed::from_nanos(1), self.zone)
    }

    /// A short name: `2026-03`, `2026-W09`, `2026-Q1`, `FY2026-Q1`, `2026`, or both ends.
    #[must_use]
    pub fn label(&self) -> String {
        self.calendar.to_string()
    }
}

impl PartialOrd for Window {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Window {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |w: &Self| (w.start, w.end, w.calendar);
        key(self).cmp(&key(other)).then_with(|| self.zone.name().cmp(other.zone.name()))
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.calendar, self.zone.name())
    }
}

impl fmt::Debug for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Window({self}, {} .. {})", self.start, self.end)
    }
}

impl Serialize for Window {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("Window", 4)?;
        out.serialize_field("label", &self.label())?;
        out.serialize_field("start", &self.start)?;
        out.serialize_field("end", &self.end)?;
        out.serialize_field("zone", self.zone.name())?;
        out.end()
    }
}

/// The local date of an instant in a zone.
#[must_use]
pub fn local_date(at: Instant, zone: Tz) -> NaiveDate {
    at.to_utc().with_timezone(&zone).date_naive()
}

/// The instant at which a local day begins, or `None` outside the range of [`Instant`].
#[must_use]
pub fn midnight(day: NaiveDate, zone: Tz) -> Option<Instant> {
    let local = day.and_time(NaiveTime::MIN);
    valid(local, zone).or_else(|| after_gap(local, zone)).and_then(Instant::from_utc)
}

/// The instant of a local time; the earlier one where it comes twice.
fn valid(local: NaiveDateTime, zone: Tz) -> Option<chrono::DateTime<Utc>> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.to_utc()),
        LocalResult::None => None,
    }
}

/// The first valid instant after a local time that the clocks skip. No gap is longer than a day (Samoa, 2011-12-30).
fn after_gap(local: NaiveDateTime, zone: Tz) -> Option<chrono::DateTime<Utc>> {
    let mut skipped = TimeDelta::zero();
    let mut reached =
        (1..=26 * 4).map(|q| TimeDelta::minutes(15 * q)).find(|d| valid(local + *d, zone).is_some())?;
    while reached - skipped > TimeDelta::seconds(1) {
        let middle = TimeDelta::seconds((reached + skipped).num_seconds() / 2);
        if valid(local + middle, zone).is_some() {
            reached = middle;
        } else {
            skipped = middle;
        }
    }
    valid(local + reached, zone)
}
