//! The order of time, for records that come nearly in order.

/// The positions of what came until then, by instant and by id among equals; and memory to be used again, whatever it holds.
///
/// Instants are dealt into about as many stretches of time as there are records, then each stretch is sorted by itself: linear for
/// records that spread over time, and never worse than sorting them all.
///
/// `span` is from the first to the last instant, if there is one.
pub(super) fn by_time(at: &[i64], ids: &[u64], span: Option<(i64, i64)>, until: i64) -> (Vec<u32>, Vec<u32>) {
    let kept = || at.iter().copied().zip(0_u32..).filter(|(at, _)| *at <= until);
    let Some((first, last)) = span.filter(|it| it.0 <= until) else { return (Vec::new(), Vec::new()) };
    let count = if last <= until { at.len() } else { kept().count() };
    let last = last.min(until);
    let shift = (64 - last.abs_diff(first).leading_zeros()).saturating_sub(count.ilog2());
    let stretch = |at: i64| usize::try_from(at.abs_diff(first) >> shift).unwrap_or(0);
    let mut ends = vec![0_u32; stretch(last) + 1];
    for (at, _) in kept() {
        ends.get_mut(stretch(at)).into_iter().for_each(|it| *it += 1);
    }
    let mut total = 0;
    ends.iter_mut().for_each(|it| total += std::mem::replace(it, total));
    let mut order = vec![0; count];
    for (at, position) in kept() {
        let Some(place) = ends.get_mut(stretch(at)) else { continue };
        if let Some(cell) = order.get_mut(*place as usize) {
            *cell = position;
        }
        *place += 1;
    }
    let key = |it: u32| at.get(it as usize).copied().unwrap_or_default();
    let id = |it: u32| ids.get(it as usize).copied().unwrap_or_default();
    for own in stretches(&mut order, &ends).filter(|it| it.len() > 1) {
        own.sort_unstable_by(|a, b| key(*a).cmp(&key(*b)).then_with(|| id(*a).cmp(&id(*b))));
    }
    (order, ends)
}

fn stretches<'a>(mut rest: &'a mut [u32], ends: &[u32]) -> impl Iterator<Item = &'a mut [u32]> {
    let mut start = 0;
    ends.iter().map(move |end| {
        let (own, after) = std::mem::take(&mut rest).split_at_mut((*end - start) as usize);
        (rest, start) = (after, *end);
        own
    })
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
            // Two that differ only in what there are no bits for.
            vec![1 << 61, 90, 3, 2, 1, 2],
            (0..500).map(|it| it * it % 97).collect(),
        ] {
            let ids: Vec<u64> = (0..).take(at.len()).map(|it| it * 7 % 503).collect();
            for until in [90, i64::MAX] {
                let kept = (0..).zip(&at).filter(|it| *it.1 <= until);
                let mut expected: Vec<u32> = kept.map(|it| it.0).collect();
                expected.sort_unstable_by_key(|it| (at[*it as usize], ids[*it as usize]));
                let span = at.iter().min().copied().zip(at.iter().max().copied());
                assert_eq!(by_time(&at, &ids, span, until).0, expected);
            }
        }
    }
}
