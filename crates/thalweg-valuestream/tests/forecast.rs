//! Forecasts (playbook.md section 4) against the exact law of the days they draw.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failure is a panic")]

use thalweg_model::record::{StateChange, WorkItem, WorkKind};
use thalweg_model::{Elapsed, Instant, NaiveDate, Tz, Window};
use thalweg_valuestream::flow::{FlowDefinition, Passages};
use thalweg_valuestream::forecast::{Forecast, History, When};
use thalweg_valuestream::{ValueStreamError, WorkDays};

fn forecast(daily: &[u64], seed: u64) -> Forecast {
    Forecast::new(History::new(daily.iter().copied(), WorkDays::All).unwrap(), seed).unwrap()
}

/// Three standard errors of a share over ten thousand runs.
const ERROR: f64 = 0.015;

/// numpy 2.4.6: the daily law convolved with itself (tests/data/valuestream.py).
#[test]
fn shares_of_runs_are_those_of_the_exact_law() {
    let forecast = forecast(&[0, 2, 0, 1, 3, 0, 1], 20_261_125);
    let ten = forecast.how_many(10).unwrap();
    for (items, exact) in [(5, 0.956163), (8, 0.761974), (10, 0.543217), (12, 0.319975), (15, 0.0967)] {
        assert!(
            (ten.chance_of(items) - exact).abs() < ERROR,
            "{items}: {} for {exact}",
            ten.chance_of(items)
        );
    }
    assert_eq!((ten.with_confidence(0.9), ten.with_confidence(0.5)), (Some(6), Some(10)));
    let twenty = forecast.when(20);
    for (days, exact) in [(15, 0.140667), (20, 0.530927), (25, 0.847854), (30, 0.967868)] {
        assert!((twenty.chance_within(days) - exact).abs() < ERROR, "{days}: {}", twenty.chance_within(days));
    }
    assert_eq!(twenty.with_confidence(0.5), Some(When::InDays(20)));
    assert_eq!(twenty.with_confidence(0.87), Some(When::InDays(26)));
}

/// Every way that a few days can go, counted one by one: the share of runs is within five standard errors of the exact share.
#[test]
fn runs_are_those_of_an_exhaustive_count() {
    for (daily, days) in
        [(&[0_u64, 1][..], 5_u32), (&[0, 1, 3], 4), (&[2], 3), (&[0, 0, 5, 1], 4), (&[1, 2, 3, 4, 0], 3)]
    {
        let forecast = forecast(daily, 77);
        let (ways, runs) = (daily.len().pow(days), forecast.how_many(days).unwrap());
        let total = |way: usize| -> u64 {
            (0..days).map(|day| daily[way / daily.len().pow(day) % daily.len()]).sum()
        };
        let totals: Vec<u64> = (0..ways).map(total).collect();
        for items in 0..=*totals.iter().max().unwrap() {
            let exact = totals.iter().filter(|it| **it >= items).count() as f64 / ways as f64;
            let error = 5.0 * (exact * (1.0 - exact) / 10_000.0).sqrt();
            assert!(
                (runs.chance_of(items) - exact).abs() <= error + 1e-12,
                "{daily:?} {days} {items}: {exact}"
            );
            // Done by then is the same as so many by then.
            let when = forecast.when(items).chance_within(days);
            assert!((when - exact).abs() <= error + 1e-12, "{daily:?} {days} {items}: {when}");
        }
    }
}

/// scipy 1.17.1: binom.ppf(.15, 30, .5) = 12, binom.sf(11, 30, .5), binom.sf(14, 30, .5).
#[test]
fn coin_days_are_binomial() {
    let month = forecast(&[0, 1], 1).how_many(30).unwrap();
    assert_eq!(month.with_confidence(0.85), Some(12));
    assert!((month.chance_of(12) - 0.899_755_788_967_013_4).abs() < ERROR);
    assert!((month.chance_of(15) - 0.572_232_224_047_184).abs() < ERROR);
}

#[test]
fn days_without_an_item_count() {
    let with = forecast(&[0, 0, 0, 4], 5).how_many(20).unwrap().with_confidence(0.85);
    let without = forecast(&[4], 5).how_many(20).unwrap().with_confidence(0.85);
    assert_eq!(without, Some(80));
    assert!(with < Some(20));
}

#[test]
fn one_seed_gives_one_answer() {
    let history = [0, 2, 0, 1, 3, 0, 1];
    assert_eq!(forecast(&history, 7).how_many(10).unwrap(), forecast(&history, 7).how_many(10).unwrap());
    assert_eq!(forecast(&history, 7).when(20), forecast(&history, 7).when(20));
    assert_ne!(
        forecast(&history, 7).how_many(10).unwrap().runs(),
        forecast(&history, 8).how_many(10).unwrap().runs()
    );
}

#[test]
fn more_confidence_promises_less() {
    let forecast = forecast(&[0, 2, 0, 1, 3, 0, 1], 3);
    let (many, when) = (forecast.how_many(15).unwrap(), forecast.when(15));
    let days = |confidence: f64| match when.with_confidence(confidence) {
        Some(When::InDays(days)) => days,
        other => panic!("{other:?}"),
    };
    for (less, more) in [(0.1, 0.5), (0.5, 0.85), (0.85, 0.99)] {
        assert!(many.with_confidence(less) >= many.with_confidence(more));
        assert!(days(less) <= days(more));
    }
    for outside in [0.0, 1.0, -1.0, f64::NAN] {
        assert_eq!((many.with_confidence(outside), when.with_confidence(outside)), (None, None));
    }
}

#[test]
fn nothing_finished_forecasts_nothing() {
    let idle = forecast(&[0, 0, 0], 1);
    assert_eq!(idle.how_many(30).unwrap().with_confidence(0.85), Some(0));
    assert_eq!(idle.when(1).with_confidence(0.85), Some(When::NotReached { beyond: 3653 }));
    assert_eq!(idle.when(0).with_confidence(0.85), Some(When::InDays(0)));
    assert_eq!(idle.when(1).date("2026-10-08".parse().unwrap(), 0.5), None);
    assert_eq!(idle.when(1).chance_within(3653), 0.0);
}

#[test]
fn forecasts_are_bounded() {
    let problems = |error: ValueStreamError| match error {
        ValueStreamError::Forecast { problems } => problems.len(),
        other => panic!("{other}"),
    };
    let history = || History::new([1], WorkDays::All).unwrap();
    assert_eq!(problems(History::new([], WorkDays::All).unwrap_err()), 1);
    assert_eq!(problems(History::new([u64::MAX], WorkDays::All).unwrap_err()), 1);
    assert_eq!(problems(Forecast::with_runs(history(), 1, 0).unwrap_err()), 1);
    assert_eq!(problems(forecast(&[1], 1).how_many(u32::MAX).unwrap_err()), 2);
    assert_eq!(problems(Forecast::with_runs(history(), 1, 1_000_000).unwrap().how_many(60).unwrap_err()), 1);
}

fn done(id: &str, at: &str) -> WorkItem {
    let finished: Instant = at.parse().unwrap();
    let started = finished - Elapsed::from_hours(5);
    let change = |state: &str, at: Instant| StateChange { state: state.to_owned(), at, team: None };
    WorkItem {
        id: id.parse().unwrap(),
        stream: None,
        team: None,
        kind: WorkKind::Feature,
        states: vec![change("doing", started), change("done", finished)],
    }
}

#[test]
fn a_history_has_every_local_day_that_is_over() {
    // Monday to Sunday, 7 to 13 September 2026; one item late on Tuesday in UTC, which is Wednesday in Berlin.
    let items = [
        done("a", "2026-09-07T09:00:00Z"),
        done("b", "2026-09-08T22:30:00Z"),
        done("c", "2026-09-12T10:00:00Z"),
        done("d", "2026-09-12T11:00:00Z"),
    ];
    let week = Window::iso_week(2026, 37, Tz::Europe__Berlin).unwrap();
    let of = |as_of: &str, days: WorkDays| {
        let passages = Passages::of(&items, &FlowDefinition::default(), as_of.parse().unwrap());
        History::of(&passages, &week, days).map(|history| history.daily().to_vec())
    };
    assert_eq!(of("2026-10-01T00:00:00Z", WorkDays::All).unwrap(), [1, 0, 1, 0, 0, 2, 0]);
    assert_eq!(
        of("2026-10-01T00:00:00Z", WorkDays::Weekdays).unwrap(),
        [1, 0, 1, 0, 2],
        "Saturday's work is Friday's"
    );
    assert_eq!(of("2026-09-10T12:00:00Z", WorkDays::All).unwrap(), [1, 0, 1], "today is not over");
    assert_eq!(
        of("2026-09-12T12:00:00Z", WorkDays::All).unwrap(),
        [1, 0, 1, 0, 0],
        "nor is its work yesterday's"
    );
    assert!(of("2026-09-07T12:00:00Z", WorkDays::All).is_err(), "no day is over");
}

#[test]
fn a_date_is_counted_on_the_days_of_the_history() {
    let thursday: NaiveDate = "2026-10-08".parse().unwrap();
    let on = |days: WorkDays| {
        let history = History::new([1], days).unwrap();
        Forecast::new(history, 1).unwrap().when(3).date(thursday, 0.85)
    };
    assert_eq!(on(WorkDays::All), Some("2026-10-11".parse().unwrap()));
    assert_eq!(on(WorkDays::Weekdays), Some("2026-10-13".parse().unwrap()));
}
