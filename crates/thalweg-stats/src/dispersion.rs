//! Whether counts scatter more than independent events would.

use crate::bounds::Bounds;
use crate::special::ChiSquared;

/// The index of dispersion of counts over equal exposures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dispersion {
    /// D = Σ (x − x̄)² / x̄.
    pub statistic: f64,
    /// k − 1.
    pub freedom: usize,
    /// P(χ²(k − 1) ≥ D).
    pub p: f64,
    /// φ = max(1, D / (k − 1)): by how much the variance exceeds that of independent events.
    pub factor: f64,
}

/// Measures k counts; `None` for fewer than two, and where all are 0.
///
/// ```
/// let weeks = thalweg_stats::dispersion::dispersion(&[0, 12, 1, 0, 11, 0]).unwrap();
/// assert!(weeks.p < 0.05 && weeks.factor > 5.0);
/// ```
#[must_use]
pub fn dispersion(counts: &[u64]) -> Option<Dispersion> {
    let freedom = counts.len().checked_sub(1).filter(|&f| f > 0)?;
    let mean = counts.iter().map(|&x| x as f64).sum::<f64>() / counts.len() as f64;
    if mean <= 0.0 {
        return None;
    }
    let squares: f64 = counts.iter().map(|&x| (x as f64 - mean).powi(2)).sum();
    let statistic = squares / mean;
    let p = ChiSquared::new(freedom as f64)?.upper(statistic)?;
    Some(Dispersion { statistic, freedom, p, factor: (statistic / freedom as f64).max(1.0) })
}

impl Dispersion {
    /// An interval of a rate, each end moved √φ times as far from the estimate, and not below 0.
    #[must_use]
    pub fn widen(&self, estimate: f64, bounds: Bounds) -> Option<Bounds> {
        let factor = self.factor.sqrt();
        let away = |end: f64| estimate + (end - estimate) * factor;
        Bounds::checked(away(bounds.lower).max(0.0), away(bounds.upper))
    }
}
