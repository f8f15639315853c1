//! Thresholds: each in the unit of what it is compared with, and such that something can meet it and something not.

use thalweg_model::Unit;

use super::Loader;
use crate::error::PlaybookError;
use crate::form::{BoundValue, Bounds, Placed};
use crate::plan::Limits;

/// What a number can be in a unit, if it is bounded.
const fn domain(unit: Unit) -> (f64, f64) {
    match unit {
        Unit::Share => (0.0, 1.0),
        Unit::ShareDifference => (-1.0, 1.0),
        Unit::Score => (f64::NEG_INFINITY, f64::INFINITY),
        _ => (0.0, f64::INFINITY),
    }
}

/// Why a value cannot be a threshold in that unit.
pub(super) fn impossible(value: f64, unit: Unit) -> Option<&'static str> {
    let (least, most) = domain(unit);
    match unit {
        _ if !value.is_finite() => Some("it is no finite number"),
        Unit::Share if value < least || value > most => Some("a share lies between 0 and 1"),
        Unit::ShareDifference if value < least || value > most => {
            Some("a difference of shares lies between -1 and 1")
        }
        _ if value < least => Some("nothing in this unit is negative"),
        _ => None,
    }
}

impl Loader<'_> {
    /// The value of a threshold in one of these units.
    pub(super) fn bound(&mut self, bound: &Placed<BoundValue>, units: &[Unit]) -> Option<f64> {
        let line = self.lines.line(bound.offset());
        match bound.get() {
            BoundValue::Whole(number)
                if units.is_empty() || units.iter().any(|it| matches!(it, Unit::Count | Unit::Score)) =>
            {
                Some(f64::from(*number))
            }
            BoundValue::Whole(number) => {
                self.misshapen(format!("line {line}: write the name of a parameter instead of {number}"))
            }
            BoundValue::Parameter(name) => {
                let place = self.parameter(name, bound)?;
                let (value, has) = self.parameters.get(place).map(|it| (it.value, it.unit))?;
                if units.is_empty() || units.contains(&has) {
                    return Some(value);
                }
                let needs = units.first().map_or("", |it| it.name());
                let (item, name, has) = (self.item.clone(), name.clone(), has.name());
                self.faults.push(PlaybookError::WrongUnit { line, item, name, needs, has });
                None
            }
        }
    }

    /// So many days.
    pub(super) fn days(&mut self, bound: &Placed<BoundValue>) -> Option<i64> {
        let days = self.bound(bound, &[Unit::Days])?;
        if days.fract() != 0.0 || days > 36_600.0 {
            return self.misshapen(format!("{days} days are no whole number of days within a century"));
        }
        #[expect(clippy::cast_possible_truncation, reason = "whole and within a century")]
        Some(days as i64)
    }

    /// The thresholds of a comparison in one of these units.
    pub(super) fn limits(&mut self, bounds: &Bounds, units: &[Unit]) -> Option<Limits> {
        let Bounds { at_least, more_than, at_most, less_than, exactly } = bounds;
        let lower = [(at_least, false), (exactly, false), (more_than, true)];
        let upper = [(at_most, false), (exactly, false), (less_than, true)];
        let lower = self.side(&lower, units)?;
        let upper = self.side(&upper, units)?;
        if lower.is_none() && upper.is_none() {
            return self.misshapen("a comparison needs a threshold: `at_least`, `more_than`, `at_most`, `less_than` or `exactly`");
        }
        self.possible(&Limits { lower, upper }, units)
    }

    fn side(
        &mut self,
        bounds: &[(&Option<Placed<BoundValue>>, bool)],
        units: &[Unit],
    ) -> Option<Option<(f64, bool)>> {
        let mut given = bounds.iter().filter_map(|(bound, strict)| Some((bound.as_ref()?, *strict)));
        let Some((bound, strict)) = given.next() else { return Some(None) };
        if given.next().is_some() {
            return self.misshapen("a comparison has at most one lower and one upper threshold");
        }
        self.bound(bound, units).map(|value| Some((value, strict)))
    }

    /// Refuses thresholds that nothing or everything keeps.
    fn possible(&mut self, limits: &Limits, units: &[Unit]) -> Option<Limits> {
        let (least, most) = units.first().map_or((f64::NEG_INFINITY, f64::INFINITY), |it| domain(*it));
        let (low, low_strict) = limits.lower.unwrap_or((f64::NEG_INFINITY, false));
        let (high, high_strict) = limits.upper.unwrap_or((f64::INFINITY, false));
        let why = if low > high || (low == high && (low_strict || high_strict)) {
            "nothing is above the one and below the other"
        } else if (low >= most && low_strict) || (high <= least && high_strict) {
            "nothing can go beyond it"
        } else if (low <= least && !low_strict && limits.upper.is_none())
            || (high >= most && !high_strict && limits.lower.is_none())
        {
            "everything keeps to it"
        } else {
            return Some(limits.clone());
        };
        let (line, item) = (self.line, self.item.clone());
        let value = if limits.lower.is_some() { low } else { high };
        self.faults.push(PlaybookError::Impossible { line, item, value: value.to_string(), why });
        None
    }
}
