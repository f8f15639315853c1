//! Mann and Kendall's test of a trend.

use super::order::{falling_pairs, pair_weight, ties};
use crate::ranks::PValue;
use crate::special::Normal;

/// Up to this many values without ties, every order of them is counted.
const EXACT: usize = 10;

/// The result of Mann and Kendall's test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannKendall {
    /// S: pairs that rise less pairs that fall.
    pub s: i64,
    /// S over the number of pairs.
    pub tau: f64,
    /// The variance of S without a trend, with the usual correction for ties.
    pub variance: f64,
    /// (S ∓ 1) / √variance, 0 for S = 0 or where all values are equal.
    pub z: f64,
    /// The two-sided p-value.
    pub p: f64,
    /// The p-value against a rise alone: P(S ≥ s).
    pub p_rise: f64,
    /// The p-value against a fall alone: P(S ≤ s).
    pub p_fall: f64,
    /// Where the p-values come from.
    pub p_value: PValue,
}

/// Tests values in the order of time for a monotone trend, however they are spaced.
///
/// Exact for at most ten values without ties, normal beyond. Four values can never reach 5 %, and fewer than eight say
/// little: whoever claims a trend asks for more. A step looks like a trend, and so does a series in which each value leans
/// on the one before ([`lag_one_autocorrelation`]). n log n. `None` for fewer than two values, or where one is not
/// finite.
///
/// ```
/// let months = [12.0, 13.0, 12.0, 14.0, 13.0, 12.0, 13.0, 14.0, 13.0, 12.0, 14.0, 13.0];
/// let test = thalweg_stats::trend::mann_kendall(&months).unwrap();
/// assert_eq!(test.s, 13);
/// assert!((test.p - 0.375912).abs() < 1e-6);
/// ```
#[must_use]
pub fn mann_kendall(values: &[f64]) -> Option<MannKendall> {
    let season = Season::of(values).filter(|_| values.len() > 1)?;
    let normal = season.test();
    let exact = values.len() <= EXACT && season.ties == 0;
    Some(if exact { exactly(normal, values.len()) } else { normal })
}

/// Tests several seasons, each in the order of time, for one trend: S and its variance add up over them (Hirsch and
/// Slack 1982), and values of different seasons are never compared.
///
/// `None` where no season has two values, or a value is not finite.
///
/// ```
/// let januaries = [3.0, 4.0, 6.0];
/// let julies = [30.0, 31.0, 33.0];
/// let test = thalweg_stats::trend::seasonal_mann_kendall(&[&januaries, &julies]).unwrap();
/// assert_eq!(test.s, 6);
/// ```
#[must_use]
pub fn seasonal_mann_kendall(seasons: &[&[f64]]) -> Option<MannKendall> {
    let mut all = Season::default();
    for values in seasons {
        let season = Season::of(values)?;
        all.s += season.s;
        all.pairs += season.pairs;
        all.ties += season.ties;
        all.variance += season.variance;
    }
    (all.pairs > 0).then(|| all.test())
}

#[derive(Default)]
struct Season {
    s: i64,
    pairs: u64,
    ties: u64,
    variance: f64,
}

impl Season {
    fn of(values: &[f64]) -> Option<Self> {
        if !values.iter().all(|x| x.is_finite()) {
            return None;
        }
        let mut sorted = values.to_vec();
        let falling = falling_pairs(&mut sorted);
        let ties = ties(&sorted);
        let n = values.len() as u64;
        let pairs = n * n.saturating_sub(1) / 2;
        let unequal = i64::try_from(pairs - ties.pairs).ok()?;
        let s = unequal - 2 * i64::try_from(falling).ok()?;
        let variance = (pair_weight(n as f64) - ties.weight) / 18.0;
        Some(Self { s, pairs, ties: ties.pairs, variance })
    }

    fn test(&self) -> MannKendall {
        let s = self.s as f64;
        let deviation = self.variance.sqrt();
        let standard = |distance: f64| if deviation > 0.0 { distance / deviation } else { 0.0 };
        let z = standard(s - s.signum() * f64::from(u8::from(self.s != 0)));
        let tail = |z: f64| Normal.upper(z).unwrap_or(1.0);
        let one_sided = |distance: f64| if deviation > 0.0 { tail(standard(distance)) } else { 1.0 };
        MannKendall {
            s: self.s,
            tau: s / self.pairs as f64,
            variance: self.variance,
            z,
            p: (2.0 * tail(z.abs())).min(1.0),
            p_rise: one_sided(s - 1.0),
            p_fall: one_sided(-s - 1.0),
            p_value: PValue::Approximate,
        }
    }
}

fn exactly(test: MannKendall, n: usize) -> MannKendall {
    let rising = share_reaching(n, test.s);
    let falling = share_reaching(n, -test.s);
    let p = (2.0 * rising.min(falling)).min(1.0);
    MannKendall { p, p_rise: rising, p_fall: falling, p_value: PValue::Exact, ..test }
}

/// The share of all orders of n values whose S is at least s.
fn share_reaching(n: usize, s: i64) -> f64 {
    // Orders by their number of falling pairs: the k-th value falls below 0 … k − 1 of those before it.
    let mut orders = vec![1.0];
    for k in 1..n {
        let mut next = vec![0.0; orders.len() + k];
        for shift in 0..=k {
            next.iter_mut().skip(shift).zip(&orders).for_each(|(to, from)| *to += from);
        }
        orders = next;
    }
    let most = orders.iter().skip(1).fold(0_i64, |pairs, _| pairs + 1);
    let reaching = orders.iter().zip(0_i64..).filter(|(_, falling)| most - 2 * falling >= s);
    reaching.map(|(orders, _)| orders).sum::<f64>() / orders.iter().sum::<f64>()
}

/// How much each value leans on the one before: Σ (xᵢ − x̄)(xᵢ₊₁ − x̄) / Σ (xᵢ − x̄)².
///
/// Above 0.3 the test of a trend claims too much. `None` for fewer than three values, where all are equal, or where one is
/// not finite.
///
/// ```
/// let r = thalweg_stats::trend::lag_one_autocorrelation(&[1.0, 2.0, 3.0, 4.0]).unwrap();
/// assert!((r - 0.25).abs() < 1e-15);
/// ```
#[must_use]
pub fn lag_one_autocorrelation(values: &[f64]) -> Option<f64> {
    if values.len() < 3 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares: f64 = values.iter().map(|x| (x - mean).powi(2)).sum();
    let products: f64 = values.iter().zip(values.iter().skip(1)).map(|(a, b)| (a - mean) * (b - mean)).sum();
    Some(products / squares).filter(|r| r.is_finite())
}
