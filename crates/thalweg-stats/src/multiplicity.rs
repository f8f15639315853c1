//! Many tests at once.

/// Holm's adjusted p-values, in the order given: what controls the chance of even one false claim in a family.
///
/// The i-th smallest of m is multiplied by m − i + 1, never falls below the one before, and is at most 1. `None` where a
/// value is not in [0, 1].
///
/// ```
/// let adjusted = thalweg_stats::multiplicity::holm(&[0.01, 0.04, 0.03]).unwrap();
/// assert!((adjusted[0] - 0.03).abs() < 1e-15 && (adjusted[1] - 0.06).abs() < 1e-15);
/// ```
#[must_use]
pub fn holm(p: &[f64]) -> Option<Vec<f64>> {
    let order = ascending(p)?;
    let mut floor: f64 = 0.0;
    let factors = (1..=p.len()).rev();
    let adjusted = order.into_iter().zip(factors).map(|((at, p), factor)| {
        floor = floor.max(p * factor as f64).min(1.0);
        (at, floor)
    });
    Some(in_place(adjusted, p.len()))
}

/// Benjamini and Hochberg's adjusted p-values, in the order given: what controls the share of false claims among those made.
///
/// The i-th smallest of m is multiplied by m / i, never exceeds the one after, and is at most 1. `None` where a value is
/// not in [0, 1].
///
/// ```
/// let adjusted = thalweg_stats::multiplicity::benjamini_hochberg(&[0.01, 0.04, 0.03]).unwrap();
/// assert!((adjusted[0] - 0.03).abs() < 1e-15 && (adjusted[2] - 0.04).abs() < 1e-15);
/// ```
#[must_use]
pub fn benjamini_hochberg(p: &[f64]) -> Option<Vec<f64>> {
    let order = ascending(p)?;
    let m = p.len() as f64;
    let mut ceiling: f64 = 1.0;
    let ranks = (1..=p.len()).rev();
    let adjusted = order.into_iter().rev().zip(ranks).map(|((at, p), rank)| {
        ceiling = ceiling.min(p * (m / rank as f64));
        (at, ceiling)
    });
    Some(in_place(adjusted, p.len()))
}

fn ascending(p: &[f64]) -> Option<Vec<(usize, f64)>> {
    if !p.iter().all(|p| (0.0..=1.0).contains(p)) {
        return None;
    }
    let mut order: Vec<_> = p.iter().copied().enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    Some(order)
}

fn in_place(adjusted: impl Iterator<Item = (usize, f64)>, n: usize) -> Vec<f64> {
    let mut all = vec![0.0; n];
    for (at, value) in adjusted {
        if let Some(slot) = all.get_mut(at) {
            *slot = value;
        }
    }
    all
}
