//! From sparse ids to rows: ids in order, dealt into buckets of one line of a cache.
//!
//! A look-up touches one line, so that the memory answers many at once, and those of records that come in the order of time stay in
//! the cache of a core. No choice of ids makes a look-up worse than a binary search.

use std::array;
use std::borrow::Cow;

use super::dense::NOWHERE;

/// How many ids are looked up at once.
pub(super) const BATCH: usize = 64;

/// How many ids a bucket has room for; further ones are searched.
const ROOM: usize = 10;

/// How many ids a bucket holds where they come evenly: few have more than there is room for.
const LOAD: usize = 6;

/// How many buckets are looked at for the end of a crowded one.
const NEAR: usize = 4;

/// The bits of a key.
const BITS: u32 = 32;

/// Some ids that follow each other, in one line of a cache.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Bucket {
    /// The place of the first; [`NOWHERE`] without one.
    first: u32,
    /// The lower halves of their keys, then that of one that is not here.
    keys: [u16; ROOM],
    /// The row that counts for each.
    rows: [u32; ROOM],
}

/// Ids in order, each with the row that counts for it.
pub(super) struct Index<'a> {
    ids: Cow<'a, [u64]>,
    /// Empty where the ids came in order, and the place is the position.
    positions: Vec<u32>,
    first: u64,
    span: u64,
    /// The bits of an id that its key has no room for.
    lost: u32,
    /// Buckets a key, times 2³².
    scale: u64,
    /// And one more, for what lies beyond all ids: the only slot that is found there has no row.
    buckets: Vec<Bucket>,
    /// How many there are without that one.
    beyond: u32,
    /// The row that counts, by position.
    rows: Vec<u32>,
}

/// Two positions of one id.
pub(super) struct Twice {
    pub(super) id: u64,
    pub(super) first: u32,
    pub(super) second: u32,
}

impl Bucket {
    const EMPTY: Self = Self { first: NOWHERE, keys: [0; ROOM], rows: [NOWHERE; ROOM] };

    /// The number of the slot with the lower half of a key, from 1 on; 0 where there is none.
    #[inline]
    fn number(&self, key: u16) -> u16 {
        let numbers = [1_u16, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        // All at once, without a branch to guess wrong.
        self.keys.iter().zip(numbers).map(|(it, number)| number & if *it == key { u16::MAX } else { 0 }).sum()
    }
}

impl<'a> Index<'a> {
    /// The index of the ids, which must be unique.
    pub(super) fn new(ids: &'a [u64]) -> Result<Self, Twice> {
        let rises = |ids: &[u64]| ids.is_sorted_by(|a, b| a < b);
        let (ids, positions) = if rises(ids) { (Cow::Borrowed(ids), Vec::new()) } else { ordered(ids)? };
        let (first, last) = (ids.first().copied().unwrap_or(0), ids.last().copied().unwrap_or(0));
        let span = last - first;
        let buckets = ids.len().div_ceil(LOAD) as u64;
        // So few keys that those of two buckets side by side differ in their lower halves.
        let keys = (buckets << 14).clamp(1, 1 << BITS);
        let lost = (0..u64::BITS).find(|lost| span >> lost < keys).unwrap_or(0);
        let scale = (buckets << BITS) / ((span >> lost) + 1);
        let beyond = u32::try_from(buckets).unwrap_or(NOWHERE);
        let (buckets, rows) = (Vec::new(), Vec::new());
        let mut index = Self { ids, positions, first, span, lost, scale, buckets, beyond, rows };
        index.buckets = index.deal();
        Ok(index)
    }

    /// The ids in buckets, without rows.
    fn deal(&self) -> Vec<Bucket> {
        let mut buckets = vec![Bucket::EMPTY; self.beyond as usize + 1];
        let width = (1_u64 << BITS).div_ceil(self.scale.max(1));
        let mut slot = 0;
        for (id, place) in self.ids.iter().zip(0..) {
            let key = (*id - self.first) >> self.lost;
            let Some(bucket) = buckets.get_mut(self.bucket(key) as usize) else { continue };
            if bucket.first == NOWHERE {
                (bucket.first, bucket.keys, slot) = (place, [low(key.wrapping_sub(width)); ROOM], 0);
            }
            bucket.keys.get_mut(slot).into_iter().for_each(|it| *it = low(key));
            slot += 1;
        }
        let nothing = array::from_fn(|slot| u16::from(slot > 0));
        buckets.last_mut().into_iter().for_each(|it| it.keys = nothing);
        buckets
    }

    /// Sets the rows that count for all positions.
    pub(super) fn set_rows(&mut self, rows: Vec<u32>) {
        let end = u32::try_from(self.ids.len()).unwrap_or(NOWHERE);
        let mut rest = self.buckets.iter_mut().filter(|it| it.first != NOWHERE).peekable();
        while let Some(bucket) = rest.next() {
            let until = rest.peek().map_or(end, |it| it.first);
            for (place, row) in (bucket.first..until).zip(&mut bucket.rows) {
                let position = self.positions.get(place as usize).copied().unwrap_or(place);
                *row = rows.get(position as usize).copied().unwrap_or(NOWHERE);
            }
        }
        self.rows = rows;
    }

    /// The rows that count for a batch of ids, [`NOWHERE`] for one without.
    ///
    /// First where to look for all, then a look at all, and only then what follows from that: so the memory answers many at once.
    #[inline]
    pub(super) fn rows(&self, ids: &[u64]) -> [u32; BATCH] {
        let (mut buckets, mut keys) = ([0; BATCH], [0; BATCH]);
        for ((bucket, key), id) in buckets.iter_mut().zip(&mut keys).zip(ids) {
            (*bucket, *key) = self.aim(*id);
        }
        let mut numbers = [0; BATCH];
        for ((number, bucket), key) in numbers.iter_mut().zip(&buckets).zip(&keys).take(ids.len()) {
            *number = self.buckets.get(*bucket as usize).map_or(0, |it| it.number(*key));
        }
        let mut rows = [NOWHERE; BATCH];
        for (((row, number), bucket), id) in rows.iter_mut().zip(&numbers).zip(&buckets).zip(ids) {
            *row = self.row(*bucket, *number, *id);
        }
        rows
    }

    /// The bucket and the lower half of the key of an id; for one beyond all ids the last bucket, which has none.
    #[inline]
    fn aim(&self, id: u64) -> (u32, u16) {
        let offset = id.wrapping_sub(self.first);
        let key = offset >> self.lost;
        if offset <= self.span { (self.bucket(key), low(key)) } else { (self.beyond, 0) }
    }

    /// The row that counts for an id with this number in a bucket.
    #[inline]
    fn row(&self, bucket: u32, number: u16, id: u64) -> u32 {
        let bucket = self.buckets.get(bucket as usize);
        let Some((bucket, slot)) = bucket.zip(usize::from(number).checked_sub(1)) else {
            return self.searched_row(id);
        };
        match bucket.rows.get(slot) {
            Some(row) if self.lost == 0 || self.is_at(bucket.first as usize + slot, id) => *row,
            _ => self.searched_row(id),
        }
    }

    /// The row of an id that its bucket did not settle.
    #[cold]
    fn searched_row(&self, id: u64) -> u32 {
        self.position(id).and_then(|it| self.rows.get(it as usize)).copied().unwrap_or(NOWHERE)
    }

    fn is_at(&self, place: usize, id: u64) -> bool {
        self.ids.get(place) == Some(&id)
    }

    /// The position of an id.
    pub(super) fn position(&self, id: u64) -> Option<u32> {
        let (at, key) = self.aim(id);
        if at == self.beyond {
            return None;
        }
        let bucket = self.buckets.get(at as usize)?;
        let slot = usize::from(bucket.number(key)).checked_sub(1);
        let at_once = slot.map(|it| bucket.first as usize + it).filter(|it| self.is_at(*it, id));
        let place = at_once.or_else(|| self.search(at as usize, id))?;
        match self.positions.get(place) {
            Some(position) => Some(*position),
            None => u32::try_from(place).ok(),
        }
    }

    /// The place of an id where comparing the keys of its bucket did not settle it.
    fn search(&self, bucket: usize, id: u64) -> Option<usize> {
        let (own, after) = self.buckets.get(bucket..)?.split_first()?;
        let taken = |it: &Bucket| (it.first != NOWHERE).then_some(it.first as usize);
        let start = taken(own)?;
        // Where the next one begins, unless many without an id follow: looking for it must not cost more than the search.
        let end = after.iter().take(NEAR).find_map(taken).unwrap_or(self.ids.len());
        self.ids.get(start..end)?.binary_search(&id).ok().map(|at| start + at)
    }

    #[inline]
    const fn bucket(&self, key: u64) -> u32 {
        ((key * self.scale) >> BITS) as u32
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
const fn low(key: u64) -> u16 {
    key as u16
}

/// The ids in order, and the position of each.
fn ordered<'a>(ids: &[u64]) -> Result<(Cow<'a, [u64]>, Vec<u32>), Twice> {
    let mut pairs: Vec<(u64, u32)> = ids.iter().copied().zip(0..).collect();
    pairs.sort_unstable();
    for pair in pairs.chunk_by(|a, b| a.0 == b.0) {
        if let [(id, first), (_, second), ..] = pair {
            return Err(Twice { id: *id, first: *first, second: *second });
        }
    }
    let (ids, positions): (Vec<u64>, Vec<u32>) = pairs.into_iter().unzip();
    Ok((Cow::Owned(ids), positions))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(ids: &[u64], absent: &[u64]) {
        let Ok(mut index) = Index::new(ids) else { panic!("{ids:?} are unique") };
        let rows: Vec<u32> = (0..).take(ids.len()).map(|it| 3 * it + 1).collect();
        index.set_rows(rows);
        for (id, at) in ids.iter().zip(0..) {
            assert_eq!(index.position(*id), Some(at), "{id}");
        }
        for batch in ids.chunks(BATCH) {
            for (id, row) in batch.iter().zip(index.rows(batch)) {
                assert_eq!(row, 3 * index.position(*id).unwrap() + 1, "{id}");
            }
        }
        for id in absent {
            assert_eq!((index.position(*id), index.rows(&[*id])[0]), (None, NOWHERE), "{id}");
        }
    }

    #[test]
    fn any_choice_of_ids_is_found_and_nothing_else() {
        holds(&[], &[0, 1, u64::MAX]);
        holds(&[7], &[0, 6, 8, u64::MAX]);
        holds(&[0, u64::MAX], &[1, u64::MAX - 1, 1 << 63]);
        holds(&[1, 1 << 32], &[0, 2, (1 << 32) - 1, (1 << 32) + 1]);
        holds(&[1, (1 << 32) + 1], &[0, 2, 1 << 32, (1 << 32) + 2]);
        holds(&[5, 3, 9], &[4, 6, 10, 0]);
        let even: Vec<u64> = (0..1_000).map(|it| 1_000 + 17 * it).collect();
        holds(&even, &[999, 1_001, 18_000, 18_001]);
        // Crowds far apart: nearly all in a stretch or two, and many of one key.
        let crowds: Vec<u64> = (0..200).flat_map(|it| [it + 1, (1 << 40) + it, u64::MAX - it]).collect();
        holds(&crowds, &[0, 201, (1 << 40) - 1, (1 << 40) + 200, u64::MAX - 200]);
        // Of 63 bits, no multiple of anything.
        let wild: Vec<u64> = (1..500_u64).map(|it| it.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 1).collect();
        holds(&wild, &[0, 1, wild[3] + 1, wild[77] - 1]);
    }

    #[test]
    fn an_id_that_stands_twice_is_told_with_both_positions() {
        for ids in [&[4, 4][..], &[9, 1, 9], &[3, 7, 7, 8]] {
            let Err(twice) = Index::new(ids) else { panic!("{ids:?} are not unique") };
            assert!(twice.first < twice.second);
            assert_eq!([ids[twice.first as usize], ids[twice.second as usize]], [twice.id; 2]);
        }
    }
}
