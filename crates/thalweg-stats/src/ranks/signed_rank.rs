//! Wilcoxon's signed rank test of paired differences.

use super::PValue;
use super::exact::{share_as_far, ways_of_adding};
use super::midrank::{Ranking, rank};
use crate::special::Normal;

/// Up to this many differences, every assignment of signs is counted.
const EXACT: usize = 50;

/// What becomes of differences that are exactly 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zeros {
    /// They are dropped before ranking (Wilcoxon).
    #[default]
    Wilcoxon,
    /// They are ranked with the others and then dropped (Pratt).
    Pratt,
}

/// The result of the signed rank test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignedRank {
    /// The sum of the ranks of positive differences.
    pub positive: f64,
    /// The sum of the ranks of negative differences.
    pub negative: f64,
    /// How many differences are not 0.
    pub used: usize,
    /// The two-sided p-value; 1 where all differences are 0.
    pub p: f64,
    /// Where the p-value comes from.
    pub p_value: PValue,
}

/// Tests whether paired differences lie symmetrically around 0.
///
/// Exact up to 50 differences other than 0, with ties too; beyond, normal with the sum of squared ranks as it is and ½
/// for continuity. `None` without differences, or where one is not finite.
///
/// ```
/// use thalweg_stats::ranks::{Zeros, signed_rank};
///
/// let test = signed_rank(&[1.0, 2.0, 3.0, 4.0, 5.0], Zeros::Wilcoxon).unwrap();
/// assert!((test.p - 0.0625).abs() < 1e-12 && test.positive == 15.0);
/// ```
#[must_use]
pub fn signed_rank(differences: &[f64], zeros: Zeros) -> Option<SignedRank> {
    if differences.is_empty() {
        return None;
    }
    let ranked = differences.iter().filter(|&&d| zeros == Zeros::Pratt || d.abs() > 0.0 || d.is_nan());
    let mut ranking = rank(ranked.map(|&d| (d.abs(), d > 0.0)))?;
    ranking.order.retain(|r| r.value > 0.0);
    let sum = |sign: bool| ranking.order.iter().filter(|r| r.mark == sign).map(|r| r.doubled).sum::<u64>();
    let (positive, negative) = (sum(true), sum(false));
    let (p, p_value) = p_of(&ranking, positive, negative);
    let used = ranking.order.len();
    Some(SignedRank { positive: positive as f64 / 2.0, negative: negative as f64 / 2.0, used, p, p_value })
}

fn p_of(ranking: &Ranking<bool>, positive: u64, negative: u64) -> (f64, PValue) {
    if ranking.order.len() > EXACT {
        return (approximate(ranking, positive, negative), PValue::Approximate);
    }
    let scores: Vec<u64> = ranking.order.iter().map(|r| r.doubled).collect();
    (share_as_far(&ways_of_adding(&scores), positive, positive + negative), PValue::Exact)
}

fn approximate(ranking: &Ranking<bool>, positive: u64, negative: u64) -> f64 {
    let distance = positive.abs_diff(negative) as f64 / 4.0;
    let squares: f64 = ranking.order.iter().map(|r| (r.doubled as f64 / 2.0).powi(2)).sum();
    let z = (distance - 0.5).max(0.0) / (squares / 4.0).sqrt();
    Normal.two_sided(z).unwrap_or(1.0)
}

/// The smallest two-sided p-value that n differences can give: 2^(1 − n). Five pairs can never be below 0.0625.
///
/// `None` for n = 0.
///
/// ```
/// assert_eq!(thalweg_stats::ranks::signed_rank_smallest_p(5), Some(0.0625));
/// ```
#[must_use]
pub fn smallest_p(n: usize) -> Option<f64> {
    (n > 0).then(|| (1.0 - n as f64).exp2())
}
