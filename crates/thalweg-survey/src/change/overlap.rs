//! Two waves that some people answered both times and others once: nobody is dropped and no pair is broken up.

use serde::Serialize;
use thalweg_stats::Bounds;
use thalweg_stats::special::{Normal, StudentT};

use super::verdict::{ChangeVerdict, Judgement};
use crate::count;
use crate::not_estimable::NotEstimable;

/// Scores of two waves, linked where they can be.
#[derive(Clone, Default, PartialEq)]
pub struct Overlap {
    /// The scores of those who answered before only.
    pub before_only: Vec<f64>,
    /// The scores of those who answered after only.
    pub after_only: Vec<f64>,
    /// The scores of those who answered both times, before and after.
    pub pairs: Vec<(f64, f64)>,
}

impl std::fmt::Debug for Overlap {
    /// Names the type and nothing of its content.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Overlap(hidden)")
    }
}

/// Whether the two waves are taken to have one spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Spreads {
    /// One spread.
    Equal,
    /// A spread each, after Welch.
    Each,
}

/// The t test of partially overlapping samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OverlapTest {
    /// The mean after, less the mean before, over all who answered each.
    pub change: f64,
    /// Its standard error.
    pub error: f64,
    /// change / error.
    pub t: f64,
    /// The degrees of freedom.
    pub freedom: f64,
    /// The two-sided p.
    pub p: f64,
    /// Student's interval of the change.
    pub interval: Bounds,
    /// The correlation within pairs that was used.
    pub correlation: f64,
    /// The verdict.
    pub verdict: ChangeVerdict,
}

/// Compares the means of two waves that overlap in part (Derrick, Russ, Toher and White 2017): the error counts the
/// correlation of those who answered twice.
///
/// # Errors
/// [`NotEstimable::TooFewRespondents`] below two pairs or two scores a wave, [`NotEstimable::NoVariance`] where nothing
/// varies, [`NotEstimable::Misshapen`] where a score is not finite or the level is none.
///
/// ```
/// use thalweg_survey::change::{Judgement, Overlap, Spreads, overlap};
/// let waves = Overlap {
///     before_only: vec![3.0, 4.0],
///     after_only: vec![4.5, 5.0],
///     pairs: vec![(3.0, 3.5), (4.0, 4.5), (2.0, 3.0), (5.0, 5.0)],
/// };
/// let found = overlap(&waves, Spreads::Each, &Judgement::high_is_good(0.2))?;
/// assert!((found.change - 0.75).abs() < 1e-12 && found.correlation > 0.9);
/// # Ok::<(), thalweg_survey::NotEstimable>(())
/// ```
pub fn overlap(
    waves: &Overlap,
    spreads: Spreads,
    judgement: &Judgement,
) -> Result<OverlapTest, NotEstimable> {
    let all = |once: &[f64], of: fn(&(f64, f64)) -> f64| -> Vec<f64> {
        once.iter().copied().chain(waves.pairs.iter().map(of)).collect()
    };
    let before = all(&waves.before_only, |pair| pair.0);
    let after = all(&waves.after_only, |pair| pair.1);
    if before.iter().chain(&after).any(|score| !score.is_finite()) {
        return Err(NotEstimable::Misshapen);
    }
    let (before, after) = (Sample::of(&before)?, Sample::of(&after)?);
    let shape = Shape {
        once: count::of(waves.before_only.len() + waves.after_only.len()),
        twice: count::of(waves.pairs.len()),
        correlation: correlation(&waves.pairs)?,
    };
    let (error, freedom) = match spreads {
        Spreads::Equal => shape.equal(&before, &after),
        Spreads::Each => shape.each(&before, &after),
    };
    test(after.mean - before.mean, (error, freedom), shape.correlation, judgement)
}

fn test(
    change: f64,
    (error, freedom): (f64, f64),
    correlation: f64,
    judgement: &Judgement,
) -> Result<OverlapTest, NotEstimable> {
    if error.is_nan() || error <= 0.0 {
        return Err(NotEstimable::NoVariance);
    }
    let t = change / error;
    let student = StudentT::new(freedom).ok_or(NotEstimable::TooFewRespondents)?;
    let p = student.two_sided(t).ok_or(NotEstimable::Misshapen)?;
    let z = Normal
        .two_sided_quantile(judgement.level)
        .zip(Normal.quantile(0.8))
        .ok_or(NotEstimable::Misshapen)?;
    let margin =
        student.quantile(f64::midpoint(1.0, judgement.level)).ok_or(NotEstimable::Misshapen)? * error;
    let interval = Bounds { lower: change - margin, upper: change + margin };
    let verdict = judgement.of(Some(interval), (z.0 + z.1) * error);
    Ok(OverlapTest { change, error, t, freedom, p, interval, correlation, verdict })
}

struct Sample {
    n: f64,
    mean: f64,
    variance: f64,
}

impl Sample {
    fn of(scores: &[f64]) -> Result<Self, NotEstimable> {
        if scores.len() < 2 {
            return Err(NotEstimable::TooFewRespondents);
        }
        let n = count::of(scores.len());
        let mean = scores.iter().sum::<f64>() / n;
        let variance = scores.iter().map(|score| (score - mean).powi(2)).sum::<f64>() / (n - 1.0);
        Ok(Self { n, mean, variance })
    }
}

struct Shape {
    once: f64,
    twice: f64,
    correlation: f64,
}

impl Shape {
    fn equal(&self, a: &Sample, b: &Sample) -> (f64, f64) {
        let pooled = ((a.n - 1.0) * a.variance + (b.n - 1.0) * b.variance) / (a.n + b.n - 2.0);
        let shared = 2.0 * self.correlation * self.twice / (a.n * b.n);
        let error = (pooled * (1.0 / a.n + 1.0 / b.n - shared)).sqrt();
        (error, self.freedom(self.once + self.twice - 1.0))
    }

    fn each(&self, a: &Sample, b: &Sample) -> (f64, f64) {
        let (x, y) = (a.variance / a.n, b.variance / b.n);
        let shared = 2.0 * self.correlation * (a.variance * b.variance).sqrt() * self.twice / (a.n * b.n);
        let welch = (x + y).powi(2) / (x * x / (a.n - 1.0) + y * y / (b.n - 1.0));
        ((x + y - shared).sqrt(), self.each_freedom(welch))
    }

    /// (c − 1) + (unpaired degrees of freedom)/(a + b + 2c)·(a + b).
    fn freedom(&self, unpaired: f64) -> f64 {
        (self.twice - 1.0) + unpaired / (self.once + 2.0 * self.twice) * self.once
    }

    fn each_freedom(&self, welch: f64) -> f64 {
        (self.twice - 1.0) + (welch - self.twice + 1.0) / (self.once + 2.0 * self.twice) * self.once
    }
}

/// Pearson's correlation of the pairs; 0 where one side does not vary.
fn correlation(pairs: &[(f64, f64)]) -> Result<f64, NotEstimable> {
    let (before, after): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let (a, b) = (Sample::of(&before)?, Sample::of(&after)?);
    let product: f64 = pairs.iter().map(|(x, y)| (x - a.mean) * (y - b.mean)).sum();
    let below = (a.variance * b.variance).sqrt() * (a.n - 1.0);
    Ok(if below > 0.0 { (product / below).clamp(-1.0, 1.0) } else { 0.0 })
}
