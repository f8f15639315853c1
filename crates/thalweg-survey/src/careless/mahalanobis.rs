//! Squared Mahalanobis distances of complete sheets from their mean.

use nalgebra::{DMatrix, DVector};

use crate::answered::ItemAnswers;
use crate::matrix::{complete_covariances, inverse};

/// (x − x̄)'S⁻¹(x − x̄) of each complete sheet, with S over n − 1; none for the others, and for all where S cannot be inverted.
pub(super) fn distances(sheets: &[Vec<Option<i32>>]) -> Vec<Option<f64>> {
    let complete: Vec<Option<DVector<f64>>> = sheets.iter().map(|sheet| whole(sheet)).collect();
    let present: Vec<&DVector<f64>> = complete.iter().flatten().collect();
    let Some(precision) = precision(sheets) else { return vec![None; sheets.len()] };
    let size = crate::count::of(present.len());
    let mean = present.iter().fold(DVector::zeros(precision.nrows()), |sum, sheet| sum + *sheet) / size;
    let distance = |sheet: &DVector<f64>| {
        let away = sheet - &mean;
        (away.transpose() * &precision * &away).x
    };
    complete.iter().map(|sheet| sheet.as_ref().map(distance)).collect()
}

fn whole(sheet: &[Option<i32>]) -> Option<DVector<f64>> {
    let values: Option<Vec<f64>> = sheet.iter().map(|answer| answer.map(f64::from)).collect();
    values.map(DVector::from_vec)
}

fn precision(sheets: &[Vec<Option<i32>>]) -> Option<DMatrix<f64>> {
    let items = sheets.first()?.len();
    let column = |item: usize| sheets.iter().map(|sheet| sheet.get(item).copied().flatten()).collect();
    let answers = ItemAnswers::new((0..items).map(column).collect())?;
    let (covariances, _) = complete_covariances(&answers).ok()?;
    inverse(&covariances).ok()
}
