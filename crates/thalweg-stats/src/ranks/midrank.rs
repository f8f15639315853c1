//! Ranks, doubled so that the middle of a tie is a whole number.

/// An observation with a mark that survives ranking.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranked<M> {
    pub(super) value: f64,
    pub(super) mark: M,
    /// Twice the rank from 1; tied observations share the mean of theirs.
    pub(super) doubled: u64,
}

/// Observations in ascending order with their ranks.
pub(super) struct Ranking<M> {
    pub(super) order: Vec<Ranked<M>>,
    /// Σ (t³ − t) over groups of ties.
    pub(super) ties: f64,
}

/// `None` where a value is not finite.
pub(super) fn rank<M: Copy>(values: impl Iterator<Item = (f64, M)>) -> Option<Ranking<M>> {
    let mut order: Vec<_> = values.map(|(value, mark)| Ranked { value, mark, doubled: 0 }).collect();
    if !order.iter().all(|r| r.value.is_finite()) {
        return None;
    }
    order.sort_unstable_by(|a, b| a.value.total_cmp(&b.value));
    let (mut before, mut ties) = (0, 0.0);
    for tied in order.chunk_by_mut(|a, b| a.value >= b.value) {
        let count = tied.len() as u64;
        tied.iter_mut().for_each(|r| r.doubled = 2 * before + count + 1);
        before += count;
        let t = count as f64;
        ties += t * t * t - t;
    }
    Some(Ranking { order, ties })
}
