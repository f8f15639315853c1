//! One common factor of the items: by maximum likelihood and by minimum residuals.

use nalgebra::{Cholesky, DMatrix, DVector, SymmetricEigen};

use crate::not_estimable::NotEstimable;

/// Loadings and unique variances of a one-factor model of a correlation matrix.
#[derive(Clone, Debug)]
pub(super) struct OneFactor {
    pub(super) loadings: DVector<f64>,
    pub(super) unique: DVector<f64>,
}

/// Minimum residuals: minimises Σᵢ<ⱼ (rᵢⱼ − λᵢλⱼ)² by solving for one loading at a time (Harman and Jones 1966).
pub(super) fn minimum_residual(r: &DMatrix<f64>) -> Result<OneFactor, NotEstimable> {
    let mut loadings = start(r);
    for _ in 0..20_000 {
        if round(r, &mut loadings)? < 1e-12 {
            return Ok(settled(loadings.clone(), loadings.map(|l| 1.0 - l * l)));
        }
    }
    Err(NotEstimable::NotConverged)
}

/// Solves for each loading once, and tells how far the furthest moved.
fn round(r: &DMatrix<f64>, loadings: &mut DVector<f64>) -> Result<f64, NotEstimable> {
    let mut moved = 0.0_f64;
    for (at, column) in r.column_iter().enumerate() {
        let own = loadings.get(at).copied().unwrap_or(0.0);
        let others = loadings.norm_squared() - own * own;
        if others <= 1e-12 {
            return Err(NotEstimable::NotConverged);
        }
        let next = (column.dot(&*loadings) - own) / others;
        moved = moved.max((next - own).abs());
        if let Some(loading) = loadings.get_mut(at) {
            *loading = next;
        }
    }
    Ok(moved)
}

/// The first centroid: column sums over the root of the whole sum.
fn start(r: &DMatrix<f64>) -> DVector<f64> {
    let sums = r.column_sum();
    let scale = sums.iter().map(|s| s.abs()).sum::<f64>().sqrt().max(1e-6);
    sums.map(|s| (s / scale).clamp(-0.95, 0.95))
}

fn settled(loadings: DVector<f64>, unique: DVector<f64>) -> OneFactor {
    // The sign of a factor is a choice: most of the loadings shall be positive.
    let loadings = if loadings.sum() < 0.0 { -loadings } else { loadings };
    OneFactor { loadings, unique }
}

/// Maximum likelihood: minimises ln|Σ| + tr(SΣ⁻¹) for Σ = λλ' + Θ by Fisher scoring with halved steps. Unique variances are
/// free, also below 0, as in confirmatory factor analysis. Of several starts the first counts that ends with unique variances
/// above 0, else the first that ends.
pub(super) fn maximum_likelihood(r: &DMatrix<f64>) -> Result<OneFactor, NotEstimable> {
    let mut ended: Result<OneFactor, NotEstimable> = Err(NotEstimable::NotConverged);
    for loadings in starts(r) {
        match climb(r, &loadings) {
            Ok(found) if found.unique.iter().all(|unique| *unique > 0.0) => return Ok(found),
            found if ended.is_err() => ended = found,
            _ => {}
        }
    }
    ended
}

/// Loadings to start from: minimum residuals, the first centroid, and the first principal component at two lengths.
fn starts(r: &DMatrix<f64>) -> Vec<DVector<f64>> {
    let component = principal(r);
    let residual = minimum_residual(r).map(|found| found.loadings);
    let all = residual.into_iter().chain([start(r), component.clone(), component.map(|l| 0.5 * l.signum())]);
    all.map(|loadings| loadings.map(|l| l.clamp(-0.97, 0.97))).collect()
}

/// The loadings of the first principal component.
fn principal(r: &DMatrix<f64>) -> DVector<f64> {
    let eigen = SymmetricEigen::new(r.clone());
    let (at, value) = eigen.eigenvalues.argmax();
    eigen.eigenvectors.column(at) * value.max(0.0).sqrt()
}

fn climb(r: &DMatrix<f64>, first: &DVector<f64>) -> Result<OneFactor, NotEstimable> {
    let k = r.nrows();
    let mut at =
        DVector::from_iterator(2 * k, first.iter().copied().chain(first.iter().map(|l| 1.0 - l * l)));
    let mut fit = Fit::of(r, &at).ok_or(NotEstimable::Singular)?;
    for _ in 0..500 {
        if fit.gradient.amax() < 1e-9 {
            break;
        }
        let Ok(next) = step(r, &at, &fit) else { break };
        (at, fit) = next;
    }
    // Rounding may keep the slope from levelling out further; there the loadings stand to six digits.
    if fit.gradient.amax() < 1e-6 {
        Ok(settled(at.rows(0, k).into_owned(), at.rows(k, k).into_owned()))
    } else {
        Err(NotEstimable::NotConverged)
    }
}

fn step(r: &DMatrix<f64>, at: &DVector<f64>, fit: &Fit) -> Result<(DVector<f64>, Fit), NotEstimable> {
    let information = Cholesky::new(fit.information.clone()).ok_or(NotEstimable::NotConverged)?;
    let way = information.solve(&fit.gradient);
    let mut part = 1.0;
    while part > 1e-8 {
        let next = at - &way * part;
        if let Some(better) =
            Fit::of(r, &next).filter(|next| next.value <= fit.value + 1e-14 * fit.value.abs())
        {
            return Ok((next, better));
        }
        part /= 2.0;
    }
    Err(NotEstimable::NotConverged)
}

/// The discrepancy at one point, its gradient and its expected second derivatives.
struct Fit {
    value: f64,
    gradient: DVector<f64>,
    information: DMatrix<f64>,
}

impl Fit {
    fn of(r: &DMatrix<f64>, at: &DVector<f64>) -> Option<Self> {
        let k = r.nrows();
        let loadings = at.rows(0, k).into_owned();
        let model = &loadings * loadings.transpose() + DMatrix::from_diagonal(&at.rows(k, k).into_owned());
        let factor = Cholesky::new(model.clone())?;
        let log_det = 2.0 * factor.l_dirty().diagonal().iter().map(|d| d.ln()).sum::<f64>();
        let w = factor.inverse();
        let value = log_det + (&w * r).trace();
        let pull = &w * (&model - r) * &w;
        let by_loading = &pull * &loadings * 2.0;
        let gradient =
            DVector::from_iterator(2 * k, by_loading.iter().chain(pull.diagonal().iter()).copied());
        value.is_finite().then(|| Self { value, gradient, information: information(&w, &loadings) })
    }
}

/// tr(W·∂Σ/∂a·W·∂Σ/∂b) for the loadings and then the unique variances.
fn information(w: &DMatrix<f64>, loadings: &DVector<f64>) -> DMatrix<f64> {
    let k = w.nrows();
    let v = w * loadings;
    let q = v.dot(loadings);
    let crossed = w * DMatrix::from_diagonal(&v) * 2.0;
    let mut whole = DMatrix::zeros(2 * k, 2 * k);
    whole.view_mut((0, 0), (k, k)).copy_from(&((&v * v.transpose() + w * q) * 2.0));
    whole.view_mut((0, k), (k, k)).copy_from(&crossed);
    whole.view_mut((k, 0), (k, k)).copy_from(&crossed.transpose());
    whole.view_mut((k, k), (k, k)).copy_from(&w.component_mul(w));
    whole
}
