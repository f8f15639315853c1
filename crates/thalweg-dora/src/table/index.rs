//! From sparse ids to rows: sorted ids under a directory of their leading bits.
//!
//! Looking one up costs a step into the directory and a binary search in one bucket: ids that come evenly, as those of a
//! forge do, have a bucket of one or two, and no choice of ids makes it worse than a binary search.

/// Ids in order, each with its row.
pub(super) struct Index {
    ids: Vec<u64>,
    /// Empty where the ids came in order, and the position is the row.
    rows: Vec<u32>,
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

impl Index {
    /// The index of the ids, which must be unique.
    pub(super) fn new(ids: &[u64]) -> Result<Self, Twice> {
        let in_order = ids.is_sorted();
        let (ids, rows) = if in_order { (ids.to_vec(), Vec::new()) } else { ordered(ids) };
        let row = |at: usize| rows.get(at).copied().unwrap_or(u32::try_from(at).unwrap_or(u32::MAX));
        if let Some(at) = ids.windows(2).position(|pair| pair.first() == pair.last()) {
            let id = ids.get(at).copied().unwrap_or_default();
            let (a, b) = (row(at), row(at + 1));
            return Err(Twice { id, first: a.min(b), second: a.max(b) });
        }
        let (first, last) = (ids.first().copied().unwrap_or(0), ids.last().copied().unwrap_or(0));
        let wanted = (ids.len() as u64).next_power_of_two().ilog2();
        let shift = (64 - (last - first).leading_zeros()).saturating_sub(wanted);
        let buckets = directory(&ids, first, last, shift);
        Ok(Self { ids, rows, first, shift, buckets })
    }

    /// The row of an id.
    #[inline]
    pub(super) fn row(&self, id: u64) -> Option<u32> {
        let bucket = usize::try_from(id.checked_sub(self.first)? >> self.shift).ok()?;
        let start = *self.buckets.get(bucket)? as usize;
        let end = *self.buckets.get(bucket + 1)? as usize;
        let among = self.ids.get(start..end)?;
        let at = start
            + if among.len() < 5 {
                among.iter().position(|it| *it == id)?
            } else {
                among.binary_search(&id).ok()?
            };
        if self.rows.is_empty() { u32::try_from(at).ok() } else { self.rows.get(at).copied() }
    }
}

fn ordered(ids: &[u64]) -> (Vec<u64>, Vec<u32>) {
    let mut pairs: Vec<(u64, u32)> = ids.iter().copied().zip(0..).collect();
    pairs.sort_unstable();
    pairs.into_iter().unzip()
}

/// Where each bucket begins, and one more for the end.
fn directory(ids: &[u64], first: u64, last: u64, shift: u32) -> Vec<u32> {
    if ids.is_empty() {
        return Vec::new();
    }
    let count = usize::try_from((last - first) >> shift).unwrap_or(0) + 1;
    let mut starts = Vec::with_capacity(count + 1);
    for (id, position) in ids.iter().zip(0_u32..) {
        let bucket = usize::try_from((id - first) >> shift).unwrap_or(0);
        while starts.len() <= bucket {
            starts.push(position);
        }
    }
    starts.resize(count + 1, u32::try_from(ids.len()).unwrap_or(u32::MAX));
    starts
}
