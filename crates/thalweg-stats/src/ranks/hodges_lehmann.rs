//! Hodges and Lehmann's estimate of a shift, with the interval that belongs to the rank test.

use super::exact::ways_of_taking;
use super::mann_whitney::EXACT;
use crate::bisect::kth_smallest;
use crate::bounds::{Bounds, checked_level};
use crate::special::Normal;

/// An estimate of location or shift.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Location {
    /// The estimate.
    pub estimate: f64,
    /// Its interval; `None` where so few observations cannot reach the level.
    pub bounds: Option<Bounds>,
}

/// By how much the first sample exceeds the second: the median of all n₁n₂ differences.
///
/// The interval runs between two ordered differences, by the exact distribution of U without ties up to 50 observations
/// in all, and its normal approximation beyond. The differences are counted, never stored: memory is linear, time
/// (n₁ + n₂) for each of a few dozen counts. `None` where a sample is empty, a value not finite or a level outside (0, 1).
///
/// ```
/// let shift = thalweg_stats::ranks::hodges_lehmann(&[4.0, 6.0, 9.0, 11.0], &[1.0, 2.0, 3.0, 5.0], 0.95).unwrap();
/// assert_eq!(shift.estimate, 4.5);
/// assert_eq!(shift.bounds.unwrap().lower, -1.0);
/// ```
#[must_use]
pub fn hodges_lehmann(first: &[f64], second: &[f64], level: f64) -> Option<Location> {
    let level = checked_level(level)?;
    let differences = Differences::new(first, second)?;
    let pairs = differences.pairs();
    let estimate = differences.middle();
    let bounds = shift_rank(first.len(), second.len(), level)
        .and_then(|c| Bounds::checked(differences.kth(c), differences.kth(pairs + 1 - c)));
    estimate.is_finite().then_some(Location { estimate, bounds })
}

/// How many times the second sample the first is: [`hodges_lehmann`] on logarithms, for positive values.
///
/// `None` also where a value is not positive.
///
/// ```
/// let ratio = thalweg_stats::ranks::hodges_lehmann_ratio(&[8.0, 16.0], &[2.0, 4.0], 0.5).unwrap();
/// assert!((ratio.estimate - 4.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn hodges_lehmann_ratio(first: &[f64], second: &[f64], level: f64) -> Option<Location> {
    let logs = |values: &[f64]| values.iter().map(|x| x.ln()).collect::<Vec<_>>();
    let shift = hodges_lehmann(&logs(first), &logs(second), level)?;
    let bounds = shift.bounds.and_then(|b| Bounds::checked(b.lower.exp(), b.upper.exp()));
    Some(Location { estimate: shift.estimate.exp(), bounds }).filter(|l| l.estimate.is_finite())
}

/// The median of the means of all pairs, each with itself included: Hodges and Lehmann's centre of one sample.
///
/// The interval is the normal approximation's of the signed rank test, its rank rounded down. `None` without values, where
/// one is not finite, or for a level outside (0, 1).
///
/// ```
/// let centre = thalweg_stats::ranks::walsh_median(&[1.0, 2.0, 9.0], 0.95).unwrap();
/// assert_eq!(centre.estimate, 3.5);
/// ```
#[must_use]
pub fn walsh_median(values: &[f64], level: f64) -> Option<Location> {
    let z = Normal.two_sided_quantile(level)?;
    let halves: Vec<f64> = values.iter().map(|x| x / 2.0).collect();
    let walsh = Walsh::new(&halves)?;
    let n = values.len() as f64;
    let rank = n * (n + 1.0) / 4.0 - z * (n * (n + 1.0) * (2.0 * n + 1.0) / 24.0).sqrt();
    let pairs = walsh.pairs();
    let bounds = whole(rank).and_then(|c| Bounds::checked(walsh.kth(c), walsh.kth(pairs + 1 - c)));
    let estimate = middle(pairs, |k| walsh.kth(k));
    estimate.is_finite().then_some(Location { estimate, bounds })
}

/// The rank c of the differences that bounds the shift: the greatest with P(U < c) ≤ α/2.
fn shift_rank(n1: usize, n2: usize, level: f64) -> Option<u64> {
    if n1 + n2 > EXACT {
        let (a, b) = (n1 as f64, n2 as f64);
        let z = Normal.two_sided_quantile(level)?;
        return whole(a * b / 2.0 - z * (a * b * (a + b + 1.0) / 12.0).sqrt());
    }
    let ranks: Vec<u64> = (1..).take(n1 + n2).collect();
    let ways = ways_of_taking(&ranks, n1);
    let tail = (1.0 - level) / 2.0 * ways.iter().sum::<f64>();
    let least = n1 * (n1 + 1) / 2;
    let mut below = 0.0;
    let mut c = 0;
    for ways in ways.iter().skip(least) {
        below += ways;
        // A level that a whole number of arrangements meets exactly must not fail by a last digit.
        if below > tail * (1.0 + 1e-12) {
            break;
        }
        c += 1;
    }
    (c > 0).then_some(c)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be at least 1")]
fn whole(rank: f64) -> Option<u64> {
    (rank >= 1.0).then_some(rank as u64)
}

fn middle(count: u64, kth: impl Fn(u64) -> f64) -> f64 {
    let low = kth(count.div_ceil(2));
    if count % 2 == 1 { low } else { f64::midpoint(low, kth(count / 2 + 1)) }
}

/// All differences between two sorted samples.
struct Differences {
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Differences {
    fn new(first: &[f64], second: &[f64]) -> Option<Self> {
        Some(Self { first: ascending(first)?, second: ascending(second)? })
    }

    fn pairs(&self) -> u64 {
        self.first.len() as u64 * self.second.len() as u64
    }

    fn middle(&self) -> f64 {
        middle(self.pairs(), |k| self.kth(k))
    }

    fn kth(&self, k: u64) -> f64 {
        kth_smallest(k, -f64::MAX, f64::MAX, |v| self.at_most(v))
    }

    /// Rounding keeps the order of differences, so that one pass along both samples counts them.
    fn at_most(&self, v: f64) -> u64 {
        let mut second = self.second.iter().peekable();
        let (mut passed, mut count) = (0, 0);
        for x in &self.first {
            while second.next_if(|&&y| x - y > v).is_some() {
                passed += 1;
            }
            count += self.second.len() as u64 - passed;
        }
        count
    }
}

/// All sums of two halves, each pair once.
struct Walsh {
    halves: Vec<f64>,
}

impl Walsh {
    fn new(halves: &[f64]) -> Option<Self> {
        Some(Self { halves: ascending(halves)? })
    }

    fn pairs(&self) -> u64 {
        let n = self.halves.len() as u64;
        n * (n + 1) / 2
    }

    fn kth(&self, k: u64) -> f64 {
        kth_smallest(k, -f64::MAX, f64::MAX, |v| self.at_most(v))
    }

    /// Each pair of different positions is met twice by one pass, each position with itself once.
    fn at_most(&self, v: f64) -> u64 {
        let mut right = self.halves.iter().rev().peekable();
        let (mut left, mut twice, mut own) = (self.halves.len() as u64, 0, 0);
        for x in &self.halves {
            while right.next_if(|&&y| x + y > v).is_some() {
                left -= 1;
            }
            twice += left;
            own += u64::from(x + x <= v);
        }
        (twice + own) / 2
    }
}

fn ascending(values: &[f64]) -> Option<Vec<f64>> {
    if values.is_empty() || !values.iter().all(|x| x.is_finite()) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    Some(sorted)
}
