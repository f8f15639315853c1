//! Polychoric correlations by two-step maximum likelihood, and the alpha of them.

use std::collections::BTreeMap;

use nalgebra::DMatrix;
use thalweg_stats::special::Normal;

use super::alpha::of_matrix;
use super::bivariate::{density, quadrant};
use crate::answered::ItemAnswers;
use crate::not_estimable::NotEstimable;

/// The largest correlation that is tried; beyond, thresholds cannot tell.
const LIMIT: f64 = 0.9999;

/// Polychoric correlations of the items of one construct.
#[derive(Clone, Debug, PartialEq)]
pub struct Polychoric {
    /// The correlations, row by row.
    pub correlations: Vec<Vec<f64>>,
    /// How many pairs of items have a pair of answers that fewer than five respondents gave: these correlations are unsteady.
    pub sparse_pairs: u32,
    /// How many respondents it rests on.
    pub n: u64,
}

/// Polychoric correlations over the complete respondents, two-step: thresholds from the margins, then each correlation by
/// maximum likelihood (Olsson 1979). Empty cells stay empty; they are told, not filled.
///
/// # Errors
/// [`NotEstimable`] below two items or two respondents, and where an item does not vary.
///
/// ```
/// use thalweg_survey::{ItemAnswers, reliability::polychoric};
/// let x: Vec<_> = [1, 1, 2, 2, 3, 3, 1, 2, 3, 2].map(Some).to_vec();
/// let y: Vec<_> = [1, 2, 2, 2, 3, 2, 1, 1, 3, 3].map(Some).to_vec();
/// let found = polychoric(&ItemAnswers::new(vec![x, y]).expect("columns"))?;
/// assert!(found.correlations[0][1] > 0.5 && found.sparse_pairs == 1);
/// # Ok::<(), thalweg_survey::NotEstimable>(())
/// ```
pub fn polychoric(answers: &ItemAnswers) -> Result<Polychoric, NotEstimable> {
    let items = answers.complete();
    let rows = items.first().map_or(0, Vec::len);
    if items.len() < 2 {
        return Err(NotEstimable::TooFewItems);
    }
    if rows < 2 {
        return Err(NotEstimable::TooFewRespondents);
    }
    let thresholds = items.iter().map(|item| Thresholds::of(item)).collect::<Result<Vec<_>, _>>()?;
    let all: Vec<(&Vec<i32>, &Thresholds)> = items.iter().zip(&thresholds).collect();
    let mut sparse_pairs = 0;
    let mut lower: Vec<Vec<f64>> = Vec::with_capacity(all.len());
    for (i, (x, at_x)) in all.iter().enumerate() {
        let tables = all.iter().take(i).map(|(y, at_y)| Crossing::of(x, y, at_x, at_y));
        let tables: Vec<Crossing> = tables.collect();
        sparse_pairs += tables.iter().map(|table| u32::from(table.is_sparse())).sum::<u32>();
        lower.push(tables.iter().map(Crossing::correlation).collect());
    }
    Ok(Polychoric { correlations: symmetric(&lower), sparse_pairs, n: rows as u64 })
}

/// The whole matrix of what stands below its diagonal.
fn symmetric(lower: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let at =
        |i: usize, j: usize| lower.get(i.max(j)).and_then(|row| row.get(i.min(j))).copied().unwrap_or(1.0);
    (0..lower.len()).map(|i| (0..lower.len()).map(|j| at(i, j)).collect()).collect()
}

/// Ordinal alpha: alpha of the polychoric correlations (Zumbo, Gadermann and Zeisser 2007). It speaks of the continuous
/// variables thought to lie behind the answers, not of the scores as they are.
///
/// # Errors
/// As [`polychoric`].
pub fn ordinal_alpha(polychoric: &Polychoric) -> Result<f64, NotEstimable> {
    let k = polychoric.correlations.len();
    let matrix = DMatrix::from_row_iterator(k, k, polychoric.correlations.iter().flatten().copied());
    of_matrix(&matrix).ok_or(NotEstimable::NoVariance)
}

/// The cuts between neighbouring answers on the normal scale.
struct Thresholds {
    /// The place of each answer that was given.
    places: BTreeMap<i32, usize>,
    /// From −∞ over the cuts to ∞.
    cuts: Vec<f64>,
}

impl Thresholds {
    fn of(item: &[i32]) -> Result<Self, NotEstimable> {
        let mut counts: BTreeMap<i32, u32> = BTreeMap::new();
        for answer in item {
            *counts.entry(*answer).or_default() += 1;
        }
        if counts.len() < 2 {
            return Err(NotEstimable::NoVariance);
        }
        let n = f64::from(counts.values().sum::<u32>());
        let mut below = 0;
        let mut cuts = vec![f64::NEG_INFINITY];
        for count in counts.values() {
            below += count;
            cuts.push(Normal.quantile(f64::from(below) / n).unwrap_or(f64::INFINITY));
        }
        if let Some(last) = cuts.last_mut() {
            *last = f64::INFINITY;
        }
        Ok(Self { places: counts.into_keys().zip(0..).collect(), cuts })
    }
}

/// How often each pair of answers was given.
struct Crossing<'a> {
    counts: BTreeMap<(usize, usize), u32>,
    x: &'a [f64],
    y: &'a [f64],
}

impl<'a> Crossing<'a> {
    fn of(x: &[i32], y: &[i32], at_x: &'a Thresholds, at_y: &'a Thresholds) -> Self {
        let mut counts = BTreeMap::new();
        for (x, y) in x.iter().zip(y) {
            if let (Some(a), Some(b)) = (at_x.places.get(x), at_y.places.get(y)) {
                *counts.entry((*a, *b)).or_default() += 1;
            }
        }
        Self { counts, x: &at_x.cuts, y: &at_y.cuts }
    }

    fn is_sparse(&self) -> bool {
        let cells = (self.x.len() - 1) * (self.y.len() - 1);
        self.counts.len() < cells || self.counts.values().any(|count| *count < 5)
    }

    /// The root of the derivative of the log-likelihood, by bisection: it falls through 0 once.
    fn correlation(&self) -> f64 {
        let (mut low, mut high) = (-LIMIT, LIMIT);
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if self.slope(middle) > 0.0 { low = middle } else { high = middle }
        }
        f64::midpoint(low, high)
    }

    fn slope(&self, rho: f64) -> f64 {
        let grid = |f: fn(f64, f64, f64) -> f64| -> Vec<Vec<f64>> {
            self.x.iter().map(|h| self.y.iter().map(|k| f(*h, *k, rho)).collect()).collect()
        };
        let (probabilities, slopes) = (grid(quadrant), grid(density));
        let terms = self.counts.iter().map(|((a, b), count)| {
            let p = rectangle(&probabilities, *a, *b).max(1e-300);
            f64::from(*count) * rectangle(&slopes, *a, *b) / p
        });
        terms.sum()
    }
}

/// What lies between neighbouring corners of a grid of corner values.
fn rectangle(grid: &[Vec<f64>], a: usize, b: usize) -> f64 {
    let at = |a: usize, b: usize| grid.get(a).and_then(|row| row.get(b)).copied().unwrap_or(0.0);
    at(a + 1, b + 1) - at(a, b + 1) - at(a + 1, b) + at(a, b)
}
