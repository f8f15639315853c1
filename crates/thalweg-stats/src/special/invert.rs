//! Where a rising function crosses zero: Newton's steps, kept inside a bracket that only shrinks.

const STEPS: u32 = 400;

/// A value and the slope of a rising function at one point.
pub(super) struct Point {
    pub(super) value: f64,
    pub(super) slope: f64,
}

/// The zero of a rising function between `low` and `high`, or the end that it lies beyond.
pub(super) fn rising_zero(low: f64, high: f64, start: f64, at: impl Fn(f64) -> Point) -> f64 {
    let (mut low, mut high) = (low, high);
    let mut here = if start > low && start < high { start } else { f64::midpoint(low, high) };
    for step in 1..STEPS {
        let Point { value, slope } = at(here);
        match value {
            v if v < 0.0 => low = here,
            v if v > 0.0 => high = here,
            _ => return here,
        }
        let newton = here - value / slope;
        // Every eighth step halves, so that a function with a bad slope is no worse than bisection.
        let use_newton = newton > low && newton < high && step % 8 != 0;
        let next = if use_newton { newton } else { f64::midpoint(low, high) };
        if (next - here).abs() <= f64::EPSILON * here.abs().max(0.5) {
            return next;
        }
        here = next;
    }
    here
}

/// ln(tail) against ln(target), turned so that it rises with the argument.
pub(super) fn gap(tails: super::Tails, side: super::Side, ln_target: f64, density: f64) -> Point {
    let (tail, sign) = match side {
        super::Side::Lower => (tails.lower, 1.0),
        super::Side::Upper => (tails.upper, -1.0),
    };
    Point { value: sign * (tail.ln() - ln_target), slope: density / tail }
}
