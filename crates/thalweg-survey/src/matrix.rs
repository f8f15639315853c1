//! Covariances and correlations of answers, and what is made of them.

use nalgebra::{Cholesky, DMatrix};

use crate::answered::ItemAnswers;
use crate::not_estimable::NotEstimable;

/// Σxy, Σx, Σy and n of two columns where both are answered.
fn pair(x: &[Option<i32>], y: &[Option<i32>]) -> (i128, i128, i128, i128) {
    let both = x.iter().zip(y).filter_map(|(x, y)| x.zip(*y));
    both.fold((0, 0, 0, 0), |(xy, sx, sy, n), (x, y)| {
        let (x, y) = (i128::from(x), i128::from(y));
        (xy + x * y, sx + x, sy + y, n + 1)
    })
}

#[expect(clippy::cast_precision_loss, reason = "rounded once, after the exact sums")]
const fn float(x: i128) -> f64 {
    x as f64
}

/// The covariances with n − 1 over the rows where both items are answered, from exact sums; and the smallest n.
pub(crate) fn covariances(answers: &ItemAnswers) -> Result<(DMatrix<f64>, u64), NotEstimable> {
    let columns = answers.columns();
    let pairs = columns.iter().flat_map(|x| columns.iter().map(move |y| pair(x, y)));
    let sums: Vec<_> = pairs.collect();
    let least = sums.iter().map(|(_, _, _, n)| *n).min().ok_or(NotEstimable::TooFewItems)?;
    if least < 2 {
        return Err(NotEstimable::TooFewRespondents);
    }
    let covariance = |(xy, sx, sy, n): (i128, i128, i128, i128)| float(n * xy - sx * sy) / float(n * (n - 1));
    let k = columns.len();
    let matrix = DMatrix::from_row_iterator(k, k, sums.into_iter().map(covariance));
    Ok((matrix, u64::try_from(least).unwrap_or(0)))
}

/// The covariances over the complete rows.
pub(crate) fn complete_covariances(answers: &ItemAnswers) -> Result<(DMatrix<f64>, u64), NotEstimable> {
    let complete = answers.complete().into_iter().map(|column| column.into_iter().map(Some).collect());
    covariances(&ItemAnswers::new(complete.collect()).ok_or(NotEstimable::TooFewItems)?)
}

/// The correlations that belong to covariances; none where an item does not vary.
pub(crate) fn correlations(covariances: &DMatrix<f64>) -> Result<DMatrix<f64>, NotEstimable> {
    let spread = covariances.diagonal();
    if spread.iter().any(|variance| *variance <= 0.0) {
        return Err(NotEstimable::NoVariance);
    }
    let scale = DMatrix::from_diagonal(&spread.map(|variance| 1.0 / variance.sqrt()));
    let mut correlations = &scale * covariances * &scale;
    correlations.fill_diagonal(1.0);
    Ok(correlations)
}

/// The inverse of a positive definite matrix.
pub(crate) fn inverse(matrix: &DMatrix<f64>) -> Result<DMatrix<f64>, NotEstimable> {
    let factor = Cholesky::new(matrix.clone()).ok_or(NotEstimable::Singular)?;
    // Rounding can leave a tiny pivot where the matrix is singular; what it would give is noise.
    let diagonal = factor.l_dirty().diagonal();
    let scale = matrix.diagonal().max().sqrt();
    if diagonal.iter().any(|pivot| *pivot < 1e-7 * scale) {
        Err(NotEstimable::Singular)
    } else {
        Ok(factor.inverse())
    }
}
