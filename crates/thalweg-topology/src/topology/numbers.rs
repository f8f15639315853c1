//! Ids as numbers in their order.

use std::hash::Hash;

use hashbrown::HashMap;

/// The different ids in order, and for each id that came its place among them.
pub(crate) fn numbered<'a, K: Ord + Hash>(ids: impl IntoIterator<Item = &'a K>) -> (Vec<&'a K>, Vec<u32>) {
    let mut found = HashMap::<&K, u32>::new();
    let mut numbers = Vec::new();
    for id in ids {
        let next = u32::try_from(found.len()).unwrap_or(u32::MAX);
        numbers.push(*found.entry(id).or_insert(next));
    }
    let mut sorted: Vec<(&K, u32)> = found.into_iter().collect();
    sorted.sort_unstable();
    let mut places = vec![0; sorted.len()];
    for (place, (_, number)) in (0..).zip(&sorted) {
        places.get_mut(*number as usize).into_iter().for_each(|cell| *cell = place);
    }
    numbers.iter_mut().for_each(|it| *it = places.get(*it as usize).copied().unwrap_or(0));
    (sorted.into_iter().map(|(id, _)| id).collect(), numbers)
}
