//! What goes along with an outcome: shares of explained variance by predictor. Association, not cause (survey.md section 2).

mod bootstrap;
mod constructs;
mod lmg;
mod relative;

pub use bootstrap::{RankStability, rank_stability};
pub use constructs::drivers_of;

use nalgebra::DMatrix;
use serde::Serialize;

use crate::count;
use crate::matrix::correlations;
use crate::not_estimable::NotEstimable;

/// The most predictors whose shares are averaged over all orders exactly.
pub const MAX_PREDICTORS: usize = 20;

/// How R² is shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sharing {
    /// The mean increase of R² over all orders of the predictors (Lindeman, Merenda and Gold 1980; LMG).
    AllOrders,
    /// Johnson's relative weights (2000).
    RelativeWeights,
}

/// What share of an outcome's variance goes along with each predictor. This is association, not cause.
#[derive(Clone, Debug, PartialEq)]
pub struct Drivers {
    /// The share of each predictor, in order; they add up to R².
    pub shares: Vec<f64>,
    /// The R² of all predictors together.
    pub r_squared: f64,
    /// How it was shared out.
    pub sharing: Sharing,
    /// How many respondents it rests on.
    pub n: u64,
}

/// The shares of predictors in the explained variance of an outcome. Each predictor is a column of scores as long as the outcome.
///
/// # Errors
/// [`NotEstimable::TooFewRespondents`] below ten respondents a predictor; [`NotEstimable::TooMany`] above [`MAX_PREDICTORS`];
/// [`NotEstimable::TooFewItems`] without a predictor; [`NotEstimable::Misshapen`] where columns differ in length or hold a number that is not finite;
/// [`NotEstimable::NoVariance`] and [`NotEstimable::Singular`] where a column does not vary or follows from others.
///
/// ```
/// use thalweg_survey::drivers::{Sharing, drivers};
/// let x: Vec<f64> = (0..30).map(f64::from).collect();
/// let z: Vec<f64> = x.iter().map(|x| (x * 7.0) % 5.0).collect();
/// let y: Vec<f64> = x.iter().zip(&z).map(|(x, z)| x + z).collect();
/// let found = drivers(&[x, z], &y, Sharing::AllOrders)?;
/// assert!((found.r_squared - 1.0).abs() < 1e-9 && found.shares[0] > found.shares[1]);
/// # Ok::<(), thalweg_survey::NotEstimable>(())
/// ```
pub fn drivers(predictors: &[Vec<f64>], outcome: &[f64], sharing: Sharing) -> Result<Drivers, NotEstimable> {
    let r = joint_correlations(predictors, outcome)?;
    let shares = match sharing {
        Sharing::AllOrders => lmg::shares(&r)?,
        Sharing::RelativeWeights => relative::shares(&r)?,
    };
    Ok(Drivers { r_squared: shares.iter().sum(), shares, sharing, n: outcome.len() as u64 })
}

/// The correlations of the predictors, and the outcome last.
fn joint_correlations(predictors: &[Vec<f64>], outcome: &[f64]) -> Result<DMatrix<f64>, NotEstimable> {
    let columns: Vec<&[f64]> = predictors.iter().map(Vec::as_slice).chain([outcome]).collect();
    let finite = columns.iter().all(|column| column.iter().all(|x| x.is_finite()));
    match predictors.len() {
        0 => return Err(NotEstimable::TooFewItems),
        p if p > MAX_PREDICTORS => return Err(NotEstimable::TooMany),
        _ if !finite || columns.iter().any(|c| c.len() != outcome.len()) => {
            return Err(NotEstimable::Misshapen);
        }
        p if outcome.len() < 10 * p => return Err(NotEstimable::TooFewRespondents),
        _ => {}
    }
    let n = count::of(outcome.len());
    let centred: Vec<Vec<f64>> = (columns.iter())
        .map(|column| {
            let mean = column.iter().sum::<f64>() / n;
            column.iter().map(|x| x - mean).collect()
        })
        .collect();
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / (n - 1.0);
    let entries = centred.iter().flat_map(|a| centred.iter().map(move |b| product(a, b)));
    correlations(&DMatrix::from_row_iterator(columns.len(), columns.len(), entries))
}
