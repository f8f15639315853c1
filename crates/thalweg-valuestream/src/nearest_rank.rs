//! The nearest rank: a quantile that is one of the observations, of any ordered kind.

/// The position, from 0, of rank ⌈n p⌉ among n; `None` for none, and unless 0 < p < 1.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 1 and the number of runs"
)]
pub(crate) fn position(n: usize, p: f64) -> Option<usize> {
    // A product such as 0.85 · 100 must not fall on the wrong side of its whole number.
    let rank = (n as f64 * p * (1.0 - 4.0 * f64::EPSILON)).ceil().max(1.0);
    (n > 0 && p > 0.0 && p < 1.0).then(|| (rank as usize).min(n) - 1)
}
