//! Student's t distribution.

use super::beta::Beta;
use super::{Normal, Side, normal};

/// From here on Hill's transformation to a normal deviate is exact to the last digits.
const MANY: f64 = 1e5;

/// Student's t distribution with any number of degrees of freedom above 0.
///
/// ```
/// use thalweg_stats::special::StudentT;
///
/// let t = StudentT::new(10.0).unwrap();
/// assert!((t.quantile(0.975).unwrap() - 2.228_138_851_964_939).abs() < 1e-9);
/// let many = StudentT::new(1e8).unwrap();
/// assert!((many.quantile(0.975).unwrap() - 1.959_964_008_264).abs() < 1e-9);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StudentT {
    freedom: f64,
    beta: Beta,
}

impl StudentT {
    /// `None` unless the degrees of freedom are positive and finite.
    #[must_use]
    pub fn new(freedom: f64) -> Option<Self> {
        Beta::new(freedom / 2.0, 0.5).map(|beta| Self { freedom, beta })
    }

    /// P(T ≤ t); `None` for NaN.
    #[must_use]
    pub fn lower(self, t: f64) -> Option<f64> {
        self.upper(-t)
    }

    /// P(T > t), exact in the far tail; `None` for NaN.
    #[must_use]
    pub fn upper(self, t: f64) -> Option<f64> {
        if t.is_nan() {
            return None;
        }
        let tail = self.two_sided_tail(t) / 2.0;
        Some(if t >= 0.0 { tail } else { 1.0 - tail })
    }

    /// P(|T| > |t|); `None` for NaN.
    #[must_use]
    pub fn two_sided(self, t: f64) -> Option<f64> {
        (!t.is_nan()).then(|| self.two_sided_tail(t))
    }

    /// The t with P(T ≤ t) = p; `None` unless 0 < p < 1, or where it is beyond any number.
    #[must_use]
    pub fn quantile(self, p: f64) -> Option<f64> {
        if !(p > 0.0 && p < 1.0) {
            return None;
        }
        let t = if p < 0.5 { -self.beyond(2.0 * p)? } else { self.beyond(2.0 * (1.0 - p))? };
        t.is_finite().then_some(t)
    }

    fn two_sided_tail(self, t: f64) -> f64 {
        if self.freedom > MANY {
            return (2.0 * normal::lower(-self.deviate(t.abs()))).min(1.0);
        }
        let odds = t / self.freedom * t;
        self.beta.tails(1.0 / (1.0 + odds), 1.0 / (1.0 + 1.0 / odds)).lower
    }

    fn beyond(self, both: f64) -> Option<f64> {
        if self.freedom > MANY {
            return Normal.quantile(both / 2.0).map(|z| self.of_deviate(-z));
        }
        let ln_odds = self.beta.ln_odds(Side::Lower, both)?;
        Some(((-ln_odds).exp() * self.freedom).sqrt()).filter(|t| t.is_finite())
    }

    /// The normal deviate of t, to terms of the square of the degrees of freedom.
    fn deviate(self, t: f64) -> f64 {
        let a = self.freedom - 0.5;
        let z = (a * (t * (t / self.freedom)).ln_1p()).sqrt();
        z + z * (z * z + 3.0) / (48.0 * a * a)
    }

    fn of_deviate(self, z: f64) -> f64 {
        let a = self.freedom - 0.5;
        let z = z - z * (z * z + 3.0) / (48.0 * a * a);
        (self.freedom * (z * z / a).exp_m1()).sqrt()
    }
}
