//! Quantities with their units, so that hours are never compared with days.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::instant::Elapsed;

/// What a number counts or measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unit {
    /// A count of things.
    Count,
    /// A share between 0 and 1; shown in per cent.
    Share,
    /// A difference of two shares, between −1 and 1; shown in percentage points.
    ShareDifference,
    /// A ratio of two like quantities; 1 means equal.
    Ratio,
    /// Elapsed hours.
    Hours,
    /// Elapsed days of 24 hours.
    Days,
    /// Events per day.
    PerDay,
    /// Events per week of seven days.
    PerWeek,
    /// Events per team and week.
    PerTeamWeek,
    /// A score on the declared scale of an instrument.
    Score,
    /// Persons.
    Persons,
    /// Person-days of work.
    PersonDays,
    /// Money, in the currency of the organisation's own ledger.
    Money,
}

impl Unit {
    /// The unit's symbol as it stands behind a number.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Count | Self::Score | Self::Money => "",
            Self::Share => "%",
            Self::ShareDifference => "points",
            Self::Ratio => "×",
            Self::Hours => "h",
            Self::Days => "d",
            Self::PerDay => "per day",
            Self::PerWeek => "per week",
            Self::PerTeamWeek => "per team-week",
            Self::Persons => "persons",
            Self::PersonDays => "person-days",
        }
    }

    /// The name used in files, such as `per_week`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Share => "share",
            Self::ShareDifference => "share_difference",
            Self::Ratio => "ratio",
            Self::Hours => "hours",
            Self::Days => "days",
            Self::PerDay => "per_day",
            Self::PerWeek => "per_week",
            Self::PerTeamWeek => "per_team_week",
            Self::Score => "score",
            Self::Persons => "persons",
            Self::PersonDays => "person_days",
            Self::Money => "money",
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A finite number with its unit.
///
/// ```
/// use thalweg_model::{Quantity, Unit};
/// let rate = Quantity::new(0.25, Unit::Share).expect("finite");
/// assert_eq!(rate.to_string(), "25.0 %");
/// assert!(Quantity::new(f64::NAN, Unit::Share).is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize)]
pub struct Quantity {
    value: f64,
    unit: Unit,
}

impl Quantity {
    /// A quantity, or `None` where the number is not finite: NaN and infinity never enter (dora.md section 1).
    #[must_use]
    pub fn new(value: f64, unit: Unit) -> Option<Self> {
        // Adding zero turns −0 into 0, so that equal quantities print alike.
        value.is_finite().then_some(Self { value: value + 0.0, unit })
    }

    /// A count.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts above 2^53 do not occur")]
    pub fn count(count: u64) -> Self {
        Self { value: count as f64, unit: Unit::Count }
    }

    /// Elapsed time in hours.
    #[must_use]
    pub fn hours(span: Elapsed) -> Self {
        Self { value: span.hours(), unit: Unit::Hours }
    }

    /// The number, in [`Quantity::unit`].
    #[must_use]
    pub const fn value(self) -> f64 {
        self.value
    }

    /// The unit.
    #[must_use]
    pub const fn unit(self) -> Unit {
        self.unit
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let v = self.value;
        match self.unit {
            Unit::Share => write!(f, "{:.1} %", v * 100.0),
            Unit::ShareDifference => write!(f, "{:+.1} points", v * 100.0),
            Unit::Ratio => write!(f, "×{v:.2}"),
            Unit::Count | Unit::Persons if v.fract() == 0.0 => write!(f, "{v:.0}"),
            Unit::Hours if v.abs() < 1.0 => write!(f, "{:.0} min", v * 60.0),
            Unit::Hours if v.abs() >= 48.0 => write!(f, "{:.1} d", v / 24.0),
            Unit::Count | Unit::Score | Unit::Money | Unit::Persons => write!(f, "{v:.2}"),
            Unit::PerDay | Unit::PerWeek | Unit::PerTeamWeek => write!(f, "{v:.2} {}", self.unit.symbol()),
            Unit::Hours | Unit::Days | Unit::PersonDays => write!(f, "{v:.1} {}", self.unit.symbol()),
        }
    }
}

/// A type that can stand in a [`crate::Reading`]: a value that knows its unit.
pub trait Measured: Clone {
    /// The value as a quantity.
    fn quantity(&self) -> Quantity;
}

impl Measured for Quantity {
    fn quantity(&self) -> Quantity {
        *self
    }
}

impl Measured for Elapsed {
    fn quantity(&self) -> Quantity {
        Quantity::hours(*self)
    }
}

/// How many of how many: a share that keeps its counts.
///
/// ```
/// use thalweg_model::Share;
/// let share = Share::new(2, 8).expect("2 of 8");
/// assert_eq!(share.value(), 0.25);
/// assert!(Share::new(1, 0).is_none(), "no data is never 0");
/// assert!(Share::new(3, 2).is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Share {
    part: u64,
    whole: u64,
}

impl Share {
    /// `part` of `whole`, or `None` where the whole is 0 or smaller than the part.
    #[must_use]
    pub const fn new(part: u64, whole: u64) -> Option<Self> {
        if whole == 0 || part > whole { None } else { Some(Self { part, whole }) }
    }

    /// The numerator.
    #[must_use]
    pub const fn part(self) -> u64 {
        self.part
    }

    /// The denominator.
    #[must_use]
    pub const fn whole(self) -> u64 {
        self.whole
    }

    /// part / whole, between 0 and 1.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts above 2^53 do not occur")]
    pub fn value(self) -> f64 {
        self.part as f64 / self.whole as f64
    }
}

impl Measured for Share {
    fn quantity(&self) -> Quantity {
        Quantity { value: self.value(), unit: Unit::Share }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_finite() {
        assert!(Quantity::new(f64::INFINITY, Unit::Hours).is_none());
        assert_eq!(Quantity::new(-0.0, Unit::Hours).unwrap().to_string(), "0 min");
    }

    #[test]
    fn units_read_as_they_are_named() {
        for unit in [Unit::Share, Unit::PerTeamWeek, Unit::PersonDays, Unit::ShareDifference] {
            assert_eq!(serde_json::to_string(&unit).unwrap(), format!("\"{}\"", unit.name()));
        }
    }

    #[test]
    fn long_spans_print_in_days() {
        assert_eq!(Quantity::hours(Elapsed::from_hours(72)).to_string(), "3.0 d");
        assert_eq!(Quantity::hours(Elapsed::from_seconds(900)).to_string(), "15 min");
    }
}
