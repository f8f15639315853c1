//! The order of time, for records that come nearly in order.

/// An instant and the position that it stands at.
type Timed = (i64, u32);

/// Positions by instant, then by position.
///
/// Instants are dealt into as many stretches of time as there are records, then each stretch is sorted by itself: linear for
/// records that spread over time, and never worse than sorting them all.
pub(super) fn by_time(at: &[i64], until: i64) -> Vec<Timed> {
    let kept = || at.iter().copied().zip(0_u32..).filter(|(at, _)| *at <= until);
    let (mut first, mut last, mut count) = (i64::MAX, i64::MIN, 0_usize);
    for (at, _) in kept() {
        (first, last, count) = (first.min(at), last.max(at), count + 1);
    }
    if count == 0 {
        return Vec::new();
    }
    let wanted = (count as u64).next_power_of_two().ilog2();
    let shift = (64 - last.abs_diff(first).leading_zeros()).saturating_sub(wanted);
    let stretch = |at: i64| usize::try_from(at.abs_diff(first) >> shift).unwrap_or(0);
    let mut ends = vec![0_u32; stretch(last) + 1];
    for (at, _) in kept() {
        ends.get_mut(stretch(at)).into_iter().for_each(|it| *it += 1);
    }
    let mut total = 0;
    ends.iter_mut().for_each(|it| total += std::mem::replace(it, total));
    let mut order = vec![(0, 0); count];
    for timed in kept() {
        let Some(place) = ends.get_mut(stretch(timed.0)) else { continue };
        order.get_mut(*place as usize).into_iter().for_each(|it| *it = timed);
        *place += 1;
    }
    sort_each(&mut order, &ends);
    order
}

fn sort_each(mut rest: &mut [Timed], ends: &[u32]) {
    let mut start = 0;
    for end in ends {
        let (own, after) = std::mem::take(&mut rest).split_at_mut((*end - start) as usize);
        own.sort_unstable();
        (rest, start) = (after, *end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_spread_of_instants_is_sorted() {
        for at in [
            vec![],
            vec![5],
            vec![3, 3, 3],
            vec![9, 1, 1 << 60, 8, -7, 2, 1],
            (0..500).map(|it| it * it % 97).collect(),
        ] {
            let mut expected: Vec<Timed> = at.iter().copied().zip(0..).filter(|it| it.0 <= 90).collect();
            expected.sort_unstable();
            assert_eq!(by_time(&at, 90), expected);
        }
    }
}
