//! Post-stratification: each cell of respondents stands for its cell of the population.

use std::collections::BTreeMap;

use crate::count;
use crate::not_estimable::NotEstimable;

/// Weights Nₕ/nₕ: each respondent of cell h stands for so many people of it.
///
/// `cells` holds each respondent's cell, `population` the size of each.
///
/// # Errors
/// [`NotEstimable::Misshapen`] where a respondent's cell has no size, and [`NotEstimable::TooFewRespondents`] where a cell of the population has
/// nobody who answered: it must be merged with another first.
///
/// ```
/// use std::collections::BTreeMap;
/// use thalweg_survey::weights::post_stratify;
/// let weights = post_stratify(&["dev", "dev", "ops"], &BTreeMap::from([("dev", 40), ("ops", 10)]))?;
/// assert_eq!(weights, [20.0, 20.0, 10.0]);
/// # Ok::<(), thalweg_survey::NotEstimable>(())
/// ```
pub fn post_stratify<C: Ord>(cells: &[C], population: &BTreeMap<C, u64>) -> Result<Vec<f64>, NotEstimable> {
    let mut answered: BTreeMap<&C, u64> = BTreeMap::new();
    for cell in cells {
        *answered.entry(cell).or_default() += 1;
    }
    if population.iter().any(|(cell, size)| *size > 0 && !answered.contains_key(cell)) {
        return Err(NotEstimable::TooFewRespondents);
    }
    let weight = |cell: &C| {
        let size = population.get(cell).filter(|size| **size > 0)?;
        Some(count::of_u64(*size) / count::of_u64(*answered.get(cell)?))
    };
    cells.iter().map(|cell| weight(cell).ok_or(NotEstimable::Misshapen)).collect()
}
