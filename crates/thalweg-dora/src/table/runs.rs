//! Samples by row.

use std::num::NonZeroUsize;
use std::ops::Range;

use super::piles::{Pile, Piles, ROOM, Sheet, WIDTH, sheet};
use super::share::share;

/// Samples in the order of their rows: as many rows as a pile has at a time, and of those a sheet in one piece.
#[derive(Clone, Debug, Default)]
pub(super) struct Runs {
    /// Where the samples of each row end, counted from the beginning of its pile.
    ends: Vec<u32>,
    /// The sheets of every pile.
    sheets: Vec<Vec<Sheet>>,
}

/// Rows that follow each other, whose samples one thread puts in order.
struct Part<'a> {
    finished_at: &'a [i64],
    ends: &'a mut [u32],
    /// One of each thread that piled.
    piles: Vec<Pile>,
}

impl Runs {
    /// Samples in the order of their rows. What a sample is follows from when its row finished and the instant.
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

    /// Calls with the samples of some rows that follow each other in one pile, in pieces.
    pub(super) fn each(&self, rows: &Range<usize>, mut of: impl FnMut(&[i64])) {
        let span = self.span(rows);
        let sheets = self.sheets.get(rows.start / WIDTH).map(Vec::as_slice).unwrap_or_default();
        let mut first = span.start / ROOM * ROOM;
        for sheet in sheets.iter().skip(span.start / ROOM) {
            if first >= span.end {
                return;
            }
            let own = span.start.max(first) - first..span.end.min(first + ROOM) - first;
            of(sheet.get(own).unwrap_or_default());
            first += ROOM;
        }
    }

    /// How many samples some rows have that follow each other in one pile.
    pub(super) fn count(&self, rows: &Range<usize>) -> usize {
        self.span(rows).len()
    }

    /// How many samples there are.
    pub(super) fn len(&self) -> usize {
        self.ends.chunks(WIDTH).filter_map(<[u32]>::last).map(|it| *it as usize).sum()
    }

    /// Where the samples of some rows lie in their pile.
    fn span(&self, rows: &Range<usize>) -> Range<usize> {
        let end_of = |row: usize| self.ends.get(row).map_or(0, |it| *it as usize);
        let from = if rows.start.is_multiple_of(WIDTH) { 0 } else { end_of(rows.start - 1) };
        from..rows.end.checked_sub(1).map_or(0, end_of).max(from)
    }
}

impl Part<'_> {
    /// Counts the samples of each row, turns counts into where runs begin, and puts each sample in place, so that runs end there.
    /// They are put on sheets that another pile needs no more, and its own are left for the next.
    fn settle(self, desk: &mut Vec<Sheet>, of: impl Fn(i64, i64) -> i64) -> Vec<Sheet> {
        let Part { finished_at, ends, piles } = self;
        let mut count = |row: usize, _| ends.get_mut(row).into_iter().for_each(|it| *it += 1);
        piles.iter().for_each(|it| it.each(&mut count));
        let mut total = 0;
        ends.iter_mut().for_each(|it| total += std::mem::replace(it, total));
        let needed = piles.iter().map(Pile::len).sum::<usize>().div_ceil(ROOM);
        let mut sheets = desk.split_off(desk.len().saturating_sub(needed));
        sheets.resize_with(needed, sheet);
        let mut put = |row: usize, at: i64| {
            let Some((end, finished_at)) = ends.get_mut(row).zip(finished_at.get(row)) else { return };
            let place = *end as usize;
            if let Some(sheet) = sheets.get_mut(place / ROOM)
                && let Some(cell) = sheet.get_mut(place % ROOM)
            {
                *cell = of(*finished_at, at);
            }
            *end += 1;
        };
        piles.iter().for_each(|it| it.each(&mut put));
        desk.extend(piles.into_iter().flat_map(Pile::into_sheets));
        sheets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The samples of rows in any number of piles.
    fn collected(runs: &Runs, rows: &Range<usize>) -> Vec<i64> {
        let piles = rows.start / WIDTH..rows.end.div_ceil(WIDTH);
        let own = piles.map(|it| rows.start.max(it * WIDTH)..rows.end.min((it + 1) * WIDTH));
        let mut all = Vec::new();
        for rows in own {
            let before = all.len();
            runs.each(&rows, |some| all.extend_from_slice(some));
            assert_eq!(all.len() - before, runs.count(&rows), "{rows:?}");
        }
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
        // Some are so far from the row that they do not fit in one number with it.
        let at = |it: i64| if it % 101 == 0 { it << 46 } else { it };
        let samples: Vec<(u32, i64)> =
            (0..50_000).map(|it| (u32::try_from(row(it)).unwrap(), at(i64::try_from(it).unwrap()))).collect();
        let (first, second) = samples.split_at(20_001);
        let piles = [first, second].map(|own| {
            let mut piles = Piles::new(&finished_at);
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
        // Those of a row come in any order.
        let by_size = |mut all: Vec<i64>| {
            all.sort_unstable();
            all
        };
        let mut of_rows = vec![Vec::new(); count];
        sorted.iter().for_each(|(row, at)| of_rows[*row as usize].push(10 * i64::from(*row) - at));
        for (row, own) in of_rows.into_iter().enumerate() {
            assert!(by_size(collected(&runs, &(row..row + 1))) == by_size(own), "{row}");
        }
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
            assert!(by_size(collected(&runs, &rows)) == by_size(expected(&rows)), "{rows:?}");
        }
    }
}
