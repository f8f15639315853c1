//! The mean increase of R² over all orders of the predictors, from the R² of every subset.

use nalgebra::DMatrix;

use crate::count;
use crate::not_estimable::NotEstimable;

/// The share of each predictor; the outcome is the last column.
pub(super) fn shares(r: &DMatrix<f64>) -> Result<Vec<f64>, NotEstimable> {
    let p = r.nrows() - 1;
    let subsets = every_r_squared(r)?;
    let weights = order_weights(p);
    let share = |own: usize| -> f64 {
        let bit = 1 << own;
        let without = subsets.iter().enumerate().filter(|(set, _)| set & bit == 0);
        let increases = without.map(|(set, below)| {
            let above = subsets.get(set | bit).copied().unwrap_or(*below);
            weights.get(set.count_ones() as usize).copied().unwrap_or(0.0) * (above - below)
        });
        increases.sum()
    };
    Ok((0..p).map(share).collect())
}

/// In what part of the orders a set of so many predictors comes before a given other one: s!(p − 1 − s)!/p!.
fn order_weights(p: usize) -> Vec<f64> {
    let mut weights = vec![1.0 / count::of(p)];
    for size in 1..p {
        let last = weights.last().copied().unwrap_or(0.0);
        weights.push(last * count::of(size) / count::of(p - size));
    }
    weights
}

/// R² of every subset of predictors, by its bits: one Cholesky factor is grown predictor by predictor.
fn every_r_squared(r: &DMatrix<f64>) -> Result<Vec<f64>, NotEstimable> {
    let p = r.nrows() - 1;
    let mut found = vec![0.0; 1 << p];
    let mut grown = Grown { r, chosen: Vec::with_capacity(p), rows: Vec::with_capacity(p), onto: Vec::new() };
    grown.extend(0, 0, 0.0, &mut found)?;
    Ok(found)
}

struct Grown<'a> {
    r: &'a DMatrix<f64>,
    chosen: Vec<usize>,
    /// The rows of the factor of the chosen predictors' correlations.
    rows: Vec<Vec<f64>>,
    /// The outcome's part along each of them.
    onto: Vec<f64>,
}

impl Grown<'_> {
    /// Adds every later predictor in turn; at most as deep as there are predictors.
    fn extend(
        &mut self,
        set: usize,
        from: usize,
        explained: f64,
        found: &mut [f64],
    ) -> Result<(), NotEstimable> {
        let outcome = self.r.nrows() - 1;
        for next in from..outcome {
            let (row, along) = self.row(next, outcome)?;
            let set = set | 1 << next;
            let explained = explained + along * along;
            if let Some(place) = found.get_mut(set) {
                *place = explained;
            }
            self.chosen.push(next);
            self.rows.push(row);
            self.onto.push(along);
            self.extend(set, next + 1, explained, found)?;
            self.chosen.pop();
            self.rows.pop();
            self.onto.pop();
        }
        Ok(())
    }

    fn correlation(&self, one: usize, other: usize) -> f64 {
        self.r.get((one, other)).copied().unwrap_or(0.0)
    }

    /// The factor's row of one more predictor, and the outcome's part along it.
    fn row(&self, next: usize, outcome: usize) -> Result<(Vec<f64>, f64), NotEstimable> {
        let mut row: Vec<f64> = Vec::with_capacity(self.chosen.len() + 1);
        for (chosen, earlier) in self.chosen.iter().zip(&self.rows) {
            let done: f64 = row.iter().zip(earlier).map(|(a, b)| a * b).sum();
            let pivot = earlier.last().copied().unwrap_or(1.0);
            row.push((self.correlation(next, *chosen) - done) / pivot);
        }
        let left = 1.0 - row.iter().map(|x| x * x).sum::<f64>();
        if left < 1e-10 {
            return Err(NotEstimable::Singular);
        }
        let done: f64 = row.iter().zip(&self.onto).map(|(a, b)| a * b).sum();
        let along = (self.correlation(next, outcome) - done) / left.sqrt();
        row.push(left.sqrt());
        Ok((row, along))
    }
}
