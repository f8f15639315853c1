//! Windows of the calendar (dora.md section 1, point 2), beside Python's zoneinfo and calendar.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

use chrono::{Datelike, NaiveDate, Weekday};
use proptest::prelude::*;
use thalweg_model::{Elapsed, Instant, Tz, Window, WindowError, local_date, midnight};

/// Written by data/midnights.py; its head names version and command.
const MIDNIGHTS: &str = include_str!("data/midnights.tsv");

/// Days of which the two time-zone databases (2025b there, chrono-tz 0.10.4 here) may tell different things: none.
fn rows() -> impl Iterator<Item = (Tz, NaiveDate, Instant)> {
    MIDNIGHTS.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        (cells[0].parse().unwrap(), cells[1].parse().unwrap(), cells[2].parse().unwrap())
    })
}

#[test]
fn days_begin_where_zoneinfo_begins_them() {
    let wrong: Vec<String> = rows()
        .filter(|(zone, day, begins)| midnight(*day, *zone) != Some(*begins))
        .map(|(zone, day, begins)| format!("{zone} {day}: {begins}, not {:?}", midnight(day, zone)))
        .collect();
    assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", wrong.len(), rows().count());
}

#[test]
fn months_with_a_change_of_clocks_have_743_or_745_hours() {
    let hours = |year, month, zone| Window::month(year, month, zone).unwrap().length().hours();
    assert_eq!(hours(2026, 3, Tz::Europe__Berlin), 743.0);
    assert_eq!(hours(2026, 10, Tz::Europe__Berlin), 745.0);
    assert_eq!(hours(2026, 3, Tz::UTC), 744.0);
    // Half an hour only, and the other way round in the south.
    assert_eq!(hours(2026, 4, Tz::Australia__Lord_Howe), 720.5);
    assert_eq!(hours(2026, 10, Tz::Australia__Lord_Howe), 743.5);
    // No change, at a half-hour offset; a leap February.
    assert_eq!(hours(2024, 2, Tz::Asia__Kolkata), 696.0);
    assert_eq!(
        Window::month(2024, 2, Tz::Asia__Kolkata).unwrap().start().to_string(),
        "2024-01-31T18:30:00Z"
    );
}

#[test]
fn iso_weeks_begin_on_monday_and_some_years_have_53() {
    // Python: [y for y in range(2015, 2034) if datetime.date(y, 12, 28).isocalendar().week == 53]
    let long = [2015, 2020, 2026, 2032];
    for year in 2015..2034 {
        let last = Window::iso_week(year, 53, Tz::UTC);
        assert_eq!(last.is_ok(), long.contains(&year), "{year}");
        if let Err(error) = last {
            assert_eq!(error, WindowError::NoWeek { year, week: 53 });
        }
    }
    let last = Window::iso_week(2026, 53, Tz::Europe__Berlin).unwrap();
    assert_eq!(last.first_day().to_string(), "2026-12-28");
    assert_eq!(last.next().unwrap().label(), "2027-W01");
    assert_eq!(Window::iso_week(2027, 1, Tz::UTC).unwrap().previous().unwrap().label(), "2026-W53");
}

#[test]
fn fiscal_quarters_are_named_after_the_year_in_which_they_end() {
    let first = Window::quarter(2027, 1, 10, Tz::UTC).unwrap();
    assert_eq!((first.label().as_str(), first.first_day().to_string().as_str()), ("FY2027-Q1", "2026-10-01"));
    assert_eq!(Window::quarter(2027, 4, 10, Tz::UTC).unwrap().last_day().to_string(), "2027-09-30");
    assert_eq!(Window::year(2027, 2, Tz::UTC).unwrap().first_day().to_string(), "2026-02-01");
    assert_eq!(Window::year(2027, 1, Tz::UTC).unwrap().first_day().to_string(), "2027-01-01");
    let of = |day: &str, starts| {
        Window::quarter_of(midnight(day.parse().unwrap(), Tz::UTC).unwrap(), starts, Tz::UTC)
    };
    assert_eq!(of("2026-09-30", 10).unwrap().label(), "FY2026-Q4");
    assert_eq!(of("2026-10-01", 10).unwrap().label(), "FY2027-Q1");
    assert_eq!(of("2026-01-31", 2).unwrap().label(), "FY2026-Q4");
    assert_eq!(of("2026-12-31", 1).unwrap().label(), "2026-Q4");
}

#[test]
fn what_the_calendar_lacks_is_refused() {
    assert_eq!(Window::month(2026, 13, Tz::UTC), Err(WindowError::NoMonth { month: 13 }));
    assert_eq!(Window::month(2026, 0, Tz::UTC), Err(WindowError::NoMonth { month: 0 }));
    assert_eq!(Window::quarter(2026, 5, 1, Tz::UTC), Err(WindowError::NoQuarter { quarter: 5 }));
    assert_eq!(Window::quarter(2026, 1, 13, Tz::UTC), Err(WindowError::NoMonth { month: 13 }));
    assert_eq!(Window::iso_week(2026, 54, Tz::UTC), Err(WindowError::NoWeek { year: 2026, week: 54 }));
    for year in [i32::MIN, -1, 0, 1969, 2201, 9999, i32::MAX] {
        assert!(matches!(Window::month(year, 6, Tz::UTC), Err(WindowError::OutOfRange { .. })), "{year}");
        assert!(Window::year(year, 4, Tz::UTC).is_err(), "{year}");
        assert!(Window::quarter(year, 1, 4, Tz::UTC).is_err(), "{year}");
    }
    let at: Instant = "2026-03-01T00:00:00Z".parse().unwrap();
    assert!(matches!(Window::between(at, at, Tz::UTC), Err(WindowError::Empty { .. })));
}

#[test]
fn a_window_that_has_not_ended_is_partial_and_has_the_exposure_so_far() {
    let march = Window::month(2026, 3, Tz::Europe__Berlin).unwrap();
    let at = |text: &str| -> Instant { text.parse().unwrap() };
    assert_eq!(march.exposure(at("2026-03-01T01:00:00Z")).hours(), 2.0);
    assert!(march.is_partial(at("2026-03-31T21:59:59Z")));
    assert!(!march.is_partial(march.end()), "as of its end it is over");
    assert_eq!(march.exposure(at("2026-01-01T00:00:00Z")), Elapsed::ZERO, "before any data");
    assert_eq!(march.exposure(at("2027-01-01T00:00:00Z")), march.length());
    assert!(march.contains(march.start()) && !march.contains(march.end()));
}

fn zone() -> impl Strategy<Value = Tz> {
    proptest::sample::select(chrono_tz::TZ_VARIANTS.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    /// Months, weeks, quarters and years each tile time: the next begins where this one ends, and before the next is this.
    #[test]
    fn windows_tile(zone in zone(), year in 1971..2190_i32, part in 1..=12_u32, starts in 1..=12_u32) {
        let windows = [
            Window::month(year, part, zone),
            Window::iso_week(year, part * 4, zone),
            Window::quarter(year, part % 4 + 1, starts, zone),
            Window::year(year, starts, zone),
        ];
        for window in windows.map(Result::unwrap) {
            let next = window.next().unwrap();
            prop_assert_eq!(next.start(), window.end());
            prop_assert_eq!(next.previous(), Some(window));
            prop_assert!(window.start() < window.end());
        }
    }

    /// Every instant lies in the month, and in the quarter, that is said to be its own; and in the day of its local date.
    #[test]
    fn an_instant_lies_in_its_month(zone in zone(), seconds in 40_000_000..7_000_000_000_i64, starts in 1..=12_u32) {
        let at = Instant::from_nanos(seconds * 1_000_000_000).unwrap();
        prop_assert!(Window::month_of(at, zone).unwrap().contains(at));
        prop_assert!(Window::quarter_of(at, starts, zone).unwrap().contains(at));
        let day = local_date(at, zone);
        prop_assert!(midnight(day, zone).unwrap() <= at);
        prop_assert!(at < midnight(day.succ_opt().unwrap(), zone).unwrap());
    }

    /// Twelve months make a year and three a quarter; a week begins on a Monday.
    #[test]
    fn months_make_quarters_and_years(zone in zone(), year in 1971..2190_i32, starts in 1..=12_u32, week in 1..=52_u32) {
        let fiscal = Window::year(year, starts, zone).unwrap();
        let months = fiscal.months();
        prop_assert_eq!(months.len(), 12);
        prop_assert_eq!((months[0].start(), months[11].end()), (fiscal.start(), fiscal.end()));
        let quarter = Window::quarter(year, 2, starts, zone).unwrap();
        prop_assert_eq!((months[3].start(), months[5].end()), (quarter.start(), quarter.end()));
        let monday = Window::iso_week(year, week, zone).unwrap().first_day();
        prop_assert_eq!((monday.weekday(), monday.iso_week().week()), (Weekday::Mon, week));
    }
}
