//! The mean duration up to a horizon: what can be said where the median was not reached.

use super::curve::KaplanMeier;

/// The mean of min(duration, horizon).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RestrictedMean {
    /// The area under the survival curve from 0 to the horizon.
    pub mean: f64,
    /// Its standard error, by Greenwood.
    pub standard_error: f64,
}

impl KaplanMeier {
    /// The restricted mean ∫₀^τ S(t) dt and its standard error √(Σ A² d / (n (n − d))), A being the area from each event on.
    ///
    /// `None` unless 0 < τ < ∞, and where τ lies beyond the data while any are open.
    ///
    /// ```
    /// use thalweg_stats::survival::{KaplanMeier, Observation};
    ///
    /// let curve = KaplanMeier::fit(&[Observation::ended(1.0), Observation::open(3.0)]).unwrap();
    /// assert!((curve.restricted_mean(3.0).unwrap().mean - 2.0).abs() < 1e-15);
    /// assert!(curve.restricted_mean(4.0).is_none());
    /// ```
    #[must_use]
    pub fn restricted_mean(&self, horizon: f64) -> Option<RestrictedMean> {
        if !(horizon > 0.0 && horizon.is_finite()) {
            return None;
        }
        self.survival_at(horizon)?;
        let (mut area, mut variance, mut right) = (0.0, 0.0, horizon);
        for step in self.steps().iter().rev().filter(|step| step.time <= horizon) {
            area += step.survival * (right - step.time);
            right = step.time;
            let left = step.at_risk - step.ended;
            if left > 0 {
                variance += area * area * (step.ended as f64 / step.at_risk as f64 / left as f64);
            }
        }
        Some(RestrictedMean { mean: area + right, standard_error: variance.sqrt() })
    }
}
