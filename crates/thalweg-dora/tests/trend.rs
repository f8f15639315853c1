//! Trends, charts and levels over months (dora.md section 6): constant series, few values, ties, gaps.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_wrap,
    clippy::panic,
    reason = "tests"
)]

mod records;

use records::{at, carrying, change, deployed, log};
use thalweg_dora::trend::{SignalKind, Trend};
use thalweg_dora::{Definition, Delivery, Metric, measure};
use thalweg_model::{Change, Deployment, Elapsed, EventLog, Instant, Tz, Window};

fn months(count: usize) -> Vec<Window> {
    let first = Window::month(2024, 1, Tz::UTC).unwrap();
    std::iter::successors(Some(first), Window::next).take(count).collect()
}

/// Months with so many deployments each, every one carrying a change of so many hours; no change for 0 hours.
fn history(all: &[(usize, i64)]) -> EventLog {
    let (mut deployments, mut changes): (Vec<Deployment>, Vec<Change>) = (Vec::new(), Vec::new());
    for (window, (count, hours)) in months(all.len()).iter().zip(all) {
        for n in 0..*count {
            let name = format!("{}-{n}", window.label());
            let finished_at = window.start() + Elapsed::from_hours(24 + n as i64);
            let base = Deployment { finished_at, ..deployed(&name, "2024-01-01T00:00:00Z") };
            if *hours == 0 {
                deployments.push(base);
                continue;
            }
            deployments.push(carrying(&[&name], base));
            let committed_at = finished_at - Elapsed::from_hours(*hours);
            changes.push(Change { committed_at, ..change(&name, "2024-01-01T00:00:00Z") });
        }
    }
    log(&deployments, &changes, &[])
}

fn series(all: &[(usize, i64)], as_of: Instant) -> Vec<Delivery> {
    let log = history(all);
    let view = log.as_of(as_of);
    months(all.len()).iter().map(|it| measure(&view.within(it), &Definition::default())).collect()
}

fn trend(metric: Metric, all: &[(usize, i64)]) -> Trend {
    Trend::of(metric, &series(all, at("2030-01-01T00:00:00Z")))
}

fn counts(all: &[usize]) -> Vec<(usize, i64)> {
    all.iter().map(|it| (*it, 0)).collect()
}

#[test]
fn equal_values_have_no_limits_and_no_signal() {
    let found = trend(Metric::ChangeLeadTime, &[(2, 24); 12]);
    assert_eq!((found.chart, found.signals.len()), (None, 0));
    assert_eq!(found.test.unwrap().s, 0);
    assert_eq!(found.slope.unwrap().slope, 0.0);
}

#[test]
fn few_values_make_neither_chart_nor_trend() {
    let three = trend(Metric::DeploymentFrequency, &counts(&[5, 6, 7]));
    assert_eq!((three.chart, three.test, three.slope, three.levels), (None, None, None, None));
    let seven = trend(Metric::DeploymentFrequency, &counts(&[5, 6, 7, 8, 9, 10, 11]));
    assert!(seven.chart.is_some() && seven.test.is_none(), "a trend takes eight");
}

#[test]
fn a_month_without_a_value_is_a_gap_in_time_and_no_zero() {
    // 10, 20, …, 100 h with a month of silence after 50 h.
    let mut all: Vec<(usize, i64)> = (1..=10).map(|it| (1, it * 10)).collect();
    all.insert(5, (1, 0));
    let found = trend(Metric::ChangeLeadTime, &all);
    assert_eq!(found.points.len(), 10);
    assert_eq!(
        found.points.iter().map(|it| it.position).collect::<Vec<_>>(),
        [0, 1, 2, 3, 4, 6, 7, 8, 9, 10]
    );
    // Exact for ten values without ties: 2/10! is the smallest two-sided p there is.
    assert!((found.test.unwrap().p - 2.0 / 3_628_800.0).abs() < 1e-12);
    assert!(found.slope.unwrap().slope < 10.0, "over the real months, of which there are eleven");
}

#[test]
fn no_deployments_are_a_real_zero() {
    let found = trend(Metric::DeploymentFrequency, &counts(&[5, 0, 5, 6, 4, 5, 6, 5]));
    assert_eq!((found.points.len(), found.points[1].value), (8, 0.0));
}

#[test]
fn a_window_that_has_not_ended_is_kept_out() {
    let all = counts(&[5, 6, 5, 6, 5, 6, 5, 6]);
    let found = Trend::of(Metric::DeploymentFrequency, &series(&all, at("2024-08-20T00:00:00Z")));
    assert_eq!(found.points.len(), 7);
}

/// dora.md section 1, 2: a partial window is kept out of all of it, the choice of the scale too.
#[test]
fn a_window_that_has_not_ended_moves_nothing() {
    // Four a month: one less in all, and counts would be charted by their root.
    let whole: Vec<(usize, i64)> = [5, 3, 4, 4, 5, 3, 4, 4].iter().map(|it| (*it, 20 + *it as i64)).collect();
    let more = [whole.clone(), vec![(1, 500), (0, 0)]].concat();
    for as_of in ["2024-09-01T00:00:00Z", "2024-09-03T00:00:00Z", "2024-09-30T23:59:59Z"] {
        let (expected, all) = (series(&whole, at(as_of)), series(&more, at(as_of)));
        for metric in [Metric::DeploymentFrequency, Metric::ChangeLeadTime] {
            let expected = Trend::of(metric, &expected);
            assert_eq!(expected.points.len(), 8, "August has just ended");
            assert_eq!(Trend::of(metric, &all), expected, "{metric:?} as of {as_of}");
        }
    }
    let ended = Trend::of(Metric::DeploymentFrequency, &series(&more, at("2024-10-01T00:00:00Z")));
    assert_eq!(ended.points.len(), 9, "September too");
}

#[test]
fn a_month_outside_the_limits_is_told_with_its_side() {
    let mut all = counts(&[12, 13, 12, 14, 13, 12, 13, 14, 13, 12, 14, 13]);
    all[8].0 = 40;
    let found = trend(Metric::DeploymentFrequency, &all);
    let outside = found.signals.iter().find(|it| it.kind == SignalKind::Outside).unwrap();
    assert_eq!((outside.from, outside.better), (8, true));
    let chart = found.chart.unwrap();
    assert!(chart.provisional && chart.lower < chart.centre && chart.centre < chart.upper);
    all[8].0 = 0;
    let found = trend(Metric::DeploymentFrequency, &all);
    assert!(found.signals.iter().any(|it| it.kind == SignalKind::Outside && !it.better));
    assert_eq!(found.chart.unwrap().lower.min(0.0), 0.0);
}

#[test]
fn lead_times_get_better_downwards() {
    let mut all = vec![(1, 20), (1, 22), (1, 19), (1, 21), (1, 20), (1, 22), (1, 19), (1, 21), (1, 20)];
    all[4].1 = 400;
    let found = trend(Metric::ChangeLeadTime, &all);
    assert!(found.signals.iter().any(|it| it.kind == SignalKind::Outside && !it.better));
}

#[test]
fn two_years_have_seasons_and_levels() {
    let year: Vec<usize> = (0..12).map(|it| 20 + it % 3).collect();
    let up: Vec<usize> = year.iter().map(|it| it + 30).collect();
    let found = trend(Metric::DeploymentFrequency, &counts(&[year.clone(), up].concat()));
    assert_eq!(found.levels, Some(vec![12]));
    assert_eq!(found.seasonal.unwrap().s, 12, "every month of the year is higher than the year before");
    assert_eq!(trend(Metric::DeploymentFrequency, &counts(&year)).seasonal, None);
}
