//! Escalations per team-week, and their ratio between two windows.

use thalweg_model::{Basis, Elapsed, Exclusion, Gap, Interval, Method, Quantity, Reading, Unit, Unknown};
use thalweg_stats::rate::{garwood, rate_ratio};

use super::{LEVEL, Tally};

fn weeks(present: Elapsed) -> f64 {
    present.days() / 7.0
}

/// Escalations raised ÷ team-weeks, with Garwood's interval; a gap where no team was there.
#[expect(clippy::cast_precision_loss, reason = "counts above 2^53 do not occur")]
pub(crate) fn rate(tally: &Tally) -> Reading {
    let weeks = weeks(tally.present);
    let basis = Basis::of(tally.raised).over(tally.present).without(Exclusion::UnknownTeam, tally.strangers);
    let interval = garwood(tally.raised, weeks, LEVEL)
        .map(|bounds| Interval::new(bounds.lower, bounds.upper, LEVEL, Method::Garwood));
    match interval {
        Some(interval) => {
            Reading::number(tally.raised as f64 / weeks, Unit::PerTeamWeek, Some(interval), basis)
        }
        None => Reading::unknown(Gap::NoData, basis),
    }
}

/// The rate of the later window ÷ that of the earlier one, with the exact conditional interval.
///
/// No escalation in either is no data; none in the earlier one alone leaves the ratio undefined.
pub(crate) fn ratio(later: &Tally, earlier: &Tally) -> Reading {
    let basis = Basis::of(later.raised.saturating_add(earlier.raised))
        .over(later.present + earlier.present)
        .without(Exclusion::UnknownTeam, later.strangers.saturating_add(earlier.strangers));
    let found = rate_ratio(later.raised, weeks(later.present), earlier.raised, weeks(earlier.present), LEVEL);
    let Some(found) = found else { return Reading::unknown(Gap::NoData, basis) };
    let interval = Interval {
        lower: Some(found.bounds.lower),
        upper: found.bounds.upper,
        level: LEVEL,
        method: Method::ConditionalExact,
    };
    match found.ratio.and_then(|ratio| Quantity::new(ratio, Unit::Ratio)) {
        Some(ratio) => Reading::estimated(ratio, interval, basis),
        None => Reading::Unknown(Unknown { gap: Gap::Undefined, interval: Some(interval), basis }),
    }
}
