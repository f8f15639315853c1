//! Two waves answered by different people, or by people who cannot be linked.

use thalweg_stats::Bounds;
use thalweg_stats::power::{Demand, superiority};
use thalweg_stats::ranks::{
    BrunnerMunzel, Location, MannWhitney, brunner_munzel, cliffs_delta, hodges_lehmann, mann_whitney,
    mann_whitney_smallest_p,
};

use super::verdict::{ChangeVerdict, Judgement};
use crate::not_estimable::NotEstimable;

/// Two independent samples of scores compared, the later with the earlier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unpaired {
    /// Mann and Whitney's test, exact with ties when small.
    pub test: MannWhitney,
    /// The smallest p that samples of these sizes can have.
    pub smallest_p: f64,
    /// Brunner and Munzel's test, which lets spreads differ; none below two scores a wave.
    pub brunner_munzel: Option<BrunnerMunzel>,
    /// Cliff's delta: the chance that a later score is higher, less the chance that it is lower.
    pub delta: Option<(f64, Option<Bounds>)>,
    /// Hodges and Lehmann's shift with its interval.
    pub shift: Location,
    /// The verdict, on the test and the shift.
    pub verdict: ChangeVerdict,
}

/// Compares the scores of two waves of different people by ranks. A change is significant where the Mann–Whitney test is;
/// its direction is Cliff's; `min_detectable_effect` of an inconclusive verdict is on the scale of Cliff's delta.
///
/// # Errors
/// [`NotEstimable::TooFewRespondents`] where a wave has no score, [`NotEstimable::Misshapen`] where one is not finite or the level is
/// none.
///
/// ```
/// use thalweg_survey::change::{ChangeVerdict, Judgement, unpaired};
/// let judge = Judgement::high_is_good(0.2);
/// let three = unpaired(&[1.0, 2.0, 3.0], &[5.0, 6.0, 7.0], &judge)?;
/// assert_eq!(three.verdict, ChangeVerdict::CannotReachSignificance, "the smallest exact p is .10");
/// # Ok::<(), thalweg_survey::NotEstimable>(())
/// ```
pub fn unpaired(before: &[f64], after: &[f64], judgement: &Judgement) -> Result<Unpaired, NotEstimable> {
    let smallest_p =
        mann_whitney_smallest_p(after.len(), before.len()).ok_or(NotEstimable::TooFewRespondents)?;
    let test = mann_whitney(after, before).ok_or(NotEstimable::Misshapen)?;
    let shift = hodges_lehmann(after, before, judgement.level).ok_or(NotEstimable::Misshapen)?;
    let detectable = superiority(before.len() as u64, after.len() as u64, Demand::default());
    let effect = detectable.and_then(|found| found.higher).map_or(1.0, |chance| 2.0 * chance - 1.0);
    let change = 2.0 * test.superiority - 1.0;
    Ok(Unpaired {
        test,
        smallest_p,
        brunner_munzel: brunner_munzel(after, before),
        delta: cliffs_delta(after, before, judgement.level),
        shift,
        verdict: judgement.of_test((smallest_p, test.p), shift.bounds, (change, effect)),
    })
}
