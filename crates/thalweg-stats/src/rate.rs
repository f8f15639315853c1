//! Intervals and tests for counts over an exposure.

use crate::bounds::{Bounds, OpenBounds, checked_level};
use crate::proportion::{clopper_pearson, exact_p};
use crate::special::Gamma;

/// Garwood's exact interval of a Poisson rate, per unit of exposure.
///
/// [χ²(α/2; 2n)/2, χ²(1 − α/2; 2n + 2)/2] / t; the lower end is 0 for n = 0. `None` unless the exposure is positive and
/// finite and the level in (0, 1).
///
/// ```
/// let weekly = thalweg_stats::rate::garwood(8, 743.0 / 168.0, 0.95).unwrap();
/// assert!((weekly.lower - 0.780947).abs() < 1e-6 && (weekly.upper - 3.564220).abs() < 1e-6);
/// ```
#[must_use]
pub fn garwood(events: u64, exposure: f64, level: f64) -> Option<Bounds> {
    let tail = (1.0 - checked_level(level)?) / 2.0;
    exposed(exposure)?;
    let n = events as f64;
    let lower = if events == 0 { 0.0 } else { Gamma::new(n)?.quantile(tail)? };
    let upper = Gamma::new(n + 1.0)?.upper_quantile(tail)?;
    Bounds::checked(lower / exposure, upper / exposure)
}

/// What two counts over two exposures say about the ratio of their rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateRatio {
    /// The first rate over the second; `None` where the second count is 0.
    pub ratio: Option<f64>,
    /// The exact interval; without an upper end where the second count is 0.
    pub bounds: OpenBounds,
    /// The exact two-sided p-value of equal rates.
    pub p: f64,
}

/// The ratio (n₁/t₁) / (n₂/t₂) with its conditional exact interval.
///
/// Given n₁ + n₂, n₁ is binomial; Clopper and Pearson's limits p of n₁ in n₁ + n₂ become p/(1 − p) · t₂/t₁
/// (Przyborowski and Wilenski 1940). `None` where both counts are 0, an exposure is not positive and finite, or the level
/// is outside (0, 1).
///
/// ```
/// let change = thalweg_stats::rate::rate_ratio(155, 12.0, 51, 6.0, 0.95).unwrap();
/// assert!((change.ratio.unwrap() - 1.519608).abs() < 1e-6);
/// assert!((change.bounds.lower - 1.100864).abs() < 1e-6 && (change.p - 0.009509).abs() < 1e-6);
/// ```
#[must_use]
pub fn rate_ratio(n1: u64, t1: f64, n2: u64, t2: f64, level: f64) -> Option<RateRatio> {
    let total = n1.checked_add(n2)?;
    let scale = exposed(t2)? / exposed(t1)?;
    let limits = clopper_pearson(n1, total, level)?;
    // The complement comes from the other side's interval, or a limit near 1 would lose its digits.
    let others = clopper_pearson(n2, total, level)?;
    let lower = limits.lower / others.upper * scale;
    let upper = (n2 > 0).then(|| limits.upper / others.lower * scale).filter(|x| x.is_finite());
    let ratio = (n2 > 0).then(|| n1 as f64 / n2 as f64 * scale).filter(|x| x.is_finite());
    let p = exact_p(n1, total, 1.0 / (1.0 + scale))?;
    lower.is_finite().then_some(RateRatio { ratio, bounds: OpenBounds { lower, upper }, p })
}

fn exposed(exposure: f64) -> Option<f64> {
    (exposure > 0.0 && exposure.is_finite()).then_some(exposure)
}
