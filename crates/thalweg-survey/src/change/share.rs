//! The change of a favourable share between two waves, by team.

use thalweg_model::Share;
use thalweg_stats::power::{Demand, proportion};
use thalweg_stats::ranks::mann_whitney_smallest_p;
use thalweg_stats::{Bounds, proportion as shares};

use super::verdict::{ChangeVerdict, Judgement};
use crate::inference::{ClusterEstimate, ClusterSums, cluster_change};
use crate::not_estimable::NotEstimable;

/// The fewest teams for which a cluster-robust error is taken seriously.
pub const LEAST_CLUSTERS: usize = 5;

/// The change of a favourable share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShareChange {
    /// The share before.
    pub before: Share,
    /// The share after.
    pub after: Share,
    /// The interval that the verdict rests on: the wider of the two below.
    pub interval: Bounds,
    /// Newcombe's hybrid score interval, as if people answered independently.
    pub newcombe: Bounds,
    /// The cluster-robust estimate by team, from five teams on.
    pub clustered: Option<ClusterEstimate>,
    /// The verdict.
    pub verdict: ChangeVerdict,
}

impl ShareChange {
    /// The share after, less the share before.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.after.value() - self.before.value()
    }

    /// Whether the teams' error is the wider, so that the interval is cluster-robust.
    #[must_use]
    pub fn is_clustered(&self) -> bool {
        self.interval != self.newcombe
    }
}

/// The change of a share with its verdict. `teams` holds each team's counts before and after, for the cluster-robust error;
/// with fewer than [`LEAST_CLUSTERS`] only Newcombe's interval is given. The wider of the two decides, so that a team that moved
/// as one does not pass for many. Where no exact test of so many people could reach the level, neither does this.
///
/// # Errors
/// [`NotEstimable::Misshapen`] where the level is none.
///
/// ```
/// use thalweg_model::Share;
/// use thalweg_survey::change::{ChangeVerdict, Judgement, share_change};
/// let share = |part, whole| Share::new(part, whole).expect("a part of the whole");
/// let risen = share_change(share(12, 48), share(31, 50), &[], &Judgement::high_is_good(0.05))?;
/// assert_eq!(risen.verdict, ChangeVerdict::Improved);
/// let tiny = share_change(share(0, 3), share(3, 3), &[], &Judgement::high_is_good(0.05))?;
/// assert_eq!(tiny.verdict, ChangeVerdict::CannotReachSignificance);
/// # Ok::<(), thalweg_survey::NotEstimable>(())
/// ```
pub fn share_change(
    before: Share,
    after: Share,
    teams: &[(ClusterSums, ClusterSums)],
    judgement: &Judgement,
) -> Result<ShareChange, NotEstimable> {
    let between =
        |x1, n1, x2, n2| shares::newcombe(x1, n1, x2, n2, judgement.level).ok_or(NotEstimable::Misshapen);
    let newcombe = between(after.part(), after.whole(), before.part(), before.whole())?;
    let clustered =
        (teams.len() >= LEAST_CLUSTERS).then(|| cluster_change(teams, judgement.level).ok()).flatten();
    let value = after.value() - before.value();
    let interval = clustered.map_or(newcombe, |found| wider(newcombe, around(value, &found)));
    let sizes = usize::try_from(before.whole()).ok().zip(usize::try_from(after.whole()).ok());
    let smallest_p = sizes.and_then(|(n1, n2)| mann_whitney_smallest_p(n1, n2));
    let verdict = if smallest_p.is_none_or(|p| p > 1.0 - judgement.level) {
        ChangeVerdict::CannotReachSignificance
    } else {
        judgement.of(Some(interval), detectable(before, after))
    };
    Ok(ShareChange { before, after, interval, newcombe, clustered, verdict })
}

/// The interval of an estimate, around the change that is shown: the teams' counts may be capped where shares are.
fn around(value: f64, found: &ClusterEstimate) -> Bounds {
    let shift = value - found.value;
    Bounds { lower: found.interval.lower + shift, upper: found.interval.upper + shift }
}

fn wider(one: Bounds, other: Bounds) -> Bounds {
    if other.upper - other.lower > one.upper - one.lower { other } else { one }
}

/// The smallest rise of the share before that these numbers would have shown four times in five; the smallest fall where no
/// rise is that large.
fn detectable(before: Share, after: Share) -> f64 {
    let found = proportion(before.value(), before.whole(), after.whole(), Demand::default());
    let rise = found.and_then(|found| found.higher).map(|p| p - before.value());
    let fall = found.and_then(|found| found.lower).map(|p| before.value() - p);
    rise.or(fall).unwrap_or(1.0)
}
