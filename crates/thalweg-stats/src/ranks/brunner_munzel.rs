//! The chance that one is greater than another, with spreads that may differ: Brunner–Munzel and Cliff's delta.

use super::midrank::rank;
use crate::bounds::Bounds;
use crate::special::StudentT;

/// Brunner and Munzel's test of P(X > Y) + ½ P(X = Y) = ½.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BrunnerMunzel {
    /// The estimated chance that one of the first sample is greater, ties counted half.
    pub superiority: f64,
    /// What the spread of the ranks says; `None` where nothing overlaps or all are equal, so that there is no spread.
    pub spread: Option<Superiority>,
}

/// The standard error of a superiority and what follows from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Superiority {
    /// The standard error.
    pub standard_error: f64,
    /// The degrees of freedom, after Satterthwaite.
    pub freedom: f64,
    /// (superiority − ½) / standard error.
    pub t: f64,
    /// The two-sided p-value.
    pub p: f64,
}

impl Superiority {
    /// The interval superiority ± t · standard error, within [0, 1]; `None` for a level outside (0, 1).
    #[must_use]
    pub fn interval(&self, level: f64) -> Option<Bounds> {
        let reach = StudentT::new(self.freedom)?.quantile(f64::midpoint(1.0, level))? * self.standard_error;
        let superiority = self.t * self.standard_error + 0.5;
        let bounds = Bounds::checked((superiority - reach).max(0.0), (superiority + reach).min(1.0));
        bounds.filter(|_| level > 0.0)
    }
}

/// Compares two samples without assuming equal spreads.
///
/// With ranks R in both and r within their own sample, S² = Σ (R − r − mean)² / (n − 1), t = the difference of mean ranks
/// over N √(S₁²/(N² n₁)…) as Brunner and Munzel (2000) give it. `None` where a sample has fewer than two values or one
/// is not finite.
///
/// ```
/// let before = [1.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 4.0, 1.0, 1.0];
/// let after = [3.0, 3.0, 4.0, 3.0, 1.0, 2.0, 3.0, 1.0, 1.0, 5.0, 4.0];
/// let test = thalweg_stats::ranks::brunner_munzel(&before, &after).unwrap();
/// assert!((test.spread.unwrap().p - 0.0057862).abs() < 1e-7);
/// ```
#[must_use]
pub fn brunner_munzel(first: &[f64], second: &[f64]) -> Option<BrunnerMunzel> {
    if first.len() < 2 || second.len() < 2 {
        return None;
    }
    let (n1, n2) = (first.len() as f64, second.len() as f64);
    let marked = first.iter().map(|&x| (x, true)).chain(second.iter().map(|&x| (x, false)));
    let joint = rank(marked)?.order;
    let placements = |own: &[f64], mark: bool| -> Option<Vec<f64>> {
        let own = rank(own.iter().map(|&x| (x, ())))?.order;
        let all = joint.iter().filter(|r| r.mark == mark);
        Some(all.zip(own).map(|(joint, own)| (joint.doubled - own.doubled) as f64 / 2.0).collect())
    };
    let (above_second, above_first) = (placements(first, true)?, placements(second, false)?);
    let superiority = mean(&above_second) / n2;
    let parts = [variance(&above_second) / n1 / (n2 * n2), variance(&above_first) / n2 / (n1 * n1)];
    Some(BrunnerMunzel { superiority, spread: spread(superiority, parts, [n1, n2]) })
}

fn spread(superiority: f64, parts: [f64; 2], sizes: [f64; 2]) -> Option<Superiority> {
    let [first, second] = parts;
    let [n1, n2] = sizes;
    let square = first + second;
    let freedom = square * square / (first * first / (n1 - 1.0) + second * second / (n2 - 1.0));
    let standard_error = square.sqrt();
    let t = (superiority - 0.5) / standard_error;
    if !(t.is_finite() && freedom.is_finite()) {
        return None;
    }
    let p = StudentT::new(freedom)?.two_sided(t)?;
    Some(Superiority { standard_error, freedom, t, p })
}

/// Cliff's delta, P(X > Y) − P(X < Y), in [−1, 1], with its interval where the ranks have a spread.
///
/// It is 2 · superiority − 1, and the interval is that of [`brunner_munzel`]. `None` as there.
///
/// ```
/// let (delta, _) = thalweg_stats::ranks::cliffs_delta(&[3.0, 4.0, 5.0], &[1.0, 2.0, 4.0], 0.95).unwrap();
/// assert!((delta - 6.0 / 9.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn cliffs_delta(first: &[f64], second: &[f64], level: f64) -> Option<(f64, Option<Bounds>)> {
    let test = brunner_munzel(first, second)?;
    let interval = test.spread.and_then(|spread| spread.interval(level));
    let doubled = |p: f64| 2.0 * p - 1.0;
    Some((
        doubled(test.superiority),
        interval.map(|b| Bounds { lower: doubled(b.lower), upper: doubled(b.upper) }),
    ))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn variance(values: &[f64]) -> f64 {
    let mean = mean(values);
    values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (values.len() as f64 - 1.0)
}
