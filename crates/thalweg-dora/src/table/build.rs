//! From raw columns to facts: sort once, resolve every link once.

use std::num::NonZeroUsize;
use std::thread;

use thalweg_model::Instant;

use super::columns::{Columns, ColumnsError, Marks};
use super::dense::{NOWHERE, Next, names};
use super::facts::{Facts, Rows};
use super::index::{Index, Twice};
use super::link::{Linked, Links};
use super::order::by_time;

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
        let (index, order) = both(threads, || Index::new(self.deployments.ids), || self.order(as_of));
        let twice = |it: Twice| ColumnsError::Duplicate { id: it.id, first: it.first, second: it.second };
        let index = index.map_err(twice)?;
        let ((mut rows, own), mut targets) =
            both(threads, || self.rows(&order), || self.carriers(&order, carry));
        drop(order);
        targets.iter_mut().for_each(|it| *it = own.get(*it as usize).copied().unwrap_or(NOWHERE));
        let links = Links { index: &index, own: &own, targets: &targets, rows: rows.marks.len(), as_of };
        let (spreads, changes) = links.leads(&self.changes, threads);
        let incidents = links.incidents(&self.incidents);
        let failed = incidents.failed.iter().filter_map(|row| usize::try_from(*row).ok());
        for row in failed {
            rows.marks.get_mut(row).into_iter().for_each(|it| *it = it.and(Marks::FAILED));
        }
        drop((index, own, targets));
        let Linked { leads, recoveries, open, left_out } =
            Linked::of((spreads, changes), incidents, &rows.finished_at, threads);
        Ok(Facts { tick: self.tick, rows, leads, recoveries, open, left_out })
    }

    /// The positions of the deployments until `as_of` in the order of finish, and of id among equals.
    fn order(&self, as_of: i64) -> Vec<(i64, u32)> {
        let mut order = by_time(self.deployments.finished_at, as_of);
        for tied in order.chunk_by_mut(|a, b| a.0 == b.0).filter(|it| it.len() > 1) {
            tied.sort_unstable_by_key(|(_, at)| self.deployments.ids.get(*at as usize));
        }
        order
    }

    /// The rows of production by group, and the row of every position.
    fn rows(&self, order: &[(i64, u32)]) -> (Rows, Vec<u32>) {
        let d = &self.deployments;
        let names = names(d.groups, d.marks);
        let production = |it: &(i64, u32)| {
            let at = it.1 as usize;
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
        for timed in order {
            let Some((at, of, group)) = production(timed) else { continue };
            let Some(next) = ends.get_mut(group as usize) else { continue };
            set(&mut finished_at, *next as usize, timed.0);
            set(&mut marks, *next as usize, of);
            set(&mut own, at, *next);
            *next += 1;
        }
        (Rows { finished_at, marks, names: names.names, ends }, own)
    }

    /// For every position that of the deployment which its changes count for: one walk from the last deployment to the
    /// first, with the next successful one of every service in hand.
    fn carriers(&self, order: &[(i64, u32)], carry: Carry) -> Vec<u32> {
        let d = &self.deployments;
        let mut carriers = vec![NOWHERE; d.ids.len()];
        let mut next = Next::new(d.services);
        let service = |at: u32| d.services.get(at as usize).copied().unwrap_or_default();
        let is_good = |at: u32| d.marks.get(at as usize).is_some_and(|it| it.has(GOOD));
        // Those that finish in the same instant contain each other: first the successful ones, then the others.
        for tied in order.chunk_by(|a, b| a.0 == b.0).rev() {
            for (_, at) in tied.iter().rev().filter(|(_, at)| is_good(*at)) {
                set(&mut carriers, *at as usize, *at);
                next.is(service(*at), *at);
            }
            if carry == Carry::Forward {
                for (_, at) in tied.iter().filter(|(_, at)| !is_good(*at)) {
                    set(&mut carriers, *at as usize, next.of(service(*at)));
                }
            }
        }
        carriers
    }
}

fn set<T>(cells: &mut [T], at: usize, value: T) {
    if let Some(cell) = cells.get_mut(at) {
        *cell = value;
    }
}

/// Both results, worked out side by side where there is a second thread.
fn both<A: Send, B: Send>(
    threads: NonZeroUsize,
    a: impl FnOnce() -> A + Send,
    b: impl FnOnce() -> B + Send,
) -> (A, B) {
    if threads.get() == 1 {
        return (a(), b());
    }
    thread::scope(|scope| {
        let b = scope.spawn(b);
        let a = a();
        match b.join() {
            Ok(b) => (a, b),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
