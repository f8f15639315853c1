//! Johnson's relative weights: the predictors are turned into the nearest uncorrelated ones and back.

use nalgebra::{DMatrix, SymmetricEigen};

use crate::not_estimable::NotEstimable;

/// The weight of each predictor, Λ²·β² with Λ = R^½ and β = Λ⁻¹·r (Johnson 2000); the outcome is the last column.
pub(super) fn shares(r: &DMatrix<f64>) -> Result<Vec<f64>, NotEstimable> {
    let p = r.nrows() - 1;
    let among = r.view((0, 0), (p, p)).into_owned();
    let with = r.view((0, p), (p, 1)).into_owned();
    let eigen = SymmetricEigen::new(among);
    if eigen.eigenvalues.iter().any(|value| *value < 1e-10) {
        return Err(NotEstimable::Singular);
    }
    let power = |exponent: f64| {
        let values = DMatrix::from_diagonal(&eigen.eigenvalues.map(|value| value.powf(exponent)));
        &eigen.eigenvectors * values * eigen.eigenvectors.transpose()
    };
    let beta = power(-0.5) * with;
    let weights = power(0.5).map(|x| x * x) * beta.map(|x| x * x);
    Ok(weights.iter().copied().collect())
}
