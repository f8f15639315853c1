//! From plain numbers to readings with intervals.

use thalweg_model::{Basis, Elapsed, Gap, Interval, Method, Quantity, Reading, Share, Unit};
use thalweg_stats::quantile::{HyndmanFan, of_sorted};
use thalweg_stats::{Bounds, order, proportion, rate};

const WEEK: f64 = 168.0;
/// The fewest observations that an 85th percentile stands on (dora.md section 3).
const FEWEST_FOR_P85: u64 = 7;

fn interval(bounds: Option<Bounds>, level: f64, method: Method) -> Option<Interval> {
    bounds.map(|it| Interval::new(it.lower, it.upper, level, method))
}

/// The median in hours with its order-statistic interval.
pub(super) fn median(sorted: &[f64], level: f64, basis: Basis) -> Reading {
    let ranks = order::median_ranks(sorted.len(), level);
    let bounds = ranks.and_then(|ranks| {
        let at = |rank: usize| rank.checked_sub(1).and_then(|it| sorted.get(it)).copied();
        Some(Bounds { lower: at(ranks.lower)?, upper: at(ranks.upper)? })
    });
    let value = of_sorted(sorted, 0.5, HyndmanFan::Type7);
    hours(value, interval(bounds, level, Method::OrderStatistics), basis)
}

/// The 85th percentile in hours, from seven observations on.
pub(super) fn p85(sorted: &[f64], basis: Basis) -> Reading {
    let have = sorted.len() as u64;
    if have > 0 && have < FEWEST_FOR_P85 {
        return Reading::unknown(Gap::InsufficientData { have, need: FEWEST_FOR_P85 }, basis);
    }
    hours(of_sorted(sorted, 0.85, HyndmanFan::Type7), None, basis)
}

pub(super) fn hours(value: Option<f64>, interval: Option<Interval>, basis: Basis) -> Reading {
    match value {
        Some(value) => Reading::number(value, Unit::Hours, interval, basis),
        None => Reading::unknown(Gap::NoData, basis),
    }
}

/// A share with Wilson's interval.
pub(super) fn share(part: u64, whole: u64, level: f64, basis: Basis) -> Reading<Share> {
    let bounds = proportion::wilson(part, whole, level);
    Reading::share(part, whole, interval(bounds, level, Method::Wilson), basis)
}

/// Events per week with Garwood's interval.
pub(super) fn weekly(events: u64, exposure: Elapsed, level: f64, basis: Basis) -> Reading {
    let weeks = exposure.hours() / WEEK;
    if weeks <= 0.0 {
        return Reading::unknown(Gap::NoData, basis);
    }
    let bounds = rate::garwood(events, weeks, level);
    let per_week = number(events) / weeks;
    Reading::number(per_week, Unit::PerWeek, interval(bounds, level, Method::Garwood), basis.over(exposure))
}

/// A count that may be below 0.
pub(super) fn difference(more: u64, less: u64, basis: Basis) -> Reading {
    Reading::number(number(more) - number(less), Unit::Count, None, basis)
}

pub(super) fn count(count: u64, basis: Basis) -> Reading {
    Reading::known(Quantity::count(count), basis)
}

/// A count as a number.
pub(super) const fn number(count: u64) -> f64 {
    count as f64
}
