//! How long problems stay at each level, with those that are still there.

use std::collections::BTreeMap;

use thalweg_model::record::EscalationLevel;
use thalweg_model::{Basis, Exclusion, Gap, Instant, Interval, Method, Quantity, Reading, Unit, Unknown};
use thalweg_stats::survival::{Crossing, KaplanMeier, Observation};

use super::LEVEL;

/// The time that one problem stays at one level: from reaching it until it is resolved or goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The level.
    pub level: EscalationLevel,
    /// When the problem reached it.
    pub from: Instant,
    /// When it was resolved there or went on; `None` while it is there.
    pub until: Option<Instant>,
}

/// The median time at each level, in hours, by Kaplan and Meier with the log-log interval.
///
/// A stay that has not ended by `as_of` counts with the time it lasted so far, so that what is stuck does not make a level
/// look fast. Not reached where half of the stays have not ended; stays that begin later or end before they begin are
/// left out, and counted.
///
/// ```
/// use thalweg_model::{Elapsed, Instant, record::EscalationLevel};
/// use thalweg_topology::{Stay, time_by_level};
/// let from: Instant = "2026-03-02T08:00:00Z".parse()?;
/// let stay = |hours| Stay { level: EscalationLevel::Lead, from, until: Some(from + Elapsed::from_hours(hours)) };
/// let open = Stay { until: None, ..stay(0) };
/// let times = time_by_level(&[stay(2), stay(4), open], from + Elapsed::from_hours(9));
/// let lead = &times[&EscalationLevel::Lead];
/// assert_eq!(lead.value().map(|hours| hours.value()), Some(4.0));
/// # Ok::<(), thalweg_model::InstantError>(())
/// ```
#[must_use]
pub fn time_by_level(stays: &[Stay], as_of: Instant) -> BTreeMap<EscalationLevel, Reading> {
    let mut levels = BTreeMap::<EscalationLevel, Vec<&Stay>>::new();
    stays.iter().for_each(|stay| levels.entry(stay.level).or_default().push(stay));
    levels.into_iter().map(|(level, stays)| (level, median(&stays, as_of))).collect()
}

fn median(stays: &[&Stay], as_of: Instant) -> Reading {
    let begun = stays.iter().filter(|stay| stay.from <= as_of);
    let lives: Vec<(f64, bool)> = begun
        .map(|stay| {
            let until = stay.until.filter(|until| *until <= as_of);
            (until.unwrap_or(as_of).since(stay.from).hours(), until.is_some())
        })
        .collect();
    let later = stays.len() - lives.len();
    median_of(&lives).with_basis(|basis| basis.without(Exclusion::AfterAsOf, later as u64))
}

/// The median of durations in hours, of which some have not ended; negative ones are left out.
pub(crate) fn median_of(lives: &[(f64, bool)]) -> Reading {
    let observations: Vec<Observation> = lives
        .iter()
        .filter(|(hours, _)| *hours >= 0.0)
        .map(|(hours, ended)| Observation { time: *hours, ended: *ended })
        .collect();
    let negative = lives.len() - observations.len();
    let basis = Basis::of(observations.len() as u64).without(Exclusion::NegativeDuration, negative as u64);
    let Some(curve) = KaplanMeier::fit(&observations) else { return Reading::unknown(Gap::NoData, basis) };
    let interval = curve.quantile_interval(0.5, LEVEL).map(|ends| Interval {
        lower: ends.lower.at(),
        upper: ends.upper.at(),
        level: LEVEL,
        method: Method::KaplanMeierLogLog,
    });
    match curve.median() {
        Crossing::At(hours) => Reading::number(hours, Unit::Hours, interval, basis),
        Crossing::NotReached { .. } => {
            let at_least = Quantity::new(curve.last_time(), Unit::Hours);
            let gap = at_least.map_or(Gap::Undefined, |at_least| Gap::NotReached { at_least });
            Reading::Unknown(Unknown { gap, interval, basis })
        }
    }
}
