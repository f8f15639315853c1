//! Guttman's lower bounds λ2 and λ6, and all split halves.

use nalgebra::{DMatrix, DVector};

use super::Scaling;
use crate::answered::ItemAnswers;
use crate::matrix::{complete_covariances, correlations, inverse};
use crate::not_estimable::NotEstimable;

/// Guttman's λ2 and λ6 (Guttman 1945).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guttman {
    /// λ2 = 1 − Σσ²ᵢ/σ²ₜ + √(k/(k − 1)·Σᵢ≠ⱼ σ²ᵢⱼ)/σ²ₜ; never below alpha.
    pub lambda2: f64,
    /// λ6 = 1 − Σe²ᵢ/σ²ₜ, e²ᵢ the variance of item i that the other items do not explain; none where the items cannot be
    /// inverted.
    pub lambda6: Option<f64>,
}

/// The largest number of items for which all split halves are taken.
const MOST_SPLIT: usize = 16;

/// The reliabilities of all ways to split the items in halves: 4·σ(A, B)/σ²ₜ (Guttman's λ4).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SplitHalves {
    /// How many splits there are; with an odd number of items one half has one item less.
    pub splits: u32,
    /// The smallest.
    pub lowest: f64,
    /// The mean.
    pub mean: f64,
    /// The greatest: Guttman's λ4 in the narrow sense.
    pub highest: f64,
}

fn matrix(answers: &ItemAnswers, scaling: Scaling) -> Result<DMatrix<f64>, NotEstimable> {
    if answers.items() < 2 {
        return Err(NotEstimable::TooFewItems);
    }
    let (covariances, _) = complete_covariances(answers)?;
    match scaling {
        Scaling::Raw => Ok(covariances),
        Scaling::Standardised => correlations(&covariances),
    }
}

/// λ2 and λ6 over the complete respondents.
///
/// # Errors
/// [`NotEstimable`] below two items or two respondents, or where the total does not vary.
///
/// ```
/// use thalweg_survey::{ItemAnswers, reliability::{Scaling, guttman}};
/// let column = |values: [i32; 5]| values.into_iter().map(Some).collect::<Vec<_>>();
/// let answers = ItemAnswers::new(vec![column([1, 2, 4, 5, 3]), column([2, 2, 5, 4, 3]), column([1, 3, 4, 4, 4])]).expect("columns");
/// assert!(guttman(&answers, Scaling::Raw)?.lambda2 > 0.9);
/// # Ok::<(), thalweg_survey::NotEstimable>(())
/// ```
pub fn guttman(answers: &ItemAnswers, scaling: Scaling) -> Result<Guttman, NotEstimable> {
    let matrix = matrix(answers, scaling)?;
    let (total, own) = (matrix.sum(), matrix.trace());
    if total <= 1e-12 * own || own <= 0.0 {
        return Err(NotEstimable::NoVariance);
    }
    let shared: f64 =
        matrix.iter().map(|c| c * c).sum::<f64>() - matrix.diagonal().iter().map(|c| c * c).sum::<f64>();
    let k = f64::from(u32::try_from(matrix.nrows()).map_err(|_| NotEstimable::TooMany)?);
    let lambda2 = 1.0 - own / total + (k / (k - 1.0) * shared.max(0.0)).sqrt() / total;
    let unexplained = inverse(&matrix).map(|inverse| inverse.diagonal().iter().map(|d| 1.0 / d).sum::<f64>());
    Ok(Guttman { lambda2, lambda6: unexplained.ok().map(|left| 1.0 - left / total) })
}

/// All split halves of up to 16 items, over the complete respondents.
///
/// # Errors
/// [`NotEstimable`] below two or above 16 items, below two respondents, or where the total does not vary.
pub fn split_halves(answers: &ItemAnswers, scaling: Scaling) -> Result<SplitHalves, NotEstimable> {
    if answers.items() > MOST_SPLIT {
        return Err(NotEstimable::TooMany);
    }
    let matrix = matrix(answers, scaling)?;
    let (total, k) = (matrix.sum(), matrix.nrows());
    if total <= 1e-12 * matrix.trace() {
        return Err(NotEstimable::NoVariance);
    }
    let half = u32::try_from(k / 2).map_err(|_| NotEstimable::TooMany)?;
    // With an even number every split is met twice; the one whose first half has item 0 stands for both.
    let chosen = |set: &u32| set.count_ones() == half && (k % 2 == 1 || set & 1 == 1);
    let (mut splits, mut sum) = (0_u32, 0.0);
    let (mut lowest, mut highest) = (f64::INFINITY, f64::NEG_INFINITY);
    for set in (0..1_u32 << k).filter(chosen) {
        let reliability = 4.0 * between(&matrix, set) / total;
        splits += 1;
        sum += reliability;
        lowest = f64::min(lowest, reliability);
        highest = f64::max(highest, reliability);
    }
    Ok(SplitHalves { splits, lowest, mean: sum / f64::from(splits), highest })
}

/// The covariance between the total of a set of items and that of the others.
fn between(matrix: &DMatrix<f64>, set: u32) -> f64 {
    let within = DVector::from_fn(matrix.nrows(), |at, _| f64::from(set >> at & 1));
    let others = within.map(|part| 1.0 - part);
    within.dot(&(matrix * others))
}
