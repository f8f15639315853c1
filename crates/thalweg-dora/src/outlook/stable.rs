//! Whether an improvement held: S1 by quarters, S2 by halves, S3 by signals.

use thalweg_stats::trend::mann_kendall;
use thalweg_stats::xmr::{Rule, Scale, Side, Xmr};

use crate::metrics::Metric;

use super::verdict::{AdverseSignal, Effect, Held};

/// S1: every quarter is at least as good as the baseline.
pub(super) fn held(metric: Metric, baseline: Option<f64>, quarters: &[Option<f64>]) -> Held {
    let Some(baseline) = baseline else { return Held::Open };
    // An equal rate must not fail by its last digit.
    let slack = 1e-12 * baseline.abs();
    let good = |it: &f64| {
        if metric.higher_is_better() { *it >= baseline - slack } else { *it <= baseline + slack }
    };
    if quarters.iter().flatten().any(|it| !good(it)) {
        Held::No
    } else if quarters.iter().any(Option::is_none) {
        Held::Open
    } else {
        Held::Yes
    }
}

/// S2: the second half is not inferior to the first, by one end of its interval.
///
/// For a ratio the margin is 1 − δ of the speed; for the two rates it is δ of the baseline's rate in points, since a ratio of
/// rates has no definite size where one half had no failure.
pub(super) fn no_decay(metric: Metric, halves: Option<&Effect>, baseline: Option<f64>, delta: f64) -> Held {
    let Some((effect, baseline)) = halves.zip(baseline) else { return Held::Open };
    let (inferior_end, better_end) =
        if metric.higher_is_better() { (effect.lower, effect.upper) } else { (effect.upper, effect.lower) };
    let (margin, none) = match metric {
        Metric::DeploymentFrequency => (1.0 - delta, 1.0),
        Metric::ChangeLeadTime | Metric::FailedDeploymentRecoveryTime => (1.0 / (1.0 - delta), 1.0),
        Metric::ChangeFailRate | Metric::DeploymentReworkRate => (delta * baseline, 0.0),
    };
    let better = |end: f64, than: f64| if metric.higher_is_better() { end > than } else { end < than };
    if inferior_end.is_some_and(|end| better(end, margin)) {
        Held::Yes
    } else if better_end.is_some_and(|end| better(none, end)) {
        Held::No
    } else {
        Held::Open
    }
}

/// The fewest months that a trend can be seen in.
const FEWEST_FOR_TREND: usize = 8;
/// The one-sided level of a trend.
const TREND: f64 = 0.05;

/// A month's value on a chart, and the months that have none.
pub(super) type Series = Vec<Option<f64>>;

/// S3: the adverse signals within a series of months; a month without a value is no zero, it is left out.
pub(super) fn signals(metric: Metric, series: &Series, scale: Scale) -> Vec<AdverseSignal> {
    let known: Vec<(usize, f64)> =
        series.iter().enumerate().filter_map(|(month, value)| value.map(|it| (month, it))).collect();
    let values: Vec<f64> = known.iter().map(|it| it.1).collect();
    let month = |at: usize| known.get(at).map_or(at, |it| it.0);
    let adverse = if metric.higher_is_better() { Side::Below } else { Side::Above };
    let chart = Xmr::fit(&values, scale).and_then(|chart| chart.signals(&values));
    let seen = chart.unwrap_or_default().into_iter().filter(|it| it.side == adverse);
    let mut all: Vec<AdverseSignal> = seen
        .filter_map(|it| match it.rule {
            Rule::Outside => Some(AdverseSignal::Outside { month: month(it.from) }),
            Rule::Run => Some(AdverseSignal::Run { from: month(it.from), to: month(it.to) }),
            Rule::ThreeOfFour => Some(AdverseSignal::ThreeOfFour { from: month(it.from), to: month(it.to) }),
            _ => None,
        })
        .collect();
    all.extend(trend(metric, &values));
    all
}

fn trend(metric: Metric, values: &[f64]) -> Option<AdverseSignal> {
    if values.len() < FEWEST_FOR_TREND {
        return None;
    }
    let test = mann_kendall(values)?;
    let worse = if metric.higher_is_better() { test.s < 0 } else { test.s > 0 };
    let p = test.p / 2.0;
    (worse && p < TREND).then_some(AdverseSignal::Trend { p })
}
