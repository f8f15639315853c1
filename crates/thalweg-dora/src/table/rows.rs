//! The deployments to production in rows: spell by spell of time, and within a spell group by group.
//!
//! Changes and incidents come more or less in the order of time, and windows are stretches of it: so what is made and what is read
//! together lies together, however long the history is.

use std::ops::Range;

use super::columns::{DeploymentColumns, Marks};
use super::dense::{NOWHERE, Names, names};
use super::piles::WIDTH;

/// Deployments to production by spell, then by dense group, then in the order of finish.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub(super) finished_at: Vec<i64>,
    pub(super) marks: Vec<Marks>,
    /// The caller's groups by dense group, in order.
    pub(super) names: Vec<u32>,
    /// By time; all but the last have [`WIDTH`] rows.
    spells: Vec<Spell>,
    runs: Vec<Run>,
}

/// Rows that finish one after the other.
#[derive(Clone, Copy, Debug)]
struct Spell {
    first: i64,
    last: i64,
    /// Where its runs end.
    runs: usize,
}

/// The rows of a dense group in a spell.
#[derive(Clone, Copy, Debug)]
struct Run {
    group: u32,
    /// Where they end.
    end: u32,
}

/// Rows of a dense group that follow each other, in one spell.
pub(super) struct Piece {
    pub(super) group: u32,
    pub(super) rows: Range<usize>,
}

impl Rows {
    /// The rows of what the order of time holds, and the row of every position, in memory that was used before.
    pub(super) fn new(d: &DeploymentColumns<'_>, order: &[u32], mut own: Vec<u32>) -> (Self, Vec<u32>) {
        let names = names(d.groups, d.marks);
        let most = d.marks.iter().filter(|it| it.has(Marks::PRODUCTION)).count();
        let rows = Self {
            finished_at: Vec::with_capacity(most),
            marks: Vec::with_capacity(most),
            names: Vec::new(),
            spells: Vec::with_capacity(most.div_ceil(WIDTH)),
            runs: Vec::new(),
        };
        let counts = vec![0; names.names.len()];
        own.clear();
        own.resize(d.ids.len(), NOWHERE);
        let mut press = Press { d, names, rows, own, counts, touched: Vec::new() };
        let mut block = Vec::with_capacity(WIDTH.min(most));
        for at in order {
            if d.marks.get(*at as usize).is_some_and(|it| it.has(Marks::PRODUCTION)) {
                block.push(*at);
            }
            if block.len() == WIDTH {
                press.spell(&block);
                block.clear();
            }
        }
        press.spell(&block);
        (Self { names: press.names.names, ..press.rows }, press.own)
    }

    /// Calls with the rows of every group that finished in [start, end): spell by spell, and in a spell in the order of groups.
    pub(super) fn each(&self, start: i64, end: i64, mut of: impl FnMut(Piece)) {
        for (number, spell) in self.spells_of(start, end) {
            let (mut first, runs) = self.runs_of(number);
            for run in runs {
                let own = self.within(first..run.end as usize, spell, start, end);
                first = run.end as usize;
                if !own.is_empty() {
                    of(Piece { group: run.group, rows: own });
                }
            }
        }
    }

    /// The rows of a dense group that finished in [start, end), in the order of time.
    pub(super) fn of(&self, group: u32, start: i64, end: i64) -> impl Iterator<Item = Piece> {
        self.spells_of(start, end).filter_map(move |(number, spell)| {
            let (first, runs) = self.runs_of(number);
            let at = runs.binary_search_by_key(&group, |it| it.group).ok()?;
            let first = at.checked_sub(1).and_then(|it| runs.get(it)).map_or(first, |it| it.end as usize);
            let rows = self.within(first..runs.get(at)?.end as usize, spell, start, end);
            (!rows.is_empty()).then_some(Piece { group, rows })
        })
    }

    /// When the first and the last of all finished.
    pub(super) fn span(&self) -> Option<(i64, i64)> {
        self.spells.first().map(|it| it.first).zip(self.spells.last().map(|it| it.last))
    }

    /// The spells that something in [start, end) may have finished in, with their numbers.
    fn spells_of(&self, start: i64, end: i64) -> impl Iterator<Item = (usize, &Spell)> {
        let first = self.spells.partition_point(|it| it.last < start);
        self.spells.iter().enumerate().skip(first).take_while(move |(_, it)| it.first < end)
    }

    /// The first row of a spell, and its runs.
    fn runs_of(&self, spell: usize) -> (usize, &[Run]) {
        let end_of = |spell: usize| self.spells.get(spell).map_or(0, |it| it.runs);
        let start = spell.checked_sub(1).map_or(0, end_of);
        (spell * WIDTH, self.runs.get(start..end_of(spell)).unwrap_or_default())
    }

    /// Those of the rows of a run that finished in [start, end).
    fn within(&self, rows: Range<usize>, spell: &Spell, start: i64, end: i64) -> Range<usize> {
        let own = self.finished_at.get(rows.clone()).unwrap_or_default();
        let before = |until: i64| rows.start + own.partition_point(|it| *it < until);
        let from = if spell.first < start { before(start) } else { rows.start };
        from..if spell.last < end { rows.end } else { before(end) }
    }
}

/// What presses deployments in the order of time into rows.
struct Press<'a> {
    d: &'a DeploymentColumns<'a>,
    names: Names,
    rows: Rows,
    /// The row of every position.
    own: Vec<u32>,
    /// By group: how many rows it has in the spell, then its next row; 0 between spells.
    counts: Vec<u32>,
    /// The groups of the spell.
    touched: Vec<u32>,
}

impl Press<'_> {
    /// A spell of the positions, which are in the order of time.
    fn spell(&mut self, positions: &[u32]) {
        let finished_at = |at: &u32| self.d.finished_at.get(*at as usize).copied();
        let Some((first, last)) =
            positions.first().and_then(finished_at).zip(positions.last().and_then(finished_at))
        else {
            return;
        };
        self.count(positions);
        let room = self.rows.finished_at.len() + positions.len();
        self.rows.finished_at.resize(room, 0);
        self.rows.marks.resize(room, Marks::NONE);
        positions.iter().for_each(|at| self.set(*at as usize));
        self.rows.spells.push(Spell { first, last, runs: self.rows.runs.len() });
        for group in self.touched.drain(..) {
            self.counts.get_mut(group as usize).into_iter().for_each(|it| *it = 0);
        }
    }

    fn group(&self, at: usize) -> u32 {
        self.d.groups.get(at).map_or(NOWHERE, |it| self.names.dense(*it))
    }

    /// Counts the rows of each group, and turns counts into where its run begins.
    fn count(&mut self, positions: &[u32]) {
        for at in positions {
            let group = self.group(*at as usize);
            let Some(count) = self.counts.get_mut(group as usize) else { continue };
            if *count == 0 {
                self.touched.push(group);
            }
            *count += 1;
        }
        self.touched.sort_unstable();
        let mut end = u32::try_from(self.rows.finished_at.len()).unwrap_or(NOWHERE);
        for group in &self.touched {
            let Some(count) = self.counts.get_mut(*group as usize) else { continue };
            end += std::mem::replace(count, end);
            self.rows.runs.push(Run { group: *group, end });
        }
    }

    /// Sets the next row of its group.
    fn set(&mut self, at: usize) {
        let group = self.group(at);
        let Some(next) = self.counts.get_mut(group as usize) else { return };
        let row = *next as usize;
        set(&mut self.rows.finished_at, row, self.d.finished_at.get(at));
        set(&mut self.rows.marks, row, self.d.marks.get(at));
        set(&mut self.own, at, Some(next));
        *next += 1;
    }
}

fn set<T: Copy>(cells: &mut [T], at: usize, value: Option<&T>) {
    if let Some((cell, value)) = cells.get_mut(at).zip(value) {
        *cell = *value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// More than two spells, with ties across their ends, a group in one spell only, and groups whose numbers are far apart.
    #[test]
    fn every_row_of_a_window_is_in_one_piece_of_its_group() {
        let count = 2 * WIDTH + 1_234;
        let finished_at: Vec<i64> = (0..).take(count).map(|it| it / 3).collect();
        let groups: Vec<u32> = (0..)
            .take(count)
            .map(|it| if it == 40_000 { 7_000_000 } else { it * 7 % 11 * 500_000 })
            .collect();
        let marks = vec![Marks::PRODUCTION; count];
        let (ids, services) = (vec![0; count], vec![0; count]);
        let d = DeploymentColumns {
            ids: &ids,
            services: &services,
            groups: &groups,
            finished_at: &finished_at,
            marks: &marks,
        };
        let order: Vec<u32> = (0..).take(count).collect();
        let (rows, own) = Rows::new(&d, &order, vec![5; 9]);
        let group_of = |dense: u32| rows.names[dense as usize];
        let positions: std::collections::BTreeMap<u32, usize> = own.iter().copied().zip(0..).collect();
        let last = i64::try_from(count / 3).unwrap();
        assert_eq!(rows.span(), Some((0, (i64::try_from(count).unwrap() - 1) / 3)));
        let width = i64::try_from(WIDTH / 3).unwrap();
        for (start, end) in [
            (0, last + 1),
            (5, 5),
            (100, 200),
            (width, width + 1),
            // Until the last of a spell, without it.
            (100, width),
            (width - 5, 2 * width + 9),
            (last, 9 * last),
        ] {
            let mut found: Vec<(u32, i64, usize)> = Vec::new();
            let mut singly = Vec::new();
            let add = |to: &mut Vec<_>, piece: &Piece| {
                for row in piece.rows.clone() {
                    let at = positions[&u32::try_from(row).unwrap()];
                    assert_eq!((rows.finished_at[row], group_of(piece.group)), (finished_at[at], groups[at]));
                    to.push((piece.group, finished_at[at], at));
                }
            };
            rows.each(start, end, |it| add(&mut found, &it));
            (0..)
                .take(rows.names.len())
                .for_each(|it| rows.of(it, start, end).for_each(|it| add(&mut singly, &it)));
            found.sort_unstable();
            assert!(found == singly, "{start}..{end}");
            let expected = finished_at.iter().filter(|it| (start..end).contains(*it)).count();
            assert_eq!(found.len(), expected, "{start}..{end}");
        }
    }
}
