//! Several tests at once: their p-values corrected, with the size of the family beside them.

use serde::Serialize;
use thalweg_stats::multiplicity::{benjamini_hochberg, holm};

use crate::not_estimable::NotEstimable;

/// How p-values are corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// Holm: no false claim in the family, but for one chance in twenty.
    Holm,
    /// Benjamini and Hochberg: few false claims among those made.
    BenjaminiHochberg,
}

/// A family of tests. Its size stands with the numbers, because they mean nothing without it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Family {
    /// How many tests there are.
    pub size: usize,
    /// How they were corrected.
    pub correction: Correction,
    /// The corrected p-values, in the order of the tests.
    pub adjusted: Vec<f64>,
}

/// Corrects the p-values of all tests that were made, not only of those that look good.
///
/// # Errors
/// [`NotEstimable::Misshapen`] where one is not between 0 and 1.
///
/// ```
/// use thalweg_survey::change::{Correction, family};
/// let four = family(&[0.01, 0.04, 0.03, 0.20], Correction::Holm)?;
/// assert_eq!(four.size, 4);
/// assert!((four.adjusted[0] - 0.04).abs() < 1e-12);
/// # Ok::<(), thalweg_survey::NotEstimable>(())
/// ```
pub fn family(p: &[f64], correction: Correction) -> Result<Family, NotEstimable> {
    let adjusted = match correction {
        Correction::Holm => holm(p),
        Correction::BenjaminiHochberg => benjamini_hochberg(p),
    };
    Ok(Family { size: p.len(), correction, adjusted: adjusted.ok_or(NotEstimable::Misshapen)? })
}
