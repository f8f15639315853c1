//! Rounding of means, and what it hides.

use std::fmt;

use serde::Serialize;

/// Means rounded to so many decimals.
///
/// Rounding is for reading. It hides something only where several sums of n whole answers round to one mean, that is
/// where n times the step exceeds 1; and never replaces a minimum.
///
/// ```
/// use thalweg_survey::confidentiality::Rounding;
/// let one = Rounding::to_decimals(1);
/// assert_eq!(one.apply(4.249), Some(4.2));
/// assert_eq!(one.protects(8).to_string(), "nothing: the sum of the answers follows from the mean");
/// assert_eq!(one.protects(50).to_string(), "the sum of the answers, among at least 5 that give the same mean");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rounding {
    decimals: u8,
}

/// What a rounding hides from a reader who knows how many answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Protection {
    /// The sum of the answers follows from the mean.
    Nothing,
    /// At least so many sums give the mean.
    Sums(u64),
}

impl Default for Rounding {
    /// One decimal.
    fn default() -> Self {
        Self::to_decimals(1)
    }
}

impl Rounding {
    /// To so many decimals, at most 6.
    #[must_use]
    pub const fn to_decimals(decimals: u8) -> Self {
        Self { decimals: if decimals > 6 { 6 } else { decimals } }
    }

    const fn steps(self) -> u32 {
        10_u32.pow(self.decimals as u32)
    }

    /// The rounded mean, halves away from 0; `None` where it is not finite.
    #[must_use]
    pub fn apply(self, mean: f64) -> Option<f64> {
        let steps = f64::from(self.steps());
        let rounded = (mean * steps).round() / steps;
        // Adding zero turns −0 into 0.
        rounded.is_finite().then_some(rounded + 0.0)
    }

    /// What it hides of a mean of n whole answers.
    #[must_use]
    pub const fn protects(self, respondents: u64) -> Protection {
        match respondents / self.steps() as u64 {
            0 | 1 => Protection::Nothing,
            sums => Protection::Sums(sums),
        }
    }
}

impl fmt::Display for Protection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing: the sum of the answers follows from the mean"),
            Self::Sums(sums) => {
                write!(f, "the sum of the answers, among at least {sums} that give the same mean")
            }
        }
    }
}
