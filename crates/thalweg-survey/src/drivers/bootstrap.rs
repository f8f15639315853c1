//! How steady the order of the drivers is.

use super::{Sharing, drivers};
use crate::bootstrap::{Stream, percentiles};
use crate::count;
use crate::not_estimable::NotEstimable;
use thalweg_stats::Bounds;

/// The order of drivers under resampling.
#[derive(Clone, Debug, PartialEq)]
pub struct RankStability {
    /// For each predictor the part of the replicates in which it has its rank of the whole sample.
    pub same_rank: Vec<f64>,
    /// For each predictor the percentile interval of its share.
    pub intervals: Vec<Bounds>,
    /// How many replicates had a value.
    pub replicates: u32,
    /// How many had none.
    pub failed: u32,
    /// The seed that fixes them.
    pub seed: u64,
}

/// Draws respondents with replacement and shares R² out anew each time.
///
/// # Errors
/// As [`drivers`]; and [`NotEstimable::NotConverged`] where fewer than nine in ten replicates have a value.
pub fn rank_stability(
    predictors: &[Vec<f64>],
    outcome: &[f64],
    sharing: Sharing,
    (level, replicates, seed): (f64, u32, u64),
) -> Result<RankStability, NotEstimable> {
    let ranks = order(&drivers(predictors, outcome, sharing)?.shares);
    let replicate = |number: u32| {
        let mut stream = Stream::new(seed, number.into());
        let drawn: Vec<usize> = (0..outcome.len()).map(|_| stream.below(outcome.len())).collect();
        let pick =
            |column: &[f64]| drawn.iter().filter_map(|row| column.get(*row).copied()).collect::<Vec<_>>();
        let columns: Vec<Vec<f64>> = predictors.iter().map(|column| pick(column)).collect();
        drivers(&columns, &pick(outcome), sharing).ok().map(|found| found.shares)
    };
    let found: Vec<Vec<f64>> = (0..replicates).filter_map(replicate).collect();
    let count = u32::try_from(found.len()).unwrap_or(u32::MAX);
    let failed = replicates.saturating_sub(count);
    if failed > replicates / 10 || count == 0 {
        return Err(NotEstimable::NotConverged);
    }
    let orders: Vec<Vec<usize>> = found.iter().map(|shares| order(shares)).collect();
    let same = |at: usize| orders.iter().filter(|other| other.get(at) == ranks.get(at)).count();
    let interval = |at: usize| {
        let mut shares: Vec<f64> = found.iter().filter_map(|shares| shares.get(at).copied()).collect();
        percentiles(&mut shares, level)
    };
    let intervals = (0..ranks.len()).map(interval).collect::<Option<Vec<_>>>();
    Ok(RankStability {
        same_rank: (0..ranks.len()).map(|at| count::of(same(at)) / f64::from(count)).collect(),
        intervals: intervals.ok_or(NotEstimable::Misshapen)?,
        replicates: count,
        failed,
        seed,
    })
}

/// The rank of each share, the greatest first; equal ones in the order of the predictors.
fn order(shares: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..shares.len()).collect();
    let share = |at: &usize| shares.get(*at).copied().unwrap_or(f64::NEG_INFINITY);
    places.sort_by(|a, b| share(b).total_cmp(&share(a)).then(a.cmp(b)));
    let mut ranks = vec![0; shares.len()];
    for (rank, place) in places.into_iter().enumerate() {
        if let Some(own) = ranks.get_mut(place) {
            *own = rank;
        }
    }
    ranks
}
