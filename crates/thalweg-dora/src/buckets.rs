//! Buckets of the local calendar: days, weeks and months that a count is taken in.

use chrono::{Datelike, Days, Months};
use serde::Serialize;

use thalweg_model::{Instant, NaiveDate, Tz, local_date, midnight};

use crate::definition::Bucket;

/// How many deployments a bucket holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BucketCount {
    /// Its first local day.
    pub first_day: NaiveDate,
    /// The deployments in it.
    pub deployments: u64,
    /// The days in it with at least one.
    pub deploy_days: u64,
    /// Whether all of the bucket was observed.
    pub whole: bool,
}

/// A bucket between two instants.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub(crate) first_day: NaiveDate,
    pub(crate) start: Instant,
    pub(crate) end: Instant,
}

/// The buckets that meet [start, end), in order.
pub(crate) fn spans(kind: Bucket, start: Instant, end: Instant, zone: Tz) -> Vec<Span> {
    let mut all = Vec::new();
    let mut day = first_day(kind, local_date(start, zone));
    while let Some(next) = day.and_then(|it| following(kind, it)) {
        let Some(span) = day.and_then(|it| span(it, next, zone)) else { break };
        if span.start >= end {
            break;
        }
        all.push(span);
        day = Some(next);
    }
    all
}

fn span(first_day: NaiveDate, next: NaiveDate, zone: Tz) -> Option<Span> {
    // Before 1970 there is no instant: the bucket starts where instants do.
    let start = midnight(first_day, zone).unwrap_or(Instant::MIN);
    midnight(next, zone).map(|end| Span { first_day, start, end })
}

fn first_day(kind: Bucket, day: NaiveDate) -> Option<NaiveDate> {
    let back = match kind {
        Bucket::Day => 0,
        Bucket::Week => day.weekday().num_days_from_monday(),
        Bucket::SundayWeek => day.weekday().num_days_from_sunday(),
        Bucket::Month => day.day0(),
    };
    day.checked_sub_days(Days::new(back.into()))
}

fn following(kind: Bucket, day: NaiveDate) -> Option<NaiveDate> {
    match kind {
        Bucket::Day => day.checked_add_days(Days::new(1)),
        Bucket::Week | Bucket::SundayWeek => day.checked_add_days(Days::new(7)),
        Bucket::Month => day.checked_add_months(Months::new(1)),
    }
}

/// The mean number of weeks in a bucket.
pub(crate) const fn weeks(kind: Bucket) -> f64 {
    match kind {
        Bucket::Day => 1.0 / 7.0,
        Bucket::Week | Bucket::SundayWeek => 1.0,
        // A month of the Gregorian calendar has 146,097/4,800 days.
        Bucket::Month => 146_097.0 / 4_800.0 / 7.0,
    }
}
