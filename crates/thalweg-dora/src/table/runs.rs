//! Samples by row, in one flat piece of memory.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::thread;

/// An instant and the row that it hangs on: twelve bytes, since there are millions.
#[derive(Clone, Copy, Debug)]
#[repr(C, packed(4))]
struct Sample {
    at: i64,
    row: u32,
}

/// So many stretches of rows that the samples of one stay in the cache of a core.
const STRETCHES: u32 = 64;

/// Samples on their way to their rows, dealt into stretches of rows.
#[derive(Debug)]
pub(super) struct Spread {
    shift: u32,
    stretches: Vec<Vec<Sample>>,
}

/// By how much a row is shifted to get its stretch.
fn shift(rows: usize) -> u32 {
    let per = rows.div_ceil(STRETCHES as usize).max(1) as u64;
    per.next_power_of_two().ilog2()
}

impl Spread {
    /// Room for samples of so many rows.
    pub(super) fn new(rows: usize, expected: usize) -> Self {
        let shift = shift(rows);
        let count = (rows >> shift) + 1;
        let room = expected / count + expected / count / 8;
        Self { shift, stretches: (0..count).map(|_| Vec::with_capacity(room)).collect() }
    }

    /// Puts a sample on its way; rows that do not exist are left out.
    #[inline]
    pub(super) fn push(&mut self, row: u32, at: i64) {
        if let Some(stretch) = self.stretches.get_mut((row >> self.shift) as usize) {
            stretch.push(Sample { at, row });
        }
    }
}

/// How many samples each row has, as the ends of their runs.
#[derive(Clone, Debug, Default)]
pub(super) struct Runs {
    ends: Vec<u32>,
    values: Vec<i64>,
}

/// One stretch of rows while its samples are put in place.
struct Stretch<'a> {
    first_row: u32,
    /// Where its samples begin among all.
    base: u32,
    finished_at: &'a [i64],
    ends: &'a mut [u32],
    values: &'a mut [i64],
    /// The samples, in the order of the spreads.
    samples: Vec<Vec<Sample>>,
}

impl Runs {
    /// Samples in the order of their rows; among those of one row, in the order of the spreads and of coming. What a sample is
    /// follows from when its row finished and the instant.
    pub(super) fn new(
        finished_at: &[i64],
        spreads: Vec<Spread>,
        threads: NonZeroUsize,
        of: impl Fn(i64, i64) -> i64 + Copy + Send,
    ) -> Self {
        let total = spreads.iter().flat_map(|it| &it.stretches).map(Vec::len).sum();
        let mut runs = Self { ends: vec![0; finished_at.len()], values: vec![0; total] };
        let mut stretches = runs.stretches(finished_at, spreads);
        let share = stretches.len().div_ceil(threads.get()).max(1);
        let parts = stretches.chunks_mut(share);
        if threads.get() == 1 {
            parts.flatten().for_each(|it| it.fill(of));
        } else {
            thread::scope(|scope| {
                for part in parts {
                    scope.spawn(move || part.iter_mut().for_each(|it| it.fill(of)));
                }
            });
        }
        runs
    }

    /// Cuts both columns into the stretches of the spreads.
    fn stretches<'a>(&'a mut self, mut finished_at: &'a [i64], mut spreads: Vec<Spread>) -> Vec<Stretch<'a>> {
        let width = 1 << shift(self.ends.len());
        let (mut ends, mut values) = (self.ends.as_mut_slice(), self.values.as_mut_slice());
        let (mut first_row, mut base) = (0, 0);
        let mut stretches = Vec::new();
        while !ends.is_empty() {
            let at = stretches.len();
            let own = |it: &mut Spread| it.stretches.get_mut(at).map(std::mem::take);
            let samples: Vec<_> = spreads.iter_mut().filter_map(own).collect();
            let count = samples.iter().map(Vec::len).sum::<usize>().min(values.len());
            let rows = width.min(ends.len());
            let (own_ends, more_ends) = std::mem::take(&mut ends).split_at_mut(rows);
            let (own, more) = std::mem::take(&mut values).split_at_mut(count);
            let (finished, later) = finished_at.split_at_checked(rows).unwrap_or_default();
            stretches.push(Stretch {
                first_row,
                base,
                finished_at: finished,
                ends: own_ends,
                values: own,
                samples,
            });
            (ends, values, finished_at) = (more_ends, more, later);
            first_row += u32::try_from(rows).unwrap_or(u32::MAX);
            base += u32::try_from(count).unwrap_or(u32::MAX);
        }
        stretches
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

impl Stretch<'_> {
    /// Counts the samples of each row, turns counts into where runs begin, and puts each sample in place: runs then end there.
    fn fill(&mut self, of: impl Fn(i64, i64) -> i64) {
        // Let go once they are in place: all samples twice would be the peak of memory.
        let samples = std::mem::take(&mut self.samples);
        let place = |row: u32| (row - self.first_row) as usize;
        for sample in samples.iter().flatten() {
            self.ends.get_mut(place(sample.row)).into_iter().for_each(|it| *it += 1);
        }
        let mut total = 0;
        self.ends.iter_mut().for_each(|it| total += std::mem::replace(it, total));
        for sample in samples.into_iter().flatten() {
            let row = place(sample.row);
            let Some((end, finished_at)) = self.ends.get_mut(row).zip(self.finished_at.get(row)) else {
                continue;
            };
            self.values.get_mut(*end as usize).into_iter().for_each(|it| *it = of(*finished_at, sample.at));
            *end += 1;
        }
        self.ends.iter_mut().for_each(|it| *it += self.base);
    }
}
