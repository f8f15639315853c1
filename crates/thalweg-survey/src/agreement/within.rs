//! Agreement within one group: rwg(j) against two null distributions, and average deviation.

use serde::Serialize;

use crate::answered::ItemAnswers;
use crate::count;
use crate::instrument::Scale;
use crate::not_estimable::NotEstimable;

/// What answers without agreement would look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NullDistribution {
    /// Every point alike likely: variance (A² − 1)/12 for A points.
    Uniform,
    /// Slightly skewed: the variances that LeBreton and Senter (2008) tabulate for five to eleven points; 1.34 for five is that
    /// of the proportions .05, .15, .20, .35 and .25.
    SlightSkew,
    /// Triangular, the middle likeliest: for numbers of points that have no tabulated skew.
    Triangular,
}

impl NullDistribution {
    /// The second null of a scale beside the uniform one.
    #[must_use]
    pub const fn second(points: u8) -> Self {
        if matches!(points, 5..=11) { Self::SlightSkew } else { Self::Triangular }
    }

    /// Its variance for a number of points; none for the slight skew except on five to eleven points.
    #[must_use]
    pub fn variance(self, points: u8) -> Option<f64> {
        let a = f64::from(points);
        match (self, points) {
            (Self::Uniform, _) => Some((a * a - 1.0) / 12.0),
            (Self::SlightSkew, 5) => Some(1.34),
            (Self::SlightSkew, 6) => Some(1.85),
            (Self::SlightSkew, 7) => Some(2.90),
            (Self::SlightSkew, 8) => Some(3.47),
            (Self::SlightSkew, 9) => Some(5.66),
            (Self::SlightSkew, 10) => Some(6.30),
            (Self::SlightSkew, 11) => Some(7.31),
            (Self::SlightSkew, _) => None,
            (Self::Triangular, _) => {
                let weight = |point: u8| f64::from(point.min(points - point + 1));
                let all: f64 = (1..=points).map(weight).sum();
                let spread = |point: u8| weight(point) * (f64::from(point) - (a + 1.0) / 2.0).powi(2);
                Some((1..=points).map(spread).sum::<f64>() / all)
            }
        }
    }
}

/// rwg(j) against one null distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rwg {
    /// The null distribution.
    pub null: NullDistribution,
    /// J·(1 − s̄²/σ²)/(J·(1 − s̄²/σ²) + s̄²/σ²), and 0 where the answers vary more than the null (James, Demaree and Wolf 1984).
    pub value: f64,
    /// Whether they do, so that 0 stands for a value without meaning.
    pub beyond_null: bool,
}

/// Agreement within one group, always against two null distributions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Within {
    /// Against the uniform distribution.
    pub uniform: Rwg,
    /// Against the second one.
    pub second: Rwg,
    /// The mean over items of the mean distance from the item's mean, in points (Burke, Finkelstein and Dusig 1999).
    pub average_deviation: f64,
    /// The mean over items of the mean distance from the item's median.
    pub median_deviation: f64,
    /// What the average deviation may be at most, for A points: A/6 (Burke and Dunlap 2002).
    pub deviation_limit: f64,
}

/// Agreement of the complete respondents of one group over the items of a construct; variances with n − 1.
///
/// # Errors
/// [`NotEstimable::TooFewRespondents`] below two.
///
/// ```
/// use thalweg_survey::{ItemAnswers, Scale, agreement::within};
/// let column = |values: [i32; 4]| values.into_iter().map(Some).collect::<Vec<_>>();
/// let team = ItemAnswers::new(vec![column([4, 4, 5, 4]), column([3, 4, 4, 4])]).expect("columns");
/// let found = within(&team, Scale::new(1, 5).expect("five points"))?;
/// assert!((found.uniform.value - (1.0 - 0.125) * 2.0 / ((1.0 - 0.125) * 2.0 + 0.125)).abs() < 1e-12);
/// assert!(found.second.value < found.uniform.value);
/// # Ok::<(), thalweg_survey::NotEstimable>(())
/// ```
pub fn within(group: &ItemAnswers, scale: Scale) -> Result<Within, NotEstimable> {
    let items = group.complete();
    if items.first().map_or(0, Vec::len) < 2 {
        return Err(NotEstimable::TooFewRespondents);
    }
    let over_items =
        |f: fn(&[i32]) -> f64| items.iter().map(|item| f(item)).sum::<f64>() / count::of(items.len());
    let spread = over_items(variance);
    let against = |null: NullDistribution| rwg(null, spread, items.len(), scale.points());
    Ok(Within {
        uniform: against(NullDistribution::Uniform),
        second: against(NullDistribution::second(scale.points())),
        average_deviation: over_items(|item| distance(item, mean(item))),
        median_deviation: over_items(|item| distance(item, median(item))),
        deviation_limit: f64::from(scale.points()) / 6.0,
    })
}

fn rwg(null: NullDistribution, spread: f64, items: usize, points: u8) -> Rwg {
    // The second null is chosen by the number of points, so it has a variance.
    let left = null.variance(points).map_or(1.0, |variance| spread / variance);
    let agreed = count::of(items) * (1.0 - left.min(1.0));
    Rwg { null, value: agreed / (agreed + left.min(1.0)), beyond_null: left > 1.0 }
}

fn mean(item: &[i32]) -> f64 {
    item.iter().copied().map(f64::from).sum::<f64>() / count::of(item.len())
}

fn variance(item: &[i32]) -> f64 {
    let centre = mean(item);
    item.iter().map(|x| (f64::from(*x) - centre).powi(2)).sum::<f64>() / (count::of(item.len()) - 1.0)
}

fn median(item: &[i32]) -> f64 {
    let mut values: Vec<f64> = item.iter().copied().map(f64::from).collect();
    thalweg_stats::quantile::median(&mut values).unwrap_or(0.0)
}

fn distance(item: &[i32], from: f64) -> f64 {
    item.iter().map(|x| (f64::from(*x) - from).abs()).sum::<f64>() / count::of(item.len())
}
