//! One metric over many windows: noise or signal, trend, slope, and hints at a change of level (dora.md section 6).
//!
//! - The chart of individual values (XmR): centre x̄, limits x̄ ± 2.66·mR̄, from 6 values. Durations are charted as
//!   logarithms, counts with a mean below 4 as √(x + ⅜); equal values have no limits.
//! - Mann's and Kendall's test and Sen's slope per window, from 8 values; from 24 values of calendar months the test that keeps
//!   the months of the year apart is given beside it. A step looks like a trend too, so look at the levels first.
//! - Levels: where PELT sees a new one begin, from 24 values, as a hint and no more.
//!
//! A window that has not ended is left out, and so is one without a value: it is a gap in time, no zero. A frequency of 0 is a
//! value. What takes more values than there are is `None`.
//!
//! ```
//! use thalweg_dora::{Definition, Metric, measure, trend::Trend};
//! use thalweg_model::{Deployment, DeploymentId, Elapsed, EnvironmentId, EventLog, ServiceId, Tz, Window};
//! let months: Vec<Window> = Window::year(2025, 1, Tz::UTC)?.months();
//! let mut deployments = Vec::new();
//! for (month, count) in months.iter().zip([12, 13, 12, 14, 13, 12, 13, 14, 13, 12, 14, 13]) {
//!     for n in 0..count {
//!         let id = DeploymentId::new(format!("{}-{n}", month.label()))?;
//!         let at = month.start() + Elapsed::from_hours(n);
//!         deployments.push(Deployment::new(id, ServiceId::new("api")?, EnvironmentId::new("production")?, at));
//!     }
//! }
//! let log = EventLog::of_records(deployments, [], []).value;
//! let view = log.as_of("2026-02-01T00:00:00Z".parse()?);
//! let series = months.iter().map(|it| measure(&view.within(it), &Definition::default()));
//! let trend = Trend::of(Metric::DeploymentFrequency, &series.collect::<Vec<_>>());
//! assert!(trend.chart.is_some() && trend.signals.is_empty()); // noise
//! assert!(trend.test.is_some_and(|it| it.p > 0.05));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::BTreeMap;

use serde::Serialize;

use thalweg_model::{Calendar, Window};
use thalweg_stats::changepoint::change_points;
use thalweg_stats::trend::{mann_kendall, seasonal_mann_kendall, theil_sen};
use thalweg_stats::xmr::{Rule, Scale, Side, Xmr};

use crate::estimate::{mean, number};
use crate::measure::Delivery;
use crate::metrics::Metric;

/// One metric over many windows.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[must_use = "a trend was looked for to be read"]
#[non_exhaustive]
pub struct Trend {
    /// The windows with a value, in order.
    pub points: Vec<Point>,
    /// The chart's centre and limits, on the metric's own scale.
    pub chart: Option<Chart>,
    /// What departs from noise, rule by rule.
    pub signals: Vec<Signal>,
    /// Mann's and Kendall's test.
    pub test: Option<TrendTest>,
    /// The same within the months of the year.
    pub seasonal: Option<TrendTest>,
    /// Sen's slope, per window.
    pub slope: Option<Slope>,
    /// Where new levels may begin, by the position of the point.
    pub levels: Option<Vec<usize>>,
}

/// A window and its value, in the unit of the metric.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Point {
    /// The window.
    pub window: Window,
    /// Which of the windows it is, from 0, those without a value counted.
    pub position: usize,
    /// The value.
    pub value: f64,
}

/// The centre of a chart and its natural limits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Chart {
    /// The centre.
    pub centre: f64,
    /// The lower limit; never below 0.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
    /// Whether fewer than 17 values made the limits.
    pub provisional: bool,
}

/// A departure from noise, between two points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Signal {
    /// What it is.
    pub kind: SignalKind,
    /// The position of its first point among the points.
    pub from: usize,
    /// The position of its last point among the points.
    pub to: usize,
    /// Whether it lies on the better side of the centre.
    pub better: bool,
}

/// The rules of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SignalKind {
    /// Outside the limits.
    Outside,
    /// Eight or more in a row on one side of the centre.
    Run,
    /// Three of four nearer a limit than the centre.
    ThreeOfFour,
    /// A step wider than steps of noise are.
    Step,
}

/// A test for a trend.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TrendTest {
    /// Pairs that rise less pairs that fall.
    pub s: i64,
    /// The two-sided p of no trend.
    pub p: f64,
}

/// A slope per window with its interval at 95 %.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Slope {
    /// The slope.
    pub slope: f64,
    /// The lower end.
    pub lower: Option<f64>,
    /// The upper end.
    pub upper: Option<f64>,
}

/// The fewest values in which a trend can be seen.
const FEWEST: usize = 8;
/// The fewest months in which each month of the year stands twice.
const TWO_YEARS: usize = 24;

impl Trend {
    /// The trend of a metric over deliveries of windows side by side, in the order of time.
    pub fn of(metric: Metric, series: &[Delivery]) -> Self {
        let points: Vec<Point> =
            series.iter().enumerate().filter_map(|(at, delivery)| point(metric, at, delivery)).collect();
        let values: Vec<f64> = points.iter().map(|it| it.value).collect();
        let whole = series.iter().filter(|it| has_ended(it));
        let counts: Vec<f64> = whole.map(|it| number(it.deployment_frequency.deployments)).collect();
        let scale = scale(metric, mean(&counts));
        let chart = Xmr::fit(&values, scale).ok();
        let enough = values.len() >= FEWEST;
        Self {
            signals: chart.map(|it| signals(metric, &it, &values)).unwrap_or_default(),
            chart: chart.map(|it| charted(&it)),
            test: enough.then(|| test(mann_kendall(&values))).flatten(),
            seasonal: seasonal(&points),
            slope: enough.then(|| slope(&points)).flatten(),
            levels: change_points(&values),
            points,
        }
    }
}

fn has_ended(delivery: &Delivery) -> bool {
    delivery.window.is_some_and(|it| !it.is_partial(delivery.as_of))
}

fn point(metric: Metric, position: usize, delivery: &Delivery) -> Option<Point> {
    let window = delivery.window.filter(|_| has_ended(delivery))?;
    let value = delivery.reading(metric).value()?.value();
    Some(Point { window, position, value })
}

/// Below this mean a window's count is charted by its root.
const SMALL_COUNT: f64 = 4.0;

/// The scale on which the noise of a metric is even.
pub(crate) fn scale(metric: Metric, mean_count: Option<f64>) -> Scale {
    match metric {
        Metric::DeploymentFrequency if mean_count.is_some_and(|it| it < SMALL_COUNT) => Scale::Root,
        Metric::ChangeLeadTime | Metric::FailedDeploymentRecoveryTime => Scale::Log,
        _ => Scale::Linear,
    }
}

fn charted(chart: &Xmr) -> Chart {
    let chart = chart.not_negative();
    Chart {
        centre: chart.centre,
        lower: chart.limits.lower,
        upper: chart.limits.upper,
        provisional: chart.provisional,
    }
}

fn signals(metric: Metric, chart: &Xmr, values: &[f64]) -> Vec<Signal> {
    let kind = |rule| match rule {
        Rule::Outside => Some(SignalKind::Outside),
        Rule::Run => Some(SignalKind::Run),
        Rule::ThreeOfFour => Some(SignalKind::ThreeOfFour),
        Rule::Range => Some(SignalKind::Step),
        _ => None,
    };
    let good = if metric.higher_is_better() { Side::Above } else { Side::Below };
    let one = |it: thalweg_stats::xmr::Signal| {
        kind(it.rule).map(|kind| Signal { kind, from: it.from, to: it.to, better: it.side == good })
    };
    chart.signals(values).unwrap_or_default().into_iter().filter_map(one).collect()
}

fn test(found: Option<thalweg_stats::trend::MannKendall>) -> Option<TrendTest> {
    found.map(|it| TrendTest { s: it.s, p: it.p })
}

/// The test within months of the year, where each of them may stand twice.
fn seasonal(points: &[Point]) -> Option<TrendTest> {
    if points.len() < TWO_YEARS {
        return None;
    }
    let mut seasons: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    for point in points {
        let Calendar::Month { month, .. } = point.window.calendar() else { return None };
        seasons.entry(month).or_default().push(point.value);
    }
    let all: Vec<&[f64]> = seasons.values().map(Vec::as_slice).collect();
    test(seasonal_mann_kendall(&all))
}

fn slope(points: &[Point]) -> Option<Slope> {
    let place = |it: &Point| u64::try_from(it.position).map(number).unwrap_or(f64::NAN);
    let real: Vec<(f64, f64)> = points.iter().map(|it| (place(it), it.value)).collect();
    let found = theil_sen(&real, 0.95)?;
    let end = |which: fn(thalweg_stats::Bounds) -> f64| found.bounds.map(which);
    Some(Slope { slope: found.slope, lower: end(|it| it.lower), upper: end(|it| it.upper) })
}
