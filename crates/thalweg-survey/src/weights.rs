//! Weights that make those who answered look like those who are meant: post-stratification and raking, with what they cost
//! (survey.md section 2).

mod rake;
mod stratify;

pub use rake::{Margin, Raked, rake};
pub use stratify::post_stratify;

use crate::count;
use crate::not_estimable::NotEstimable;

/// Kish's design effect of weights, n·Σw²/(Σw)²: what the variance of a mean is multiplied by (Kish 1965). `None` without
/// positive weights.
///
/// ```
/// use thalweg_survey::weights::design_effect;
/// assert_eq!(design_effect(&[1.0, 1.0, 1.0]), Some(1.0));
/// assert!(design_effect(&[1.0, 3.0]).is_some_and(|effect| (effect - 1.25).abs() < 1e-12));
/// assert_eq!(design_effect(&[]), None);
/// ```
#[must_use]
pub fn design_effect(weights: &[f64]) -> Option<f64> {
    let sum: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|w| w * w).sum();
    (sum > 0.0 && sum.is_finite()).then(|| count::of(weights.len()) * squares / (sum * sum))
}

/// The mean of scores under weights; `None` where they differ in number or no weight is positive.
#[must_use]
pub fn weighted_mean(scores: &[f64], weights: &[f64]) -> Option<f64> {
    let sum: f64 = weights.iter().sum();
    let mean = scores.iter().zip(weights).map(|(score, weight)| score * weight).sum::<f64>() / sum;
    (scores.len() == weights.len() && sum > 0.0 && mean.is_finite()).then_some(mean)
}

/// Weights cut at `most` times their median, what was cut spread over the others in proportion, until none is above: the sum
/// stays.
///
/// # Errors
/// [`NotEstimable::Misshapen`] where a weight is not positive and finite, or `most` is below 1 or so low that all would be cut.
///
/// ```
/// use thalweg_survey::weights::trimmed;
/// let weights = trimmed(&[1.0, 1.0, 1.0, 9.0], 3.0)?;
/// assert!((weights.iter().sum::<f64>() - 12.0).abs() < 1e-9);
/// assert!(weights[3] < 9.0);
/// # Ok::<(), thalweg_survey::NotEstimable>(())
/// ```
pub fn trimmed(weights: &[f64], most: f64) -> Result<Vec<f64>, NotEstimable> {
    let sound = weights.iter().all(|w| w.is_finite() && *w > 0.0) && most >= 1.0;
    let mut sorted = weights.to_vec();
    let median =
        thalweg_stats::quantile::median(&mut sorted).filter(|_| sound).ok_or(NotEstimable::Misshapen)?;
    let limit = most * median;
    let mut kept = weights.to_vec();
    for _ in 0..=weights.len() {
        let cut: f64 = kept.iter().map(|w| (w - limit).max(0.0)).sum();
        if cut <= 1e-12 * limit {
            return Ok(kept);
        }
        let free: f64 = kept.iter().filter(|w| **w < limit).sum();
        if free <= 0.0 {
            return Err(NotEstimable::Misshapen);
        }
        for weight in &mut kept {
            *weight = if *weight < limit { *weight * (1.0 + cut / free) } else { limit };
        }
    }
    Err(NotEstimable::NotConverged)
}
