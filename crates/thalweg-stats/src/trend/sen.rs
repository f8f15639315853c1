//! Theil and Sen's slope.

use super::order::{pair_weight, ties};
use super::slopes::Slopes;
use crate::bounds::Bounds;
use crate::quantile::median;
use crate::special::Normal;

/// The slope of a series, per unit of its time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slope {
    /// The median of the slopes of all pairs at different times.
    pub slope: f64,
    /// The median of the values less slope times the median of the times.
    pub intercept: f64,
    /// The interval between two ordered slopes; `None` where so few points cannot reach the level.
    pub bounds: Option<Bounds>,
}

/// The slope of points (time, value), over real times: a gap is a longer time, not a zero.
///
/// The interval takes the slopes of rank (N ∓ z σ)/2, where σ² is the variance of Kendall's S with ties (Sen 1968). Up to
/// 1,500 points every slope is written down; beyond, slopes are counted and narrowed down, which is exact to rounding
/// and takes n log n for each of a few dozen counts. `None` for fewer than two different times, where a number is not
/// finite, or a level outside (0, 1).
///
/// ```
/// let points = [(0.0, 8.0), (1.0, 7.0), (2.0, 9.0), (3.0, 8.0), (4.0, 10.0), (5.0, 9.0)];
/// assert_eq!(thalweg_stats::trend::theil_sen(&points, 0.95).unwrap().slope, 0.5);
/// ```
#[must_use]
pub fn theil_sen(points: &[(f64, f64)], level: f64) -> Option<Slope> {
    let z = Normal.two_sided_quantile(level)?;
    if !points.iter().all(|(t, y)| t.is_finite() && y.is_finite()) {
        return None;
    }
    let mut times: Vec<f64> = points.iter().map(|p| p.0).collect();
    let mut values: Vec<f64> = points.iter().map(|p| p.1).collect();
    let middle = median(&mut values)?;
    let (time_ties, value_ties) = (sorted_ties(&mut times), sorted_ties(&mut values));
    let mut slopes = Slopes::of(points, time_ties.pairs)?;
    let slope = slopes.middle();
    let weight = pair_weight(points.len() as f64) - time_ties.weight - value_ties.weight;
    let bounds = rank_bounds(&mut slopes, z * (weight.max(0.0) / 18.0).sqrt());
    let intercept = middle - slope * median(&mut times)?;
    (slope.is_finite() && intercept.is_finite()).then_some(Slope { slope, intercept, bounds })
}

fn sorted_ties(values: &mut [f64]) -> super::order::Ties {
    values.sort_unstable_by(f64::total_cmp);
    ties(values)
}

fn rank_bounds(slopes: &mut Slopes, reach: f64) -> Option<Bounds> {
    let count = slopes.count();
    let lower = whole(((count as f64 - reach) / 2.0).round_ties_even())?;
    let upper = count.checked_sub(lower)?.checked_add(1)?;
    Bounds::checked(slopes.kth(lower), slopes.kth(upper))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be at least 1")]
fn whole(rank: f64) -> Option<u64> {
    (rank >= 1.0).then_some(rank as u64)
}
