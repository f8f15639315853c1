//! From the plain numbers of the statistics to intervals in the units of readings.

use thalweg_model::{Basis, Elapsed, Gap, Interval, Method, Quantity, Reading, Unit};
use thalweg_stats::quantile::{HyndmanFan, of_sorted};
use thalweg_stats::survival::{Crossing, KaplanMeier, Observation};
use thalweg_stats::{Bounds, order, proportion, rate};

use crate::definition::{Absence, Definition, Estimation, ProportionInterval, QuantileType};

/// Hours of a week.
pub(crate) const WEEK: f64 = 168.0;

/// A count as a number.
#[expect(clippy::cast_precision_loss, reason = "counts above 2^53 do not occur")]
pub(crate) const fn number(count: u64) -> f64 {
    count as f64
}

fn interval(bounds: Option<Bounds>, level: f64, method: Method) -> Option<Interval> {
    bounds.map(|it| Interval::new(it.lower, it.upper, level, method))
}

/// The interval of a proportion, as the definition wants it.
pub(crate) fn share_interval(part: u64, whole: u64, rules: &Estimation) -> Option<Interval> {
    share_interval_by(rules.proportion, part, whole, rules.level)
}

/// The interval of a proportion by one method.
pub(crate) fn share_interval_by(
    rule: ProportionInterval,
    part: u64,
    whole: u64,
    level: f64,
) -> Option<Interval> {
    let (bounds, method) = match rule {
        ProportionInterval::Wilson => (proportion::wilson(part, whole, level), Method::Wilson),
        ProportionInterval::ClopperPearson => {
            (proportion::clopper_pearson(part, whole, level), Method::ClopperPearson)
        }
        ProportionInterval::Jeffreys => (proportion::jeffreys(part, whole, level), Method::Jeffreys),
    };
    interval(bounds, level, method)
}

/// The exact interval of a rate per week.
pub(crate) fn weekly_interval(events: u64, exposure: Elapsed, level: f64) -> Option<Interval> {
    interval(rate::garwood(events, exposure.hours() / WEEK, level), level, Method::Garwood)
}

/// The interval of the median of ascending numbers.
pub(crate) fn median_interval(sorted: &[f64], level: f64) -> Option<Interval> {
    let ranks = order::median_ranks(sorted.len(), level)?;
    let at = |rank: usize| rank.checked_sub(1).and_then(|it| sorted.get(it)).copied();
    Some(Interval::new(at(ranks.lower)?, at(ranks.upper)?, level, Method::OrderStatistics))
}

/// The quantile of ascending numbers.
pub(crate) fn quantile(sorted: &[f64], p: f64, kind: QuantileType) -> Option<f64> {
    let kind = match kind {
        QuantileType::One => HyndmanFan::Type1,
        QuantileType::Seven => HyndmanFan::Type7,
        QuantileType::Eight => HyndmanFan::Type8,
    };
    of_sorted(sorted, p, kind)
}

/// The greatest value whose percent rank, (rank − 1)/(n − 1), is at most one half.
pub(crate) fn lower_median(sorted: &[f64]) -> Option<f64> {
    let middle = sorted.len().checked_sub(1)? / 2;
    // Tied values share the lowest of their ranks, so the value itself is the same.
    sorted.get(middle).copied()
}

/// The arithmetic mean.
pub(crate) fn mean(values: &[f64]) -> Option<f64> {
    let n = u64::try_from(values.len()).ok().filter(|n| *n > 0)?;
    Some(values.iter().sum::<f64>() / number(n))
}

/// A number of hours with its interval, or the gap *no data*.
pub(crate) fn hours(value: Option<f64>, interval: Option<Interval>, basis: Basis) -> Reading {
    match value {
        Some(value) => Reading::number(value, Unit::Hours, interval, basis),
        None => Reading::unknown(Gap::NoData, basis),
    }
}

/// The survival curve of durations in hours, each with whether it is over.
pub(crate) fn curve(times: &[(f64, bool)]) -> Option<KaplanMeier> {
    let one = |(time, ended): &(f64, bool)| Observation { time: *time, ended: *ended };
    KaplanMeier::fit(&times.iter().map(one).collect::<Vec<_>>())
}

/// The time by which a share q has ended, with the log-log interval; the gap *not reached* where it cannot be seen yet.
pub(crate) fn survived(curve: Option<&KaplanMeier>, q: f64, level: f64, basis: Basis) -> Reading {
    let Some((curve, crossing)) = curve.and_then(|it| it.quantile(q).map(|at| (it, at))) else {
        return Reading::unknown(Gap::NoData, basis);
    };
    let interval = curve.quantile_interval(q, level).map(|ends| Interval {
        lower: ends.lower.at(),
        upper: ends.upper.at(),
        level,
        method: Method::KaplanMeierLogLog,
    });
    match crossing {
        Crossing::At(time) => Reading::number(time, Unit::Hours, interval, basis),
        Crossing::NotReached { at_least } => not_reached(at_least, interval, basis),
    }
}

fn not_reached(at_least: f64, interval: Option<Interval>, basis: Basis) -> Reading {
    let gap =
        Quantity::new(at_least, Unit::Hours).map_or(Gap::NoData, |at_least| Gap::NotReached { at_least });
    match Reading::unknown(gap, basis) {
        Reading::Unknown(unknown) => Reading::Unknown(thalweg_model::Unknown { interval, ..unknown }),
        known @ Reading::Known(_) => known,
    }
}

/// What the definition says of a number that there are no data for.
pub(crate) fn absent(definition: &Definition, unit: Unit, reading: Reading) -> Reading {
    let zero = definition.rules().absence == Absence::Zero && reading.gap() == Some(Gap::NoData);
    if zero { Reading::number(0.0, unit, None, reading.basis().clone()) } else { reading }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lower_median_is_the_value_at_or_below_the_middle() {
        assert_eq!(lower_median(&[1.0, 2.0, 4.0, 8.0]), Some(2.0));
        assert_eq!(lower_median(&[1.0, 2.0, 4.0]), Some(2.0));
        assert_eq!(lower_median(&[]), None);
    }
}
