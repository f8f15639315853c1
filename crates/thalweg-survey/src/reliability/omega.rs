//! Omega total from a one-factor model, with a bootstrap interval.

use nalgebra::DMatrix;
use serde::Serialize;
use thalweg_stats::Bounds;

use super::Scaling;
use super::factor::{OneFactor, maximum_likelihood, minimum_residual};
use crate::answered::ItemAnswers;
use crate::bootstrap::{Stream, percentiles};
use crate::matrix::{complete_covariances, correlations};
use crate::not_estimable::NotEstimable;

/// How the factor is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Extraction {
    /// Maximum likelihood, as a one-factor confirmatory model.
    MaximumLikelihood,
    /// Minimum residuals.
    MinimumResidual,
}

/// Omega total of one construct.
#[derive(Clone, Debug, PartialEq)]
pub struct Omega {
    /// (Σλ)²/((Σλ)² + Σθ).
    pub value: f64,
    /// The standardised loadings of the items in order.
    pub loadings: Vec<f64>,
    /// Whether a unique variance is not above 0 (a Heywood case): read nothing into the value then.
    pub heywood: bool,
    /// How the factor was found.
    pub extraction: Extraction,
    /// Whether loadings count with the spread of their item.
    pub scaling: Scaling,
    /// How many respondents it rests on.
    pub n: u64,
}

/// A bootstrap interval of omega.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OmegaInterval {
    /// The percentiles.
    pub bounds: Bounds,
    /// How many replicates had a value.
    pub replicates: u32,
    /// How many had none.
    pub failed: u32,
    /// The seed that fixes them.
    pub seed: u64,
}

/// Omega total, (Σλ)²/((Σλ)² + Σθ), of a one-factor model over the complete respondents (McDonald 1999).
///
/// [`Scaling::Raw`] weighs loadings with the items' own spread, as a model of the covariances does.
///
/// # Errors
/// [`NotEstimable`] below three items, where there are no more respondents than items, where an item does not vary, and where
/// the iteration does not settle.
///
/// ```
/// use thalweg_survey::{ItemAnswers, NotEstimable, reliability::{Extraction, Scaling, omega}};
/// let few = ItemAnswers::new(vec![vec![Some(1), Some(2), Some(4)]; 3]).expect("columns");
/// let none = omega(&few, Extraction::MaximumLikelihood, Scaling::Raw);
/// assert_eq!(none, Err(NotEstimable::TooFewRespondents));
/// ```
pub fn omega(answers: &ItemAnswers, extraction: Extraction, scaling: Scaling) -> Result<Omega, NotEstimable> {
    let (covariances, n) = estimable(answers)?;
    let factor = fit(&covariances, extraction)?;
    let heywood = factor.unique.iter().any(|unique| *unique <= 0.0);
    Ok(Omega {
        value: total(&factor, &covariances, scaling)?,
        loadings: factor.loadings.iter().copied().collect(),
        heywood,
        extraction,
        scaling,
        n,
    })
}

fn estimable(answers: &ItemAnswers) -> Result<(DMatrix<f64>, u64), NotEstimable> {
    if answers.items() < 3 {
        return Err(NotEstimable::TooFewItems);
    }
    let (covariances, n) = complete_covariances(answers)?;
    if n <= answers.items() as u64 {
        return Err(NotEstimable::TooFewRespondents);
    }
    Ok((covariances, n))
}

fn fit(covariances: &DMatrix<f64>, extraction: Extraction) -> Result<OneFactor, NotEstimable> {
    let r = correlations(covariances)?;
    match extraction {
        Extraction::MaximumLikelihood => maximum_likelihood(&r),
        Extraction::MinimumResidual => minimum_residual(&r),
    }
}

fn total(factor: &OneFactor, covariances: &DMatrix<f64>, scaling: Scaling) -> Result<f64, NotEstimable> {
    let weights = covariances.diagonal().map(|variance| match scaling {
        Scaling::Raw => variance.sqrt(),
        Scaling::Standardised => 1.0,
    });
    let common = factor.loadings.dot(&weights).powi(2);
    let unique = factor.unique.dot(&weights.map(|w| w * w));
    let omega = common / (common + unique);
    if omega.is_finite() { Ok(omega) } else { Err(NotEstimable::NoVariance) }
}

/// A percentile bootstrap interval of omega: respondents are drawn with replacement, `replicates` times, by a stream that the
/// seed fixes. Replicates without a value are counted, not replaced.
///
/// # Errors
/// As [`omega`]; and [`NotEstimable::NotConverged`] where fewer than nine in ten replicates have a value.
pub fn omega_interval(
    answers: &ItemAnswers,
    extraction: Extraction,
    scaling: Scaling,
    (level, replicates, seed): (f64, u32, u64),
) -> Result<OmegaInterval, NotEstimable> {
    omega(answers, extraction, scaling)?;
    let complete = answers.complete();
    let replicate = |number: u32| {
        let mut stream = Stream::new(seed, number.into());
        let rows = complete.first().map_or(0, Vec::len);
        let drawn: Vec<usize> = (0..rows).map(|_| stream.below(rows)).collect();
        let pick = |column: &Vec<i32>| drawn.iter().map(|row| column.get(*row).copied()).collect();
        let sample = ItemAnswers::new(complete.iter().map(pick).collect())?;
        omega(&sample, extraction, scaling).ok().map(|omega| omega.value)
    };
    let mut values: Vec<f64> = (0..replicates).filter_map(replicate).collect();
    let found = u32::try_from(values.len()).unwrap_or(u32::MAX);
    let failed = replicates.saturating_sub(found);
    if failed > replicates / 10 || found == 0 {
        return Err(NotEstimable::NotConverged);
    }
    let bounds = percentiles(&mut values, level).ok_or(NotEstimable::Misshapen)?;
    Ok(OmegaInterval { bounds, replicates: found, failed, seed })
}
