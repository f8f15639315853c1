//! The standard normal distribution.

use std::f64::consts::{SQRT_2, TAU};

use statrs::function::erf::erfc_inv;

use super::gamma::tails;

/// The normal distribution with mean 0 and variance 1.
///
/// ```
/// use thalweg_stats::special::Normal;
///
/// assert!((Normal.quantile(0.975).unwrap() - 1.959_963_984_540_054).abs() < 1e-12);
/// assert!((Normal.upper(1.959_963_984_540_054).unwrap() - 0.025).abs() < 1e-15);
/// assert_eq!(Normal.quantile(1.0), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Normal;

impl Normal {
    /// P(Z ≤ z); `None` for NaN.
    #[must_use]
    pub fn lower(self, z: f64) -> Option<f64> {
        (!z.is_nan()).then(|| lower(z))
    }

    /// P(Z > z), exact in the far tail; `None` for NaN.
    #[must_use]
    pub fn upper(self, z: f64) -> Option<f64> {
        self.lower(-z)
    }

    /// 2 P(Z > |z|); `None` for NaN.
    #[must_use]
    pub fn two_sided(self, z: f64) -> Option<f64> {
        self.lower(-z.abs()).map(|p| (2.0 * p).min(1.0))
    }

    /// The density at z; `None` for NaN.
    #[must_use]
    pub fn density(self, z: f64) -> Option<f64> {
        (!z.is_nan()).then(|| density(z))
    }

    /// The point with P(Z ≤ z) = p; `None` unless 0 < p < 1.
    #[must_use]
    pub fn quantile(self, p: f64) -> Option<f64> {
        if !(p > 0.0 && p < 1.0) {
            return None;
        }
        let value = if p <= 0.5 { low_quantile(p) } else { -low_quantile(1.0 - p) };
        value.is_finite().then_some(value)
    }

    /// The point beyond which either tail holds half of what `level` leaves: 1.96 for 0.95; `None` unless 0 < level < 1.
    #[must_use]
    pub fn two_sided_quantile(self, level: f64) -> Option<f64> {
        if !(level > 0.0 && level < 1.0) {
            return None;
        }
        self.quantile((1.0 - level) / 2.0).map(|z| -z)
    }
}

/// By the gamma distribution of z²/2, whose terms run on to the last digit; the library's `erfc` has eleven.
pub(super) fn lower(z: f64) -> f64 {
    let beyond = 0.5 * tails(0.5, 0.5 * z * z).upper;
    if z < 0.0 { beyond } else { 1.0 - beyond }
}

fn density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / TAU.sqrt()
}

/// For p ≤ ½, with one step of Newton's to make good what the inverse leaves.
fn low_quantile(p: f64) -> f64 {
    let rough = -SQRT_2 * erfc_inv(2.0 * p);
    let slope = density(rough);
    if slope > f64::MIN_POSITIVE { rough - (lower(rough) - p) / slope } else { rough }
}
