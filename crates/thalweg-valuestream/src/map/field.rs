//! The numbers of a stage as they may be used: known, absent, or nothing that can be.

use thalweg_model::record::MapStage;
use thalweg_model::{Basis, Exclusion, Gap, Reading, Unit};

/// A number of a stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Field {
    Known(f64),
    Absent,
    /// Negative, not finite, or a share outside 0 to 1.
    Bad,
    /// Known, and beyond every number: a queue that grows without end, work that never comes out right.
    Endless,
}

impl Field {
    fn of(value: Option<f64>, usable: impl Fn(f64) -> bool) -> Self {
        match value {
            None => Self::Absent,
            Some(x) if x.is_finite() && usable(x) => Self::Known(x),
            Some(_) => Self::Bad,
        }
    }

    pub(super) fn known(self) -> Option<f64> {
        match self {
            Self::Known(x) => Some(x),
            _ => None,
        }
    }

    /// Two numbers made one; of two that are not known, the worse stands.
    pub(super) fn with(self, other: Self, join: impl Fn(f64, f64) -> f64) -> Self {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => match join(a, b) {
                joined if joined.is_finite() => Self::Known(joined),
                _ => Self::Endless,
            },
            (Self::Bad, _) | (_, Self::Bad) => Self::Bad,
            (Self::Endless, _) | (_, Self::Endless) => Self::Endless,
            _ => Self::Absent,
        }
    }
}

/// The numbers of one stage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub(super) process: Field,
    pub(super) wait: Field,
    pub(super) accurate: Field,
    pub(super) people: Field,
    pub(super) arrivals: Field,
    pub(super) capacity: Field,
}

impl Fields {
    pub(super) fn of(stage: &MapStage) -> Self {
        let not_negative = |x: f64| x >= 0.0;
        let positive = |x: f64| x > 0.0;
        Self {
            process: Field::of(Some(stage.process_hours), not_negative),
            wait: Field::of(Some(stage.wait_hours), not_negative),
            accurate: Field::of(stage.complete_and_accurate, |x| (0.0..=1.0).contains(&x)),
            people: Field::of(stage.people, positive),
            arrivals: Field::of(stage.arrivals_per_week, not_negative),
            capacity: Field::of(stage.capacity_hours_per_week, positive),
        }
    }

    pub(super) fn lead(&self) -> Field {
        self.process.with(self.wait, |process, wait| process + wait)
    }

    /// Process time over the share that comes out right: the work until an item is right.
    pub(super) fn effort(&self) -> Field {
        self.process.with(self.accurate, |process, accurate| process / accurate)
    }

    /// Hours of work that arrive per week, over the hours there are.
    pub(super) fn utilisation(&self) -> Field {
        let load = self.effort().with(self.arrivals, |effort, arrivals| effort * arrivals);
        load.with(self.hours(), |load, hours| load / hours)
    }

    /// Hours of work that all people of the stage have per week.
    pub(super) fn hours(&self) -> Field {
        self.people.with(self.capacity, |people, capacity| people * capacity)
    }

    /// Each number that cannot be, by name, with the rule that it breaks.
    pub(super) fn problems(&self) -> Vec<(&'static str, &'static str)> {
        let not_negative = "must be finite and not negative";
        let positive = "must be finite and above 0";
        let checked = [
            (self.process, "process_hours", not_negative),
            (self.wait, "wait_hours", not_negative),
            (self.accurate, "complete_and_accurate", "must lie between 0 and 1"),
            (self.people, "people", positive),
            (self.arrivals, "arrivals_per_week", not_negative),
            (self.capacity, "capacity_hours_per_week", positive),
        ];
        checked.into_iter().filter(|it| it.0 == Field::Bad).map(|(_, name, rule)| (name, rule)).collect()
    }
}

/// What all stages say together: a number, or the gap of the stages that lack theirs.
pub(super) fn together(
    fields: impl Iterator<Item = Field>,
    join: impl Fn(&[f64]) -> f64,
    unit: Unit,
) -> Reading {
    let fields: Vec<Field> = fields.collect();
    let count = |which: Field| fields.iter().filter(|&&f| f == which).count() as u64;
    let (bad, endless, absent) = (count(Field::Bad), count(Field::Endless), count(Field::Absent));
    let basis = Basis::of(fields.len() as u64).without(Exclusion::Contradictory, bad);
    let known: Vec<f64> = fields.into_iter().filter_map(Field::known).collect();
    match (bad + endless, absent, known.is_empty()) {
        (1.., _, _) => Reading::unknown(Gap::Undefined, basis),
        (_, 1.., _) => Reading::unknown(Gap::NotRecorded, basis),
        (_, _, true) => Reading::unknown(Gap::NoData, basis),
        _ => Reading::number(join(&known), unit, None, basis),
    }
}
