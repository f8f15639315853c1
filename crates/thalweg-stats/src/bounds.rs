//! The two ends of an interval.

/// A closed interval of finite numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The lower end.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
}

impl Bounds {
    /// Whether a number lies in the interval, its ends included.
    #[must_use]
    pub fn contains(&self, x: f64) -> bool {
        self.lower <= x && x <= self.upper
    }

    /// `None` unless both ends are finite and in order.
    pub(crate) fn checked(lower: f64, upper: f64) -> Option<Self> {
        (lower.is_finite() && upper.is_finite() && lower <= upper).then_some(Self { lower, upper })
    }

    /// Scaled by a positive number; `None` where an end leaves the numbers.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Option<Self> {
        Self::checked(self.lower * factor, self.upper * factor)
    }
}

/// An interval whose upper end may be beyond every number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OpenBounds {
    /// The lower end.
    pub lower: f64,
    /// The upper end; `None` where the data set no limit.
    pub upper: Option<f64>,
}

impl OpenBounds {
    /// Whether a number lies in the interval, its ends included.
    #[must_use]
    pub fn contains(&self, x: f64) -> bool {
        self.lower <= x && self.upper.is_none_or(|upper| x <= upper)
    }
}

/// A level of confidence strictly between 0 and 1, or `None`.
pub(crate) fn checked_level(level: f64) -> Option<f64> {
    (level > 0.0 && level < 1.0).then_some(level)
}
