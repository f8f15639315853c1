//! Samples by row.

use std::num::NonZeroUsize;
use std::ops::Range;

use super::piles::{Pile, Piles, ROOM, WIDTH};
use super::share::share;

/// Samples in the order of their rows: as many rows as a pile has at a time, and of those at most a sheet in one piece.
#[derive(Clone, Debug, Default)]
pub(super) struct Runs {
    /// Where the samples of each row end, counted from the beginning of its pile.
    ends: Vec<u32>,
    /// The sheets of every pile, all but the last of them full.
    sheets: Vec<Vec<Vec<i64>>>,
}

/// Rows that follow each other, whose samples one thread puts in order.
struct Part<'a> {
    finished_at: &'a [i64],
    ends: &'a mut [u32],
    /// One of each thread that piled.
    piles: Vec<Pile>,
}

impl Runs {
    /// Samples in the order of their rows, and among those of one row in the order of coming: first all of the first piles. What a
    /// sample is follows from when its row finished and the instant.
    pub(super) fn new(
        finished_at: &[i64],
        piles: Vec<Piles>,
        threads: NonZeroUsize,
        of: impl Fn(i64, i64) -> i64 + Sync,
    ) -> Self {
        let mut ends = vec![0; finished_at.len()];
        let parts = ends.chunks_mut(WIDTH).zip(finished_at.chunks(WIDTH));
        let part = |(ends, finished_at)| Part { ends, finished_at, piles: Vec::with_capacity(piles.len()) };
        let mut parts: Vec<Part<'_>> = parts.map(part).collect();
        for own in piles {
            parts.iter_mut().zip(own.into_vec()).for_each(|(part, pile)| part.piles.push(pile));
        }
        let sheets = share(threads, parts, |desk, part: Part<'_>| part.settle(desk, &of));
        Self { ends, sheets }
    }

    /// Calls with the samples of some rows that follow each other, in pieces.
    pub(super) fn each(&self, rows: &Range<usize>, mut of: impl FnMut(&[i64])) {
        for (pile, span) in self.spans(rows) {
            let Some(sheets) = self.sheets.get(pile) else { return };
            let mut first = span.start / ROOM * ROOM;
            for sheet in sheets.iter().skip(span.start / ROOM) {
                let own = span.start.max(first) - first..span.end.min(first + ROOM).saturating_sub(first);
                of(sheet.get(own).unwrap_or_default());
                first += ROOM;
                if first >= span.end {
                    break;
                }
            }
        }
    }

    /// How many samples some rows have that follow each other.
    pub(super) fn count(&self, rows: &Range<usize>) -> usize {
        self.spans(rows).map(|(_, span)| span.len()).sum()
    }

    /// How many samples there are.
    pub(super) fn len(&self) -> usize {
        self.sheets.iter().flatten().map(Vec::len).sum()
    }

    /// The piles that some rows lie in, with where their samples lie there.
    fn spans(&self, rows: &Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> {
        let Range { start, end } = *rows;
        (start / WIDTH..end.div_ceil(WIDTH)).map(move |pile| {
            let first = pile * WIDTH;
            let end_of = |row: usize| self.ends.get(row).map_or(0, |it| *it as usize);
            let from = if start > first { end_of(start - 1) } else { 0 };
            (pile, from..end_of(end.min(first + WIDTH) - 1).max(from))
        })
    }
}

impl Part<'_> {
    /// Counts the samples of each row, turns counts into where runs begin, puts each sample in place on the desk, so that runs end
    /// there, and lays all of them back on the sheets.
    fn settle(self, desk: &mut Vec<i64>, of: impl Fn(i64, i64) -> i64) -> Vec<Vec<i64>> {
        let Part { finished_at, ends, piles } = self;
        let mut count = |row: u16, _| ends.get_mut(usize::from(row)).into_iter().for_each(|it| *it += 1);
        piles.iter().for_each(|it| it.each(&mut count));
        let mut total = 0;
        ends.iter_mut().for_each(|it| total += std::mem::replace(it, total));
        desk.clear();
        desk.resize(piles.iter().map(Pile::len).sum(), 0);
        let mut put = |row: u16, at: i64| {
            let row = usize::from(row);
            let Some((end, finished_at)) = ends.get_mut(row).zip(finished_at.get(row)) else { return };
            if let Some(cell) = desk.get_mut(*end as usize) {
                *cell = of(*finished_at, at);
            }
            *end += 1;
        };
        piles.iter().for_each(|it| it.each(&mut put));
        let sheets = piles.into_iter().flat_map(Pile::into_sheets);
        let lay = |(mut sheet, own): (Vec<i64>, &[i64])| {
            sheet.clear();
            sheet.extend_from_slice(own);
            sheet
        };
        sheets.zip(desk.chunks(ROOM)).map(lay).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collected(runs: &Runs, rows: &Range<usize>) -> Vec<i64> {
        let mut all = Vec::new();
        runs.each(rows, |some| all.extend_from_slice(some));
        assert_eq!(all.len(), runs.count(rows), "{rows:?}");
        all
    }

    /// More rows than a pile has, more samples than a sheet holds, rows with none and rows with very many, from two threads' piles.
    #[test]
    fn samples_lie_by_row_across_piles_and_sheets() {
        let count = 2 * WIDTH + 77;
        let finished_at: Vec<i64> = (0..).take(count).map(|it| 10 * it).collect();
        let busy = [0, 5, WIDTH - 1, WIDTH, 2 * WIDTH + 76];
        let row =
            |it: usize| if it.is_multiple_of(3) { busy[it / 3 % busy.len()] } else { it * 7_919 % count };
        let samples: Vec<(u32, i64)> =
            (0..50_000).map(|it| u32::try_from(row(it)).unwrap()).zip(0_i64..).collect();
        let (first, second) = samples.split_at(20_001);
        let piles = [first, second].map(|own| {
            let mut piles = Piles::new(count);
            own.iter().for_each(|(row, at)| piles.push(*row, *at));
            piles.push(u32::MAX, 1);
            piles
        });
        let threads = NonZeroUsize::new(3).unwrap();
        let runs = Runs::new(&finished_at, piles.into(), threads, |finished_at, at| finished_at - at);
        assert_eq!(runs.len(), samples.len());
        let mut sorted = samples;
        sorted.sort_by_key(|it| it.0);
        let expected = |rows: &Range<usize>| -> Vec<i64> {
            let own = sorted.iter().filter(|it| rows.contains(&(it.0 as usize)));
            own.map(|it| 10 * i64::from(it.0) - it.1).collect()
        };
        for rows in [
            0..count,
            0..0,
            0..1,
            1..5,
            5..6,
            WIDTH - 1..WIDTH + 1,
            WIDTH..WIDTH,
            3..2 * WIDTH + 70,
            count - 1..count,
        ] {
            assert_eq!(collected(&runs, &rows), expected(&rows), "{rows:?}");
        }
    }
}
