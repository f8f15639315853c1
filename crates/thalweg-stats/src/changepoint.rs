//! Where the level of a series changed: a hint, never a verdict.

use std::collections::VecDeque;

/// Fewer points say nothing of when something changed.
pub const FEWEST: usize = 24;
/// No stretch between two changes is shorter.
pub const SHORTEST: usize = 3;
/// Series with more points are searched on a grid, which keeps time and memory in bounds.
const GRID: usize = 5000;

/// The positions at which a new level begins, by penalised least squares (PELT; Killick, Fearnhead and Eckley 2012).
///
/// Minimises Σ (x − mean of its stretch)² + penalty · (number of changes), stretches being at least three long. The penalty
/// is 2 σ̂² ln n with σ̂ = mean moving range / 1.128, which a change of level hardly touches. `None` for fewer than 24 points,
/// or where one is not finite; no positions where all moving ranges are 0.
///
/// ```
/// let months: Vec<f64> = (0..30).map(|m| f64::from(m % 3) + if m < 18 { 0.0 } else { 20.0 }).collect();
/// assert_eq!(thalweg_stats::changepoint::change_points(&months), Some(vec![18]));
/// assert_eq!(thalweg_stats::changepoint::change_points(&months[..23]), None);
/// ```
#[must_use]
pub fn change_points(values: &[f64]) -> Option<Vec<usize>> {
    if values.len() < FEWEST {
        return None;
    }
    let n = values.len() as f64;
    let steps = values.iter().zip(values.iter().skip(1)).map(|(a, b)| (b - a).abs());
    let sigma = steps.sum::<f64>() / (n - 1.0) / 1.128;
    let found = pelt(values, 2.0 * sigma * sigma * n.ln())?;
    Some(if sigma > 0.0 { found } else { Vec::new() })
}

/// [`change_points`] with a penalty of one's own, for any number of points.
///
/// Exact up to 5,000 points; beyond, changes are sought only at multiples of ⌈n / 5000⌉. `None` without points, where one
/// is not finite, or for a penalty that is negative or not finite.
#[must_use]
pub fn pelt(values: &[f64], penalty: f64) -> Option<Vec<usize>> {
    let good = penalty >= 0.0 && penalty.is_finite() && values.iter().all(|x| x.is_finite());
    if values.is_empty() || !good {
        return None;
    }
    let step = values.len().div_ceil(GRID);
    let sums = Sums::of(values, step);
    Some(sums.best(SHORTEST.div_ceil(step), penalty).into_iter().map(|at| at * step).collect())
}

/// Running sums at each grid position: count, Σ x and Σ x², values taken from their mean.
struct Sums {
    at: Vec<[f64; 3]>,
}

/// A last change and the cost of the best series up to it.
#[derive(Clone, Copy)]
struct Candidate {
    at: usize,
    cost: f64,
    /// The first end for which it can no longer be best.
    until: usize,
}

impl Sums {
    fn of(values: &[f64], step: usize) -> Self {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let mut at = vec![[0.0; 3]];
        let mut sum = [0.0; 3];
        for part in values.chunks(step) {
            for x in part {
                let [n, s, q] = sum;
                let d = x - mean;
                sum = [n + 1.0, s + d, q + d * d];
            }
            // What is left at the end belongs to the last position, or a stretch might be too short.
            if part.len() < step && at.len() > 1 {
                at.pop();
            }
            at.push(sum);
        }
        Self { at }
    }

    fn cost(&self, from: usize, to: usize) -> f64 {
        let (Some([m, s, q]), Some([n, t, r])) = (self.at.get(from), self.at.get(to)) else { return 0.0 };
        let sum = t - s;
        ((r - q) - sum * sum / (n - m)).max(0.0)
    }

    fn best(&self, shortest: usize, penalty: f64) -> Vec<usize> {
        let last = self.at.len() - 1;
        let mut before = vec![0; last + 1];
        let mut costs = vec![0.0; last + 1];
        let mut candidates = VecDeque::from([Candidate { at: 0, cost: -penalty, until: usize::MAX }]);
        for end in shortest..=last {
            let best = self.join(&mut candidates, end, shortest, penalty);
            if let (Some(slot), Some(cost)) = (before.get_mut(end), costs.get_mut(end)) {
                (*slot, *cost) = best;
            }
            candidates.retain(|c| c.until > end + 1);
            // A stretch that begins here must leave room for itself.
            let opened = end + 1 - shortest;
            if opened >= shortest {
                let cost = costs.get(opened).copied().unwrap_or_default();
                candidates.push_back(Candidate { at: opened, cost, until: usize::MAX });
            }
        }
        trace(&before, last)
    }

    /// The best last change for a series that ends here, marking those that no later end can want.
    fn join(
        &self,
        candidates: &mut VecDeque<Candidate>,
        end: usize,
        shortest: usize,
        penalty: f64,
    ) -> (usize, f64) {
        let total = |c: &Candidate| c.cost + self.cost(c.at, end);
        let best = candidates.iter().map(|c| (c.at, total(c) + penalty)).min_by(|a, b| a.1.total_cmp(&b.1));
        let best = best.unwrap_or((0, 0.0));
        // Only from one shortest stretch on could the series be cut here instead.
        for candidate in candidates.iter_mut().filter(|c| c.until == usize::MAX) {
            if total(candidate) > best.1 {
                candidate.until = end + shortest;
            }
        }
        best
    }
}

fn trace(before: &[usize], last: usize) -> Vec<usize> {
    let mut changes = Vec::new();
    let mut end = last;
    while let Some(&from) = before.get(end).filter(|&&from| from > 0) {
        changes.push(from);
        end = from;
    }
    changes.reverse();
    changes
}
