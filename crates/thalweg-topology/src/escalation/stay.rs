//! How long problems stay at each level, with those that are still there.

use std::collections::BTreeMap;

use thalweg_model::record::{Escalation, EscalationLevel};
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

impl Stay {
    /// The stays of an escalation, as far as its way through the levels is recorded: at each level until the next one is reached, at the
    /// last until it is resolved.
    ///
    /// Of an escalation without that way only what was resolved is known: it counts where it was resolved, for all of its time.
    ///
    /// ```
    /// use thalweg_model::record::{Escalation, EscalationLevel};
    /// use thalweg_topology::Stay;
    /// let escalation: Escalation = serde_json::from_str(r#"{
    ///     "id": "e-1", "team": "pay", "raised_at": "2026-03-02T08:00:00Z", "resolved_at": "2026-03-02T15:00:00Z",
    ///     "levels": [{ "level": "team", "at": "2026-03-02T08:00:00Z" }, { "level": "lead", "at": "2026-03-02T11:00:00Z" }]
    /// }"#)?;
    /// let hours = |stay: &Stay| (stay.level, stay.until.map(|until| until.since(stay.from).hours()));
    /// let told: Vec<_> = Stay::of(&escalation).iter().map(hours).collect();
    /// assert_eq!(told, [(EscalationLevel::Team, Some(3.0)), (EscalationLevel::Lead, Some(4.0))]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn of(escalation: &Escalation) -> Vec<Self> {
        let end = escalation.resolved_at;
        let mut reached = escalation.levels.clone();
        reached.sort_by_key(|it| it.at);
        let whole = |level| Self { level, from: escalation.raised_at, until: end };
        if reached.is_empty() {
            return escalation.resolved_at_level.filter(|_| end.is_some()).map(whole).into_iter().collect();
        }
        let ends = reached.iter().skip(1).map(|next| Some(next.at)).chain([end]);
        reached.iter().zip(ends).map(|(it, until)| Self { level: it.level, from: it.at, until }).collect()
    }
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
