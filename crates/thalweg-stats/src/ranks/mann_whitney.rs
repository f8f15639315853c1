//! Mann and Whitney's test of two independent samples.

use super::PValue;
use super::exact::{share_as_far, ways_of_taking};
use super::midrank::{Ranking, rank};
use crate::special::{Normal, ln_gamma};

/// Up to this many observations in all, ties or not, every arrangement is counted.
pub(super) const EXACT: usize = 50;

/// The result of Mann and Whitney's test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannWhitney {
    /// U: the pairs in which the first is greater, ties counted half.
    pub u: f64,
    /// U / (n₁ n₂): the chance that one of the first sample is greater than one of the second.
    pub superiority: f64,
    /// The two-sided p-value.
    pub p: f64,
    /// Where the p-value comes from.
    pub p_value: PValue,
}

/// Compares two samples by the sum of their ranks.
///
/// Exact up to 50 observations in all, with ties too: the share of all divisions whose rank sum is at least as far from its
/// mean. Beyond, normal with Σ(t³ − t) for ties and ½ for continuity. `None` where a sample is empty or a value is not
/// finite.
///
/// ```
/// use thalweg_stats::ranks::{PValue, mann_whitney};
///
/// let test = mann_whitney(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0]).unwrap();
/// assert!((test.p - 0.1).abs() < 1e-12 && test.p_value == PValue::Exact);
/// assert_eq!(test.u, 0.0);
/// ```
#[must_use]
pub fn mann_whitney(first: &[f64], second: &[f64]) -> Option<MannWhitney> {
    if first.is_empty() || second.is_empty() {
        return None;
    }
    let marked = first.iter().map(|&x| (x, true)).chain(second.iter().map(|&x| (x, false)));
    let ranking = rank(marked)?;
    let doubled: u64 = ranking.order.iter().filter(|r| r.mark).map(|r| r.doubled).sum();
    let (n1, n2) = (first.len() as f64, second.len() as f64);
    let u = doubled as f64 / 2.0 - n1 * (n1 + 1.0) / 2.0;
    let small = ranking.order.len() <= EXACT;
    let (p, p_value) = if small {
        (exact(&ranking, first.len(), doubled), PValue::Exact)
    } else {
        (approximate(u, n1, n2, ranking.ties), PValue::Approximate)
    };
    Some(MannWhitney { u, superiority: u / (n1 * n2), p, p_value })
}

fn exact(ranking: &Ranking<bool>, size: usize, doubled: u64) -> f64 {
    let scores: Vec<u64> = ranking.order.iter().map(|r| r.doubled).collect();
    let twice_mean = 2 * size as u64 * (scores.len() as u64 + 1);
    share_as_far(&ways_of_taking(&scores, size), doubled, twice_mean)
}

fn approximate(u: f64, n1: f64, n2: f64, ties: f64) -> f64 {
    let n = n1 + n2;
    let variance = n1 * n2 / 12.0 * (n + 1.0 - ties / n / (n - 1.0));
    let distance = ((u - n1 * n2 / 2.0).abs() - 0.5).max(0.0);
    if variance > 0.0 { Normal.two_sided(distance / variance.sqrt()).unwrap_or(1.0) } else { 1.0 }
}

/// The smallest two-sided p-value that two samples of these sizes can give without ties: 2 / C(n₁ + n₂, n₁).
///
/// 3 against 3 can never be below 0.10. `None` where a sample is empty.
///
/// ```
/// let least = thalweg_stats::ranks::mann_whitney_smallest_p(3, 3).unwrap();
/// assert!((least - 0.1).abs() < 1e-12);
/// ```
#[must_use]
pub fn smallest_p(n1: usize, n2: usize) -> Option<f64> {
    if n1 == 0 || n2 == 0 {
        return None;
    }
    let (a, b) = (n1 as f64, n2 as f64);
    let ln_ways = ln_gamma(a + b + 1.0)? - ln_gamma(a + 1.0)? - ln_gamma(b + 1.0)?;
    Some((2.0 * (-ln_ways).exp()).min(1.0))
}
