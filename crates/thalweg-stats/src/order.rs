//! The interval of a median from order statistics: exact for every continuous distribution.

use crate::bounds::{Bounds, checked_level};
use crate::special::Binomial;

/// The ranks, from 1, whose observations enclose the median with at least the level asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranks {
    /// The rank of the lower end.
    pub lower: usize,
    /// The rank of the upper end.
    pub upper: usize,
    /// The probability that the interval covers the median.
    pub coverage: f64,
}

/// The narrowest symmetric pair of ranks: the largest r with P(r ≤ Bin(n, ½) ≤ n − r) ≥ level.
///
/// `None` where no pair reaches the level, which at 95 % is so for n ≤ 5.
///
/// ```
/// let ranks = thalweg_stats::order::median_ranks(10, 0.95).unwrap();
/// assert_eq!((ranks.lower, ranks.upper), (2, 9));
/// assert!((ranks.coverage - 0.978516).abs() < 1e-6);
/// assert_eq!(thalweg_stats::order::median_ranks(5, 0.95), None);
/// ```
#[must_use]
pub fn median_ranks(n: usize, level: f64) -> Option<Ranks> {
    let level = checked_level(level)?;
    let law = Binomial::new(u64::try_from(n).ok()?, 0.5)?;
    let coverage = |r: usize| 1.0 - 2.0 * law.lower(r as u64 - 1);
    // A level that a whole number of outcomes meets exactly must not fail by a last digit.
    let enough = |r: usize| coverage(r) >= level - 1e-13;
    let (mut known, mut ruled_out) = (0, n / 2 + 1);
    while ruled_out - known > 1 {
        let middle = known + (ruled_out - known) / 2;
        if enough(middle) { known = middle } else { ruled_out = middle }
    }
    (known > 0).then(|| Ranks { lower: known, upper: n + 1 - known, coverage: coverage(known) })
}

/// The interval of the median of unsorted observations, which are reordered. Linear in their number.
///
/// `None` where there are too few observations for the level, or one is not finite.
///
/// ```
/// let mut hours = [5.0, 1.0, 4.0, 2.0, 6.0, 3.0];
/// let bounds = thalweg_stats::order::median_interval(&mut hours, 0.95).unwrap();
/// assert_eq!((bounds.lower, bounds.upper), (1.0, 6.0));
/// ```
#[must_use]
pub fn median_interval(values: &mut [f64], level: f64) -> Option<Bounds> {
    if !values.iter().all(|x| x.is_finite()) {
        return None;
    }
    let ranks = median_ranks(values.len(), level)?;
    let (_, lower, right) = values.select_nth_unstable_by(ranks.lower - 1, f64::total_cmp);
    let lower = *lower;
    let (_, upper, _) = right.select_nth_unstable_by(ranks.upper - ranks.lower - 1, f64::total_cmp);
    Bounds::checked(lower, *upper)
}
