//! From raw columns to facts: sort once, resolve every link once.

use std::num::NonZeroUsize;

use thalweg_model::Instant;

use super::carry::{Carry, carriers};
use super::columns::{Columns, ColumnsError, Marks};
use super::dense::{NOWHERE, names};
use super::facts::{Facts, Rows};
use super::index::{Index, Twice};
use super::link::Links;
use super::order::by_time;
use super::runs::Runs;
use super::share::both;

impl Columns<'_> {
    /// Sorts and links the columns, as of an instant: what finished or was committed later is ignored, and what ended
    /// later is open.
    ///
    /// The result is the same for any number of threads, and for any order of the records.
    ///
    /// # Errors
    /// [`ColumnsError`] where columns differ in length, an id stands twice, or an instant is absurd.
    pub fn facts(&self, carry: Carry, as_of: Instant, threads: NonZeroUsize) -> Result<Facts, ColumnsError> {
        self.check()?;
        let as_of = self.tick.floor(as_of);
        let order = || by_time(self.deployments.finished_at, self.deployments.ids, as_of);
        // What is larger is made on this thread, whose memory is used again.
        let (order, index) = both(threads, order, || Index::new(self.deployments.ids));
        let mut index = index.map_err(|it| twice(&it))?;
        let (mut rows, own) = self.rows(&order, as_of);
        let links = Links { index: &index, rows: rows.marks.len(), as_of };
        let incidents = links.incidents(&self.incidents, &own);
        for row in incidents.failed() {
            rows.marks.get_mut(*row as usize).into_iter().for_each(|it| *it = it.and(Marks::FAILED));
        }
        index.set_rows(&carriers(&self.deployments, &order, own, carry));
        drop(order);
        let links = Links { index: &index, rows: rows.marks.len(), as_of };
        let (piles, changes) = links.changes(&self.changes, threads);
        drop(index);
        let leads = Runs::new(&rows.finished_at, piles, threads, |finished_at, at| finished_at - at);
        let (recoveries, open, left_out) = incidents.settle(&rows);
        let left_out = changes.and(left_out);
        Ok(Facts { tick: self.tick, rows, leads, recoveries, open, left_out })
    }

    /// The rows of production by group, and the row of every position.
    fn rows(&self, order: &[u32], as_of: i64) -> (Rows, Vec<u32>) {
        let d = &self.deployments;
        let names = names(d.groups, d.marks);
        let production = |it: &u32| {
            let at = *it as usize;
            let marks = d.marks.get(at).filter(|it| it.has(Marks::PRODUCTION))?;
            Some((at, *marks, names.dense(*d.groups.get(at)?)))
        };
        let mut ends = vec![0_u32; names.names.len()];
        for ((group, marks), finished_at) in d.groups.iter().zip(d.marks).zip(d.finished_at) {
            if let Some(count) = ends.get_mut(names.dense(*group) as usize) {
                *count += u32::from(marks.has(Marks::PRODUCTION) && *finished_at <= as_of);
            }
        }
        let mut total = 0;
        ends.iter_mut().for_each(|it| total += std::mem::replace(it, total));
        let mut own = vec![NOWHERE; d.ids.len()];
        let (mut finished_at, mut marks) = (vec![0_i64; total as usize], vec![Marks::NONE; total as usize]);
        for (at, of, group) in order.iter().filter_map(production) {
            let Some(next) = ends.get_mut(group as usize) else { continue };
            set(&mut finished_at, *next as usize, self.finished_at(at));
            set(&mut marks, *next as usize, of);
            set(&mut own, at, *next);
            *next += 1;
        }
        (Rows { finished_at, marks, names: names.names, ends }, own)
    }

    fn finished_at(&self, at: usize) -> i64 {
        self.deployments.finished_at.get(at).copied().unwrap_or_default()
    }
}

fn twice(it: &Twice) -> ColumnsError {
    ColumnsError::Duplicate { id: it.id, first: it.first, second: it.second }
}

fn set<T>(cells: &mut [T], at: usize, value: T) {
    if let Some(cell) = cells.get_mut(at) {
        *cell = value;
    }
}
