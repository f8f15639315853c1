//! Distributions of rank sums by counting every arrangement.

/// How many ways of taking `size` of the scores give each sum, from 0 on.
///
/// Counts are exact while they are below 2⁵³, which callers see to by the number of scores.
pub(super) fn ways_of_taking(scores: &[u64], size: usize) -> Vec<f64> {
    let most = scores.iter().map(|&s| length(s)).sum::<usize>() + 1;
    let mut rows = vec![vec![0.0; most]; size + 1];
    if let Some(one) = rows.first_mut().and_then(|row| row.first_mut()) {
        *one = 1.0;
    }
    for &score in scores {
        for taken in (0..size).rev() {
            let (fewer, more) = rows.split_at_mut(taken + 1);
            if let (Some(from), Some(to)) = (fewer.last(), more.first_mut()) {
                to.iter_mut().skip(length(score)).zip(from.iter()).for_each(|(to, from)| *to += from);
            }
        }
    }
    rows.pop().unwrap_or_default()
}

/// How many subsets of the scores give each sum, from 0 on.
pub(super) fn ways_of_adding(scores: &[u64]) -> Vec<f64> {
    let most = scores.iter().map(|&s| length(s)).sum::<usize>() + 1;
    let mut ways = vec![0.0; most];
    if let Some(one) = ways.first_mut() {
        *one = 1.0;
    }
    for &score in scores {
        let before = ways.clone();
        ways.iter_mut().skip(length(score)).zip(before).for_each(|(to, from)| *to += from);
    }
    ways
}

/// The share of ways whose sum is at least as far from `centre` as `seen`, all three doubled alike.
pub(super) fn share_as_far(ways: &[f64], seen: u64, doubled_centre: u64) -> f64 {
    let distance = (2 * seen).abs_diff(doubled_centre);
    let far = ways.iter().zip(0_u64..).filter(|(_, sum)| (2 * sum).abs_diff(doubled_centre) >= distance);
    let far: f64 = far.map(|(ways, _)| ways).sum();
    (far / ways.iter().sum::<f64>()).min(1.0)
}

/// Scores are ranks of at most a few dozen observations.
fn length(score: u64) -> usize {
    usize::try_from(score).unwrap_or(usize::MAX)
}
