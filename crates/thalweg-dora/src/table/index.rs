//! From sparse ids to places: a directory of leading bits over sorted keys.
//!
//! What a look-up touches is kept small, so that the look-ups of records that come in the order of time stay in the cache of a
//! core: a place in the directory for an id or two, and eight bytes an id that hold its key and the row that counts. No choice
//! of ids makes a look-up worse than a binary search.

use std::borrow::Cow;

use super::dense::NOWHERE;

/// How many ids are looked up at once.
pub(super) const BATCH: usize = 64;

/// How many keys are compared at once, without a branch to guess wrong.
const NEAR: usize = 4;

/// An id's key above the row that counts for it.
type Entry = u64;

/// The bits of a row, and of a key.
const BITS: u32 = 32;

/// Ids in order, each with the row that counts for it.
pub(super) struct Index<'a> {
    ids: Cow<'a, [u64]>,
    /// Empty where the ids came in order, and the place is the position.
    positions: Vec<u32>,
    first: u64,
    span: u64,
    /// The bits of an id that its key has no room for.
    lost: u32,
    /// The bits of a key that the directory leaves open.
    shift: u32,
    /// The first place of each stretch of keys.
    directory: Vec<u32>,
    /// By place, and some more so that a few can be compared at once.
    entries: Vec<Entry>,
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
        let rises = |ids: &[u64]| ids.is_sorted_by(|a, b| a < b);
        let (ids, positions) = if rises(ids) { (Cow::Borrowed(ids), Vec::new()) } else { ordered(ids)? };
        let (first, last) = (ids.first().copied().unwrap_or(0), ids.last().copied().unwrap_or(0));
        let span = last - first;
        let lost = (u64::BITS - span.leading_zeros()).saturating_sub(BITS);
        // One or two ids to a place of the directory, where they come evenly.
        let shift = ((span >> lost) / (ids.len().max(1) as u64)).max(1).ilog2() + 1;
        let mut index =
            Self { ids, positions, first, span, lost, shift, directory: Vec::new(), entries: Vec::new() };
        index.directory = index.directory();
        let room = index.ids.len() + NEAR;
        index.entries.reserve_exact(room);
        let keys = index.ids.iter().map(|id| ((*id - first) >> lost) << BITS | u64::from(NOWHERE));
        index.entries.extend(keys);
        index.entries.resize(room, Entry::MAX);
        Ok(index)
    }

    /// The first place of each stretch of keys, [`NOWHERE`] for one without.
    fn directory(&self) -> Vec<u32> {
        if self.ids.is_empty() {
            return Vec::new();
        }
        let stretch =
            |id: u64| usize::try_from((id - self.first) >> self.lost >> self.shift).unwrap_or(usize::MAX);
        let mut starts = vec![NOWHERE; stretch(self.first + self.span) + 1];
        // From the last to the first, so that the first stays.
        for (place, id) in self.ids.iter().enumerate().rev() {
            let place = u32::try_from(place).unwrap_or(NOWHERE);
            starts.get_mut(stretch(*id)).into_iter().for_each(|it| *it = place);
        }
        starts
    }

    /// Sets the rows that count from those of all positions.
    pub(super) fn set_rows(&mut self, rows: &[u32]) {
        let places = self.positions.iter();
        let of = |at: u32| rows.get(at as usize).copied().unwrap_or(NOWHERE);
        let set = |entry: &mut Entry, row: u32| *entry = *entry >> BITS << BITS | u64::from(row);
        if self.positions.is_empty() {
            self.entries.iter_mut().zip(rows).for_each(|(entry, row)| set(entry, *row));
        } else {
            self.entries.iter_mut().zip(places).for_each(|(entry, at)| set(entry, of(*at)));
        }
    }

    /// The places of a batch of ids, [`NOWHERE`] for one that is not there.
    ///
    /// First all steps into the directory, then all comparisons: so the memory answers many at once.
    #[inline]
    pub(super) fn places(&self, ids: &[u64]) -> [u32; BATCH] {
        let mut places = [NOWHERE; BATCH];
        for (place, id) in places.iter_mut().zip(ids) {
            *place = self.start(*id);
        }
        for (place, id) in places.iter_mut().zip(ids) {
            *place = self.from(*place, *id);
        }
        places
    }

    /// The row that counts for the id at a place.
    #[inline]
    pub(super) fn row(&self, place: u32) -> u32 {
        self.entries.get(place as usize).map_or(NOWHERE, |it| low(*it))
    }

    /// The position of the id at a place.
    pub(super) fn position(&self, place: u32) -> u32 {
        if self.positions.is_empty() {
            place
        } else {
            self.positions.get(place as usize).copied().unwrap_or(NOWHERE)
        }
    }

    /// The place where the search for an id begins.
    #[inline]
    fn start(&self, id: u64) -> u32 {
        let key = id.wrapping_sub(self.first) >> self.lost;
        usize::try_from(key >> self.shift)
            .ok()
            .and_then(|it| self.directory.get(it))
            .copied()
            .unwrap_or(NOWHERE)
    }

    /// The place of an id, from the beginning of its stretch.
    #[inline]
    fn from(&self, start: u32, id: u64) -> u32 {
        let Some(near) = self.entries.get(start as usize..).and_then(<[Entry]>::first_chunk::<NEAR>) else {
            return NOWHERE;
        };
        let key = id.wrapping_sub(self.first) >> self.lost;
        let wanted = key << BITS;
        // In order, those that are less come first, so counting them is finding the place.
        let less: u32 = near.iter().map(|it| u32::from(*it < wanted)).sum();
        match near.get(less as usize) {
            Some(it) if it >> BITS != key => NOWHERE,
            Some(_) if self.is_at(start + less, id) => start + less,
            _ => self.search(start, id),
        }
    }

    /// Whether the id whose key is at a place is this one.
    #[inline]
    fn is_at(&self, place: u32, id: u64) -> bool {
        if self.lost == 0 {
            id.wrapping_sub(self.first) <= self.span
        } else {
            self.ids.get(place as usize) == Some(&id)
        }
    }

    /// The place of an id where comparing a few keys did not settle it.
    #[cold]
    fn search(&self, start: u32, id: u64) -> u32 {
        let key = id.wrapping_sub(self.first) >> self.lost >> self.shift;
        let after = usize::try_from(key).ok().and_then(|it| self.directory.get(it + 1..)).unwrap_or_default();
        // The end of the stretch, unless many without an id follow it.
        let end =
            after.iter().take(NEAR).find(|it| **it != NOWHERE).map_or(self.ids.len(), |it| *it as usize);
        let own = self.ids.get(start as usize..end).unwrap_or_default();
        own.binary_search(&id).ok().and_then(|at| u32::try_from(at).ok()).map_or(NOWHERE, |at| start + at)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the row is the lower half")]
const fn low(entry: Entry) -> u32 {
    entry as u32
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

    fn position(index: &Index<'_>, id: u64) -> Option<u32> {
        let [place, ..] = index.places(&[id]);
        (place != NOWHERE).then(|| index.position(place))
    }

    fn holds(ids: &[u64], absent: &[u64]) {
        let Ok(mut index) = Index::new(ids) else { panic!("{ids:?} are unique") };
        let rows: Vec<u32> = (0..).take(ids.len()).map(|it| 3 * it + 1).collect();
        index.set_rows(&rows);
        for (id, at) in ids.iter().zip(0..) {
            assert_eq!(position(&index, *id), Some(at), "{id}");
        }
        for batch in ids.chunks(BATCH) {
            for (id, place) in batch.iter().zip(index.places(batch)) {
                assert_eq!(index.row(place), 3 * position(&index, *id).unwrap() + 1, "{id}");
            }
        }
        for id in absent {
            assert_eq!(position(&index, *id), None, "{id}");
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
