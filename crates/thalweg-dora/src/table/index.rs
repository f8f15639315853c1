//! From sparse ids to positions: sorted ids under a directory of their leading bits.
//!
//! What a look-up touches is kept small, so that the look-ups of records that come in the order of time stay in the cache of a
//! core: the directory has an entry for a few ids, and of each id only what its entry does not say. No choice of ids makes
//! a look-up worse than a binary search.

use std::borrow::Cow;

use super::dense::NOWHERE;

/// How many ids are looked up at once.
pub(super) const BATCH: usize = 64;

/// How many ids are compared at once, without a branch to guess wrong.
const NEAR: usize = 8;

/// The bits of an offset.
const BITS: u32 = 31;

/// Ids in order, each with its position in the columns.
pub(super) struct Index<'a> {
    ids: Cow<'a, [u64]>,
    /// Empty where the ids came in order, and the place is the position.
    positions: Vec<u32>,
    first: u64,
    shift: u32,
    /// Where each bucket begins, and one more for the end.
    buckets: Vec<u32>,
    /// By place, how far an id lies from the beginning of its bucket, and some more so that all can be compared at once.
    offsets: Vec<i32>,
}

/// Two positions of one id.
pub(super) struct Twice {
    pub(super) id: u64,
    pub(super) first: u32,
    pub(super) second: u32,
}

impl<'a> Index<'a> {
    /// The index of the ids, which must be unique.
    pub(super) fn new(ids: &'a [u64]) -> Result<Self, Twice> {
        let (ids, positions) = if ids.is_sorted() { (Cow::Borrowed(ids), Vec::new()) } else { ordered(ids) };
        let position =
            |at: usize| positions.get(at).copied().unwrap_or(u32::try_from(at).unwrap_or(u32::MAX));
        if let Some(at) = ids.windows(2).position(|pair| pair.first() == pair.last()) {
            let id = ids.get(at).copied().unwrap_or_default();
            let (a, b) = (position(at), position(at + 1));
            return Err(Twice { id, first: a.min(b), second: a.max(b) });
        }
        let (first, last) = (ids.first().copied().unwrap_or(0), ids.last().copied().unwrap_or(0));
        // Two to four ids a bucket, where they come evenly.
        let span = (last - first) / (ids.len().max(1) as u64);
        let shift = span.saturating_mul(4).max(1).ilog2();
        let buckets = directory(&ids, first, last, shift);
        let mut index = Self { ids, positions, first, shift, buckets, offsets: Vec::new() };
        let room = index.ids.len() + NEAR;
        index.offsets.reserve_exact(room);
        index.offsets.extend(index.ids.iter().map(|id| offset(*id - first, shift)));
        index.offsets.resize(room, i32::MAX);
        Ok(index)
    }

    /// The positions of a batch of ids, [`NOWHERE`] for one that is not there.
    ///
    /// First all steps into the directory, then all comparisons: so the memory answers many at once.
    #[inline]
    pub(super) fn positions(&self, ids: &[u64]) -> [u32; BATCH] {
        let mut buckets = [(0, 0); BATCH];
        for (bucket, id) in buckets.iter_mut().zip(ids) {
            *bucket = self.bucket(*id);
        }
        let mut positions = [NOWHERE; BATCH];
        for ((position, bucket), id) in positions.iter_mut().zip(buckets).zip(ids) {
            *position = self.within(bucket, *id).unwrap_or(NOWHERE);
        }
        positions
    }

    /// The position of an id.
    pub(super) fn position(&self, id: u64) -> Option<u32> {
        self.within(self.bucket(id), id)
    }

    /// Where the bucket of an id begins and ends.
    #[inline]
    fn bucket(&self, id: u64) -> (u32, u32) {
        let bucket = usize::try_from(id.wrapping_sub(self.first) >> self.shift).unwrap_or(usize::MAX);
        match self.buckets.get(bucket..) {
            Some([start, end, ..]) => (*start, *end),
            _ => (0, 0),
        }
    }

    /// The position of an id in its bucket.
    #[inline]
    fn within(&self, (start, end): (u32, u32), id: u64) -> Option<u32> {
        if start == end {
            return None;
        }
        let near = self.offsets.get(start as usize..)?.first_chunk::<NEAR>()?;
        let wanted = offset(id.wrapping_sub(self.first), self.shift);
        let own = (end - start).cast_signed();
        // In order, those that are less come first, so counting them is finding the place.
        let is_less = |(it, at): (&i32, i32)| i32::from(*it < wanted) & i32::from(at < own);
        let less: i32 = near.iter().zip(0..).map(is_less).sum();
        let place = start + less.cast_unsigned();
        let exact = self.shift <= BITS && less < own && self.offsets.get(place as usize) == Some(&wanted);
        let place = if exact { place } else { self.search((start, end), id)? };
        if self.positions.is_empty() { Some(place) } else { self.positions.get(place as usize).copied() }
    }

    /// The place of an id where comparing a few offsets did not settle it.
    #[cold]
    fn search(&self, (start, end): (u32, u32), id: u64) -> Option<u32> {
        let own = self.ids.get(start as usize..end as usize)?;
        own.binary_search(&id).ok().and_then(|at| u32::try_from(at).ok()).map(|at| start + at)
    }
}

/// The bits below those of the bucket, or as many of them as there is room for.
#[inline]
fn offset(id: u64, shift: u32) -> i32 {
    let own = id & !(u64::MAX << shift.min(63));
    i32::try_from(own >> shift.saturating_sub(BITS)).unwrap_or(i32::MAX)
}

fn ordered<'a>(ids: &[u64]) -> (Cow<'a, [u64]>, Vec<u32>) {
    let mut pairs: Vec<(u64, u32)> = ids.iter().copied().zip(0..).collect();
    pairs.sort_unstable();
    let (ids, positions): (Vec<u64>, Vec<u32>) = pairs.into_iter().unzip();
    (Cow::Owned(ids), positions)
}

/// Where each bucket begins, and one more for the end.
fn directory(ids: &[u64], first: u64, last: u64, shift: u32) -> Vec<u32> {
    if ids.is_empty() {
        return Vec::new();
    }
    let count = usize::try_from((last - first) >> shift).unwrap_or(0) + 1;
    let mut starts = Vec::with_capacity(count + 1);
    for (id, place) in ids.iter().zip(0_u32..) {
        let bucket = usize::try_from((id - first) >> shift).unwrap_or(0);
        while starts.len() <= bucket {
            starts.push(place);
        }
    }
    starts.resize(count + 1, u32::try_from(ids.len()).unwrap_or(u32::MAX));
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(ids: &[u64], absent: &[u64]) {
        let Ok(index) = Index::new(ids) else { panic!("{ids:?} are unique") };
        for (id, at) in ids.iter().zip(0..) {
            assert_eq!(index.position(*id), Some(at), "{id}");
        }
        for batch in ids.chunks(BATCH) {
            let expected = batch.iter().map(|it| index.position(*it).unwrap());
            assert!(index.positions(batch).into_iter().zip(expected).all(|(a, b)| a == b));
        }
        for id in absent {
            assert_eq!(index.position(*id), None, "{id}");
            assert_eq!(index.positions(&[*id])[0], NOWHERE, "{id}");
        }
    }

    #[test]
    fn any_choice_of_ids_is_found_and_nothing_else() {
        holds(&[], &[0, 1, u64::MAX]);
        holds(&[7], &[0, 6, 8, u64::MAX]);
        holds(&[0, u64::MAX], &[1, u64::MAX - 1, 1 << 63]);
        holds(&[5, 3, 9], &[4, 6, 10, 0]);
        let even: Vec<u64> = (0..1_000).map(|it| 1_000 + 17 * it).collect();
        holds(&even, &[999, 1_001, 18_000, 18_001]);
        // Crowds far apart: nearly all in a bucket or two.
        let crowds: Vec<u64> = (0..200).flat_map(|it| [it + 1, (1 << 40) + it, u64::MAX - it]).collect();
        holds(&crowds, &[0, 201, (1 << 40) - 1, (1 << 40) + 200, u64::MAX - 200]);
        // Of 63 bits, no multiple of anything.
        let wild: Vec<u64> = (1..500_u64).map(|it| it.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 1).collect();
        holds(&wild, &[0, 1, wild[3] + 1, wild[77] - 1]);
    }
}
