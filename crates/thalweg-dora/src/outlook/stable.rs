//! Whether an improvement held: S1 by quarters, S2 by halves, S3 by signals.

use thalweg_stats::trend::mann_kendall;
use thalweg_stats::xmr::{Rule, Scale, Side, Signal, Xmr};

use crate::estimate::mean;
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

/// S2: the second half is not inferior to the first: *yes* where all of its interval is better than the margin, *no* where all
/// of it is worse, otherwise open.
///
/// For a ratio the margin is 1 − δ of the speed; for the two rates it is δ of the baseline's rate in points, since a ratio of
/// rates has no definite size where one half had no failure.
pub(super) fn no_decay(metric: Metric, halves: Option<&Effect>, baseline: Option<f64>, delta: f64) -> Held {
    let Some((effect, baseline)) = halves.zip(baseline) else { return Held::Open };
    let margin = match metric {
        Metric::DeploymentFrequency => 1.0 - delta,
        Metric::ChangeLeadTime | Metric::FailedDeploymentRecoveryTime => 1.0 / (1.0 - delta),
        Metric::ChangeFailRate | Metric::DeploymentReworkRate => delta * baseline,
    };
    let above = effect.lower.is_some_and(|end| end > margin);
    let below = effect.upper.is_some_and(|end| end < margin);
    let (better, worse) = if metric.higher_is_better() { (above, below) } else { (below, above) };
    match (better, worse) {
        (true, _) => Held::Yes,
        (_, true) => Held::No,
        _ => Held::Open,
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
    // A series that gets better all the way begins on its worse side, which is no decay.
    let rising = trend(metric, &values, true).is_some();
    let start = |it: &Signal| rising && it.to < values.len() / 2;
    let seen = chart.unwrap_or_default().into_iter();
    let seen = seen.filter(|it| it.side == adverse && !start(it) && fell(metric, &values, it.from, it.to));
    let mut all: Vec<AdverseSignal> = seen
        .filter_map(|it| match it.rule {
            Rule::Outside => Some(AdverseSignal::Outside { month: month(it.from) }),
            Rule::Run => Some(AdverseSignal::Run { from: month(it.from), to: month(it.to) }),
            Rule::ThreeOfFour => Some(AdverseSignal::ThreeOfFour { from: month(it.from), to: month(it.to) }),
            _ => None,
        })
        .collect();
    all.extend(trend(metric, &values, false).map(|p| AdverseSignal::Trend { p }));
    all
}

/// Whether the months of a signal are worse than those before them.
fn fell(metric: Metric, values: &[f64], from: usize, to: usize) -> bool {
    let level = |part: Option<&[f64]>| part.and_then(mean);
    let (before, within) = (level(values.get(..from)), level(values.get(from..=to)));
    let worse = |(before, within): (f64, f64)| {
        if metric.higher_is_better() { within < before } else { within > before }
    };
    before.zip(within).is_some_and(worse)
}

/// The one-sided p of a trend for the better or the worse, where there is one.
fn trend(metric: Metric, values: &[f64], better: bool) -> Option<f64> {
    if values.len() < FEWEST_FOR_TREND {
        return None;
    }
    let test = mann_kendall(values)?;
    let p = if metric.higher_is_better() == better { test.p_rise } else { test.p_fall };
    (p < TREND).then_some(p)
}
