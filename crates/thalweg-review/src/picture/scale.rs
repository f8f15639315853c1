//! The scale of a picture's values: the unit that people read, and a round upper end.

use thalweg_model::Unit;

/// How values of a unit are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    factor: f64,
    symbol: &'static str,
    /// The upper end of the axis, in shown values.
    pub(super) top: f64,
}

impl Scale {
    /// The scale for values up to `most`, in the unit.
    pub(super) fn new(unit: Unit, most: f64) -> Self {
        let (factor, symbol) = match unit {
            Unit::Share | Unit::ShareDifference => (100.0, "%"),
            Unit::Hours if most >= 96.0 => (1.0 / 24.0, "d"),
            Unit::Hours if most < 1.0 => (60.0, "min"),
            other => (1.0, other.symbol()),
        };
        let top = round_up(most * factor);
        Self { factor, symbol, top: if unit == Unit::Share { top.min(100.0) } else { top } }
    }

    /// A value as shown.
    pub(super) fn shown(&self, value: f64) -> f64 {
        value * self.factor
    }

    /// A shown value in words.
    pub(super) fn label(&self, shown: f64) -> String {
        let digits = if self.top < 1.0 { 2 } else { usize::from(self.top < 10.0) };
        let text = format!("{shown:.digits$}");
        let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        let short = self.symbol.strip_prefix("per ").map_or(self.symbol, |_| "");
        if short.is_empty() { text.to_owned() } else { format!("{text} {short}") }
    }
}

/// The next of 1, 2, 2.5, 5 and 10 times a power of ten.
fn round_up(value: f64) -> f64 {
    if !(value.is_finite() && value > 0.0) {
        return 1.0;
    }
    let power = 10_f64.powf(value.log10().floor());
    let steps = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    steps.iter().map(|step| step * power).find(|top| *top >= value).unwrap_or(power * 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_ends_at_a_round_number() {
        assert_eq!(round_up(3.2), 4.0);
        assert_eq!(round_up(0.07), 0.08);
        assert_eq!(round_up(1200.0), 1500.0);
        assert_eq!(round_up(0.0), 1.0);
    }

    #[test]
    fn long_times_are_shown_in_days() {
        let scale = Scale::new(Unit::Hours, 240.0);
        assert_eq!(scale.label(scale.shown(120.0)), "5 d");
        assert_eq!(Scale::new(Unit::Share, 0.37).label(25.0), "25 %");
    }
}
