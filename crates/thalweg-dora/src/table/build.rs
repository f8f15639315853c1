//! From raw columns to facts: sort once, resolve every link once.

use std::num::NonZeroUsize;

use thalweg_model::Instant;

use super::columns::{Columns, ColumnsError, Marks};
use super::dense::{NOWHERE, Next, names};
use super::facts::{Facts, Rows};
use super::index::{Index, Twice};
use super::link::Links;
use super::order::by_time;
use super::runs::{Runs, Samples};
use super::share::both;

/// Which deployment a change counts for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Carry {
    /// The first successful one in production that contains it: the one it names, else the next of the service.
    #[default]
    Forward,
    /// The one it names, and no other.
    Named,
}

/// A deployment to production that ended well.
const GOOD: Marks = Marks::PRODUCTION.and(Marks::SUCCESSFUL);

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
        let index = index.map_err(|it| twice(&it))?;
        let (mut rows, own) = self.rows(&order);
        let links = Links { index: &index, rows: &own, as_of };
        let incidents = links.incidents(&self.incidents);
        for row in incidents.failed() {
            rows.marks.get_mut(row).into_iter().for_each(|it| *it = it.and(Marks::FAILED));
        }
        let targets = self.carriers(&order, own, carry);
        drop(order);
        let links = Links { index: &index, rows: &targets, as_of };
        let (aims, changes) = links.changes(&self.changes, threads);
        drop((index, targets));
        let samples = Samples { rows: &aims, at: self.changes.committed_at };
        let leads = Runs::new(&rows.finished_at, samples, threads, |finished_at, at| finished_at - at);
        drop(aims);
        let (recoveries, open, left_out) = incidents.settle(&self.incidents, &rows.finished_at);
        let left_out = changes.and(left_out);
        Ok(Facts { tick: self.tick, rows, leads, recoveries, open, left_out })
    }

    /// The rows of production by group, and the row of every position.
    fn rows(&self, order: &[u32]) -> (Rows, Vec<u32>) {
        let d = &self.deployments;
        let names = names(d.groups, d.marks);
        let production = |it: &u32| {
            let at = *it as usize;
            let marks = d.marks.get(at).filter(|it| it.has(Marks::PRODUCTION))?;
            Some((at, *marks, names.dense(*d.groups.get(at)?)))
        };
        let mut ends = vec![0_u32; names.names.len()];
        for (.., group) in order.iter().filter_map(production) {
            ends.get_mut(group as usize).into_iter().for_each(|it| *it += 1);
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

    /// From the row of every position to the row that its changes count for: one walk from the last deployment to the
    /// first, with the next successful one of every service in hand.
    fn carriers(&self, order: &[u32], mut rows: Vec<u32>, carry: Carry) -> Vec<u32> {
        let d = &self.deployments;
        let mut next = Next::new(d.services);
        let service = |at: u32| d.services.get(at as usize).copied().unwrap_or_default();
        let is_good = |at: &&u32| d.marks.get(**at as usize).is_some_and(|it| it.has(GOOD));
        let together = |a: &u32, b: &u32| self.finished_at(*a as usize) == self.finished_at(*b as usize);
        // Those that finish in the same instant contain each other: first the successful ones, then the others.
        for tied in order.chunk_by(together).rev() {
            if let ([at], Carry::Forward) = (tied, carry) {
                // By far the most, and nothing to guess: what is not successful stands for the next one.
                let own = rows.get(*at as usize).copied().unwrap_or(NOWHERE);
                let carrier = if is_good(&at) { own } else { next.of(service(*at)) };
                set(&mut rows, *at as usize, carrier);
                next.is(service(*at), carrier);
                continue;
            }
            for at in tied.iter().rev().filter(is_good) {
                next.is(service(*at), rows.get(*at as usize).copied().unwrap_or(NOWHERE));
            }
            for at in tied.iter().filter(|it| !is_good(it)) {
                let carrier = if carry == Carry::Forward { next.of(service(*at)) } else { NOWHERE };
                set(&mut rows, *at as usize, carrier);
            }
        }
        rows
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
