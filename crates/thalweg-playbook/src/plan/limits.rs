//! Thresholds of a comparison.

use crate::truth::Truth;

/// A lower and an upper threshold, each included or not.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Limits {
    /// The least, and whether more is needed.
    pub(crate) lower: Option<(f64, bool)>,
    /// The most, and whether less is needed.
    pub(crate) upper: Option<(f64, bool)>,
}

/// Sums of decimal fractions miss a threshold that they meet by less than this, relative to it.
const TOLERANCE: f64 = 1e-9;

fn slack(threshold: f64) -> f64 {
    TOLERANCE * threshold.abs().max(1.0)
}

/// Whether a number keeps to the lower threshold.
fn keeps_lower(value: f64, (least, strict): (f64, bool)) -> bool {
    if strict { value > least + slack(least) } else { value >= least - slack(least) }
}

/// Whether a number keeps to the upper threshold.
fn keeps_upper(value: f64, (most, strict): (f64, bool)) -> bool {
    if strict { value < most - slack(most) } else { value <= most + slack(most) }
}

impl Limits {
    /// At least so much.
    pub(crate) const fn at_least(least: f64) -> Self {
        Self { lower: Some((least, false)), upper: None }
    }

    /// Whether a number within these thresholds is certain, impossible or open, where it lies from `low` to `high`.
    pub(crate) fn judge(&self, low: f64, high: f64) -> Truth {
        let lower = |value| self.lower.is_none_or(|it| keeps_lower(value, it));
        let upper = |value| self.upper.is_none_or(|it| keeps_upper(value, it));
        Truth::within(lower(low) && upper(high), !lower(high) || !upper(low))
    }

    /// The thresholds in words, each number told by `tell`.
    pub(crate) fn words(&self, tell: impl Fn(f64) -> String) -> String {
        let lower = self.lower.map(|(it, strict)| (if strict { "more than" } else { "at least" }, it));
        let upper = self.upper.map(|(it, strict)| (if strict { "less than" } else { "at most" }, it));
        match (lower, upper) {
            (Some((_, low)), Some((_, high))) if low == high => format!("exactly {} needed", tell(low)),
            _ => {
                let said: Vec<String> =
                    lower.into_iter().chain(upper).map(|(word, it)| format!("{word} {}", tell(it))).collect();
                let asked = if lower.is_none() { "allowed" } else { "needed" };
                format!("{} {asked}", said.join(" and "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_of_ten_are_ninety_per_cent_and_half_is_not_more_than_half() {
        assert_eq!(Limits::at_least(0.9).judge(9.0 / 10.0, 9.0 / 10.0), Truth::True);
        assert_eq!(Limits::at_least(0.3).judge(0.1 + 0.2 - 1e-12, 0.3), Truth::True);
        let more = Limits { lower: Some((0.5, true)), upper: None };
        assert_eq!(more.judge(0.5, 0.5), Truth::False);
        assert_eq!(more.judge(0.5, 0.75), Truth::Unknown);
    }
}
