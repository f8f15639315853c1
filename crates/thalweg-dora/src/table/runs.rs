//! Samples by row, in one flat piece of memory.

use std::num::NonZeroUsize;
use std::ops::Range;

use super::share::share;

/// How many samples each row has, as the ends of their runs.
#[derive(Clone, Debug, Default)]
pub(super) struct Runs {
    ends: Vec<u32>,
    values: Vec<i64>,
}

/// What is to be put in order: for every sample the row that it hangs on, if any, and its instant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Samples<'a> {
    /// Rows that do not exist are left out.
    pub(super) rows: &'a [u32],
    pub(super) at: &'a [i64],
}

/// Rows that follow each other, whose samples one thread puts in place.
struct Part<'a> {
    first_row: u32,
    finished_at: &'a [i64],
    ends: &'a mut [u32],
    /// Where its samples begin among all.
    base: u32,
    values: &'a mut [i64],
}

/// How many samples are looked at before those of the part are dealt with.
const BATCH: usize = 64;

impl Samples<'_> {
    /// Calls with the place of each sample's row among some that follow each other, and its instant.
    #[inline]
    fn each(&self, first_row: u32, rows: usize, mut of: impl FnMut(usize, i64)) {
        let mut chosen = [0_u8; BATCH];
        for (own, at) in self.rows.chunks(BATCH).zip(self.at.chunks(BATCH)) {
            // Choosing comes first and without a branch, as rows come from everywhere.
            let mut count = 0;
            for (row, number) in own.iter().zip(0_u8..) {
                if let Some(cell) = chosen.get_mut(count) {
                    *cell = number;
                }
                count += usize::from((row.wrapping_sub(first_row) as usize) < rows);
            }
            for number in chosen.iter().take(count) {
                let number = usize::from(*number);
                if let (Some(row), Some(at)) = (own.get(number), at.get(number)) {
                    of(row.wrapping_sub(first_row) as usize, *at);
                }
            }
        }
    }
}

impl Runs {
    /// Samples in the order of their rows, and among those of one row in the order of coming. What a sample is follows from when
    /// its row finished and the instant.
    pub(super) fn new(
        finished_at: &[i64],
        samples: Samples<'_>,
        threads: NonZeroUsize,
        of: impl Fn(i64, i64) -> i64 + Sync,
    ) -> Self {
        let mut runs = Self { ends: vec![0; finished_at.len()], values: Vec::new() };
        let width = finished_at.len().div_ceil(threads.get()).max(1);
        let parts = runs.ends.chunks_mut(width).zip((0..).step_by(width)).collect();
        let counts = share(threads, parts, |(ends, first_row)| count(ends, first_row, &samples));
        runs.values = vec![0; counts.iter().map(|it| *it as usize).sum()];
        let parts = runs.parts(finished_at, &counts, width);
        share(threads, parts, |it| it.fill(&samples, &of));
        runs
    }

    /// Cuts both columns where the parts meet.
    fn parts<'a>(&'a mut self, finished_at: &'a [i64], counts: &[u32], width: usize) -> Vec<Part<'a>> {
        let mut values = self.values.as_mut_slice();
        let (mut first_row, mut base) = (0, 0);
        let parts = self.ends.chunks_mut(width).zip(finished_at.chunks(width)).zip(counts);
        let part = |((ends, finished_at), count): ((&'a mut [u32], &'a [i64]), &u32)| {
            let (own, more) = std::mem::take(&mut values).split_at_mut_checked(*count as usize)?;
            let part = Part { first_row, finished_at, ends, base, values: own };
            values = more;
            first_row += u32::try_from(width).unwrap_or(u32::MAX);
            base += count;
            Some(part)
        };
        parts.map_while(part).collect()
    }

    fn end_before(&self, row: usize) -> u32 {
        row.checked_sub(1).and_then(|it| self.ends.get(it)).copied().unwrap_or(0)
    }

    /// The samples of some rows that follow each other.
    pub(super) fn between(&self, rows: &Range<usize>) -> &[i64] {
        let ends = self.end_before(rows.start) as usize..self.end_before(rows.end) as usize;
        self.values.get(ends).unwrap_or_default()
    }

    /// How many samples there are.
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }
}

/// Counts the samples of each row, and turns counts into where runs begin; the sum is returned.
fn count(ends: &mut [u32], first_row: u32, samples: &Samples<'_>) -> u32 {
    samples.each(first_row, ends.len(), |row, _| {
        if let Some(end) = ends.get_mut(row) {
            *end += 1;
        }
    });
    let mut total = 0;
    ends.iter_mut().for_each(|it| total += std::mem::replace(it, total));
    total
}

impl Part<'_> {
    /// Puts each sample in place: runs then end there.
    fn fill(self, samples: &Samples<'_>, of: impl Fn(i64, i64) -> i64) {
        let Part { first_row, finished_at, ends, base, values } = self;
        samples.each(first_row, ends.len(), |row, at| {
            let Some((end, finished_at)) = ends.get_mut(row).zip(finished_at.get(row)) else { return };
            if let Some(value) = values.get_mut(*end as usize) {
                *value = of(*finished_at, at);
            }
            *end += 1;
        });
        ends.iter_mut().for_each(|it| *it += base);
    }
}
