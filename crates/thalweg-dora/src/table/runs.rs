//! Samples by row, in one flat piece of memory.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::thread;

/// A sample and the row that it hangs on: twelve bytes, since there are millions.
#[derive(Clone, Copy, Debug)]
#[repr(C, packed(4))]
struct Sample {
    value: i64,
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
    pub(super) fn push(&mut self, row: u32, value: i64) {
        if let Some(stretch) = self.stretches.get_mut((row >> self.shift) as usize) {
            stretch.push(Sample { value, row });
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
    ends: &'a mut [u32],
    values: &'a mut [i64],
}

impl Runs {
    /// Samples in the order of their rows; among those of one row, in the order of the spreads and of coming.
    pub(super) fn new(rows: usize, spreads: &[Spread], threads: NonZeroUsize) -> Self {
        let total = spreads.iter().flat_map(|it| &it.stretches).map(Vec::len).sum();
        let mut runs = Self { ends: vec![0; rows], values: vec![0; total] };
        let mut stretches = runs.stretches(spreads);
        let share = stretches.len().div_ceil(threads.get()).max(1);
        let work = |(part, own): (usize, &mut [Stretch<'_>])| {
            for (at, stretch) in (part * share..).zip(own) {
                let samples = || spreads.iter().filter_map(move |it| it.stretches.get(at)).flatten();
                stretch.fill(samples);
            }
        };
        let parts = stretches.chunks_mut(share).enumerate();
        if threads.get() == 1 {
            parts.for_each(work);
        } else {
            thread::scope(|scope| {
                parts.for_each(|part| {
                    scope.spawn(move || work(part));
                });
            });
        }
        runs
    }

    /// Cuts both columns into the stretches of the spreads.
    fn stretches(&mut self, spreads: &[Spread]) -> Vec<Stretch<'_>> {
        let shift = shift(self.ends.len());
        let (mut ends, mut values) = (self.ends.as_mut_slice(), self.values.as_mut_slice());
        let (mut first_row, mut base) = (0, 0);
        let mut stretches = Vec::new();
        while !ends.is_empty() {
            let at = stretches.len();
            let count: usize = spreads.iter().filter_map(|it| it.stretches.get(at)).map(Vec::len).sum();
            let (rows, count) = ((1 << shift).min(ends.len()), count.min(values.len()));
            let (own_ends, more_ends) = std::mem::take(&mut ends).split_at_mut(rows);
            let (own, more) = std::mem::take(&mut values).split_at_mut(count);
            stretches.push(Stretch { first_row, base, ends: own_ends, values: own });
            (ends, values) = (more_ends, more);
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
    fn fill<'s, I: Iterator<Item = &'s Sample>>(&mut self, samples: impl Fn() -> I) {
        let first = self.first_row;
        for sample in samples() {
            self.ends.get_mut((sample.row - first) as usize).into_iter().for_each(|it| *it += 1);
        }
        let mut total = 0;
        self.ends.iter_mut().for_each(|it| total += std::mem::replace(it, total));
        for sample in samples() {
            let Some(place) = self.ends.get_mut((sample.row - first) as usize) else { continue };
            self.values.get_mut(*place as usize).into_iter().for_each(|it| *it = sample.value);
            *place += 1;
        }
        self.ends.iter_mut().for_each(|it| *it += self.base);
    }
}
