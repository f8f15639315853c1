//! From sparse ids to positions: sorted ids under a directory of their leading bits.
//!
//! Looking one up costs a step into the directory and a few comparisons without a branch: ids that come evenly, as those of a
//! forge do, have a bucket of one or two, and no choice of ids makes it worse than a binary search.

use std::borrow::Cow;

use super::dense::NOWHERE;

/// How many ids are looked up at once.
pub(super) const BATCH: usize = 64;

/// Ids in order, each with its position in the columns.
pub(super) struct Index<'a> {
    ids: Cow<'a, [u64]>,
    /// Empty where the ids came in order, and the place is the position.
    positions: Vec<u32>,
    first: u64,
    shift: u32,
    buckets: Vec<u32>,
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
        let wanted = (ids.len() as u64).next_power_of_two().ilog2();
        let shift = (64 - (last - first).leading_zeros()).saturating_sub(wanted);
        let buckets = directory(&ids, first, last, shift);
        Ok(Self { ids, positions, first, shift, buckets })
    }

    /// The positions of a batch of ids, [`NOWHERE`] for one that is not there.
    ///
    /// First all steps into the directory, then all comparisons: so the memory answers many at once.
    #[inline]
    pub(super) fn positions(&self, ids: &[u64]) -> [u32; BATCH] {
        let mut positions = [NOWHERE; BATCH];
        for (start, id) in positions.iter_mut().zip(ids) {
            *start = self.start(*id).unwrap_or(NOWHERE);
        }
        for (position, id) in positions.iter_mut().zip(ids) {
            *position = self.near(*position as usize, *id).unwrap_or(NOWHERE);
        }
        positions
    }

    /// The position of an id.
    pub(super) fn position(&self, id: u64) -> Option<u32> {
        self.near(self.start(id)? as usize, id)
    }

    /// Where the bucket of an id begins.
    #[inline]
    fn start(&self, id: u64) -> Option<u32> {
        let bucket = usize::try_from(id.checked_sub(self.first)? >> self.shift).ok()?;
        self.buckets.get(bucket).copied()
    }

    /// The position of an id whose bucket begins here.
    #[inline]
    fn near(&self, start: usize, id: u64) -> Option<u32> {
        // In order, those that are less come first, so counting them is finding the place, without a branch to guess wrong.
        let near = self.ids.get(start..)?;
        let less = near.first_chunk::<4>().map_or(0, |it| it.iter().map(|it| usize::from(*it < id)).sum());
        let at = if near.get(less) == Some(&id) { start + less } else { self.search(start, id)? };
        if self.positions.is_empty() { u32::try_from(at).ok() } else { self.positions.get(at).copied() }
    }

    #[cold]
    fn search(&self, start: usize, id: u64) -> Option<usize> {
        let bucket = usize::try_from(id.checked_sub(self.first)? >> self.shift).ok()?;
        let end = *self.buckets.get(bucket + 1)? as usize;
        self.ids.get(start..end)?.binary_search(&id).ok().map(|at| start + at)
    }
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
