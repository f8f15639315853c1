//! Finding the pairs of a series that are out of order, without looking at each pair.

/// How many pairs i < j have the later value below the earlier one. Sorts the values on the way.
pub(super) fn falling_pairs(values: &mut [f64]) -> u64 {
    let mut count = 0;
    each_falling(values, &|x| *x, &mut |above, _| count += above.len() as u64);
    count
}

/// Visits the items that stand before an item and whose key is greater, for each item that has any.
///
/// Sorts by merging: what is merged past is what was out of order.
pub(super) fn each_falling<T: Copy>(
    items: &mut [T],
    key: &impl Fn(&T) -> f64,
    visit: &mut impl FnMut(&[T], &T),
) {
    let mut spare = Vec::with_capacity(items.len());
    sort(items, &mut spare, key, visit);
}

fn sort<T: Copy>(
    items: &mut [T],
    spare: &mut Vec<T>,
    key: &impl Fn(&T) -> f64,
    visit: &mut impl FnMut(&[T], &T),
) {
    let half = items.len() / 2;
    if half == 0 {
        return;
    }
    let (left, right) = items.split_at_mut(half);
    sort(left, spare, key, visit);
    sort(right, spare, key, visit);
    merge(left, right, spare, key, visit);
    items.copy_from_slice(spare);
}

fn merge<T: Copy>(
    left: &[T],
    right: &[T],
    merged: &mut Vec<T>,
    key: &impl Fn(&T) -> f64,
    visit: &mut impl FnMut(&[T], &T),
) {
    merged.clear();
    let (mut left, mut right) = (left, right);
    while let ([a, left_rest @ ..], [b, right_rest @ ..]) = (left, right) {
        if key(a) > key(b) {
            visit(left, b);
            merged.push(*b);
            right = right_rest;
        } else {
            merged.push(*a);
            left = left_rest;
        }
    }
    merged.extend_from_slice(left);
    merged.extend_from_slice(right);
}

/// Pairs of equal values, and Σ t (t − 1) (2t + 5) over groups of t equal ones.
pub(super) struct Ties {
    pub(super) pairs: u64,
    pub(super) weight: f64,
}

pub(super) fn ties(sorted: &[f64]) -> Ties {
    let mut ties = Ties { pairs: 0, weight: 0.0 };
    for tied in sorted.chunk_by(|a, b| a >= b) {
        let t = tied.len() as u64;
        ties.pairs += t * (t - 1) / 2;
        ties.weight += pair_weight(t as f64);
    }
    ties
}

/// n (n − 1) (2n + 5): 18 times the variance of S for n values without ties.
pub(super) fn pair_weight(n: f64) -> f64 {
    n * (n - 1.0) * (2.0 * n + 5.0)
}
