//! Estimates from answers that come in teams.

use thalweg_stats::Bounds;
use thalweg_stats::special::StudentT;

use super::Population;
use crate::bootstrap::{Stream, percentiles};
use crate::count;
use crate::not_estimable::NotEstimable;

/// What one team adds: how many scores and their sum.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ClusterSums {
    /// How many scores.
    pub n: u64,
    /// Their sum.
    pub sum: f64,
}

/// An estimate with its cluster-robust error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClusterEstimate {
    /// The estimate.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
    /// Student's interval with one degree of freedom less than there are teams.
    pub interval: Bounds,
    /// How many teams.
    pub clusters: u32,
}

/// The mean of scores clustered in teams, with the linearised error of a ratio: √(G/(G − 1)·Σ(yᵍ − ȳ·nᵍ)²)/N, and the
/// correction of a finite population.
///
/// # Errors
/// [`NotEstimable::TooFewGroups`] below two teams with scores; [`NotEstimable::Misshapen`] where a sum is not finite or the level is
/// not between 0 and 1.
///
/// ```
/// use thalweg_survey::inference::{ClusterSums, Population, cluster_mean};
/// let teams = [(4, 20.0), (6, 18.0), (5, 25.0)].map(|(n, sum)| ClusterSums { n, sum });
/// let mean = cluster_mean(&teams, Population::Process, 0.95)?;
/// assert_eq!((mean.value, mean.clusters), (4.2, 3));
/// # Ok::<(), thalweg_survey::NotEstimable>(())
/// ```
pub fn cluster_mean(
    teams: &[ClusterSums],
    population: Population,
    level: f64,
) -> Result<ClusterEstimate, NotEstimable> {
    let teams: Vec<&ClusterSums> = teams.iter().filter(|team| team.n > 0).collect();
    let total = Total::of(teams.iter().copied())?;
    let residuals = teams.iter().map(|team| total.residual(team));
    estimate(total.mean, residuals, population.correction(total.answered), level)
}

/// The change of a mean between two waves, by team: a team's residuals of both waves are taken together, so that what its
/// members have in common, in one wave or over both, is not counted twice.
///
/// Each entry is one team's sums before and after; a team of one wave only has a count of 0 in the other.
///
/// # Errors
/// As [`cluster_mean`], and [`NotEstimable::TooFewRespondents`] where a wave has no scores.
pub fn cluster_change(
    teams: &[(ClusterSums, ClusterSums)],
    level: f64,
) -> Result<ClusterEstimate, NotEstimable> {
    let teams: Vec<_> = teams.iter().filter(|(before, after)| before.n + after.n > 0).collect();
    let before = Total::of(teams.iter().map(|(before, _)| before))?;
    let after = Total::of(teams.iter().map(|(_, after)| after))?;
    let residuals = teams.iter().map(|(b, a)| after.residual(a) - before.residual(b));
    estimate(after.mean - before.mean, residuals, 1.0, level)
}

struct Total {
    n: f64,
    answered: u64,
    mean: f64,
}

impl Total {
    fn of<'a>(teams: impl Iterator<Item = &'a ClusterSums>) -> Result<Self, NotEstimable> {
        let (n, sum) = teams.fold((0_u64, 0.0), |(n, sum), team| (n + team.n, sum + team.sum));
        if n == 0 {
            return Err(NotEstimable::TooFewRespondents);
        }
        Ok(Self { n: count::of_u64(n), answered: n, mean: sum / count::of_u64(n) })
    }

    fn residual(&self, team: &ClusterSums) -> f64 {
        (team.sum - self.mean * count::of_u64(team.n)) / self.n
    }
}

fn estimate(
    value: f64,
    residuals: impl ExactSizeIterator<Item = f64>,
    correction: f64,
    level: f64,
) -> Result<ClusterEstimate, NotEstimable> {
    let clusters = u32::try_from(residuals.len()).map_err(|_| NotEstimable::TooMany)?;
    if clusters < 2 {
        return Err(NotEstimable::TooFewGroups);
    }
    let g = f64::from(clusters);
    let squares: f64 = residuals.map(|residual| residual * residual).sum();
    let error = correction * (g / (g - 1.0) * squares).sqrt();
    let t = StudentT::new(g - 1.0).filter(|_| level > 0.0 && level < 1.0);
    let margin = t.and_then(|t| t.quantile(f64::midpoint(1.0, level))).map(|t| t * error);
    let margin =
        margin.filter(|margin| margin.is_finite() && value.is_finite()).ok_or(NotEstimable::Misshapen)?;
    Ok(ClusterEstimate {
        value,
        error,
        interval: Bounds { lower: value - margin, upper: value + margin },
        clusters,
    })
}

/// A percentile interval of the mean by drawing whole teams with replacement, `replicates` times, by a stream that the seed
/// fixes. Draws without any score are left out.
///
/// # Errors
/// [`NotEstimable::TooFewGroups`] below two teams with scores, [`NotEstimable::Misshapen`] where no draw has a value.
pub fn cluster_bootstrap(
    teams: &[ClusterSums],
    level: f64,
    replicates: u32,
    seed: u64,
) -> Result<Bounds, NotEstimable> {
    let teams: Vec<&ClusterSums> = teams.iter().filter(|team| team.n > 0).collect();
    if teams.len() < 2 {
        return Err(NotEstimable::TooFewGroups);
    }
    let replicate = |number: u32| {
        let mut stream = Stream::new(seed, number.into());
        let drawn = (0..teams.len()).filter_map(|_| teams.get(stream.below(teams.len())).copied());
        Total::of(drawn).ok().map(|total| total.mean)
    };
    let mut means: Vec<f64> = (0..replicates).filter_map(replicate).collect();
    percentiles(&mut means, level).ok_or(NotEstimable::Misshapen)
}
