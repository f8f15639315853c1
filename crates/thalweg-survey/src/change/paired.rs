//! Two waves answered by the same people.

use thalweg_stats::ranks::{Location, SignedRank, Zeros, signed_rank, signed_rank_smallest_p, walsh_median};
use thalweg_stats::special::Normal;

use super::verdict::{ChangeVerdict, Judgement};
use crate::count;
use crate::not_estimable::NotEstimable;

/// Scores of the same people in two waves compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paired {
    /// Wilcoxon's signed rank test, exact when small.
    pub test: SignedRank,
    /// What became of differences of 0.
    pub zeros: Zeros,
    /// The smallest p that so many differences can have.
    pub smallest_p: f64,
    /// Hodges and Lehmann's centre of the differences.
    pub shift: Location,
    /// The verdict, on the test and the centre.
    pub verdict: ChangeVerdict,
}

/// Compares the scores of the same people in two waves; each pair is before and after. Differences of 0 are dropped before ranking
/// (Wilcoxon) or after (Pratt), as `zeros` says.
///
/// `min_detectable_effect` of an inconclusive verdict is the mean difference that a t test of so many pairs with this spread
/// shows four times in five.
///
/// # Errors
/// [`NotEstimable::TooFewRespondents`] without a pair, [`NotEstimable::NoVariance`] where all differences are 0,
/// [`NotEstimable::Misshapen`] where a score is not finite or the level is none.
///
/// ```
/// use thalweg_survey::change::{ChangeVerdict, Judgement, Zeros, paired};
/// let pairs = [(1.0, 2.0), (2.0, 3.5), (2.0, 4.0), (3.0, 5.5), (1.0, 4.0)];
/// let five = paired(&pairs, Zeros::Wilcoxon, &Judgement::high_is_good(0.2))?;
/// assert_eq!((five.smallest_p, five.verdict), (0.0625, ChangeVerdict::CannotReachSignificance));
/// # Ok::<(), thalweg_survey::NotEstimable>(())
/// ```
pub fn paired(pairs: &[(f64, f64)], zeros: Zeros, judgement: &Judgement) -> Result<Paired, NotEstimable> {
    let differences: Vec<f64> = pairs.iter().map(|(before, after)| after - before).collect();
    if differences.is_empty() {
        return Err(NotEstimable::TooFewRespondents);
    }
    let test = signed_rank(&differences, zeros).ok_or(NotEstimable::Misshapen)?;
    let smallest_p = signed_rank_smallest_p(test.used).ok_or(NotEstimable::NoVariance)?;
    let shift = walsh_median(&differences, judgement.level).ok_or(NotEstimable::Misshapen)?;
    let effect = detectable(&differences, judgement.level).ok_or(NotEstimable::Misshapen)?;
    let change = test.positive - test.negative;
    let verdict = judgement.of_test((smallest_p, test.p), shift.bounds, (change, effect));
    Ok(Paired { test, zeros, smallest_p, shift, verdict })
}

/// (z₁₋α/₂ + z.₈)·s/√n.
fn detectable(differences: &[f64], level: f64) -> Option<f64> {
    let n = count::of(differences.len());
    let mean = differences.iter().sum::<f64>() / n;
    let spread = differences.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0);
    let z = Normal.two_sided_quantile(level)? + Normal.quantile(0.8)?;
    Some(z * (spread / n).sqrt())
}
