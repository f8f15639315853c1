//! From raw columns to facts: sort once, resolve every link once.

use std::num::NonZeroUsize;
use std::thread;

use thalweg_model::Instant;

use super::columns::{Columns, ColumnsError, Marks};
use super::dense::{NOWHERE, Next, names};
use super::facts::Facts;
use super::index::{Index, Twice};
use super::link::{Linked, Links};

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

/// Where a deployment's changes and incidents count, by its position in the columns.
pub(super) struct Places {
    /// The row that its changes count for.
    pub(super) carries: Vec<u32>,
    /// Its own row, where it went to production.
    pub(super) own: Vec<u32>,
}

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
        let index = || Index::new(self.deployments.ids);
        let as_of = self.tick.floor(as_of);
        let (index, order) = both(threads, index, || self.order(as_of));
        let twice = |it: Twice| ColumnsError::Duplicate { id: it.id, first: it.first, second: it.second };
        let index = index.map_err(twice)?;
        let (mut facts, places) = both(threads, || self.rows(&order), || self.places(&order, carry));
        drop(order);
        let links = Links { index: &index, places: &places, finished_at: &facts.finished_at, as_of };
        let (leads, incidents) = (links.leads(&self.changes, threads), links.incidents(&self.incidents));
        let Linked { leads, recoveries, open, failed, left_out } = Linked::of(leads, incidents);
        for (marks, failed) in facts.marks.iter_mut().zip(failed) {
            *marks = marks.and(Marks::FAILED.when(failed));
        }
        Ok(Facts { leads, recoveries, open, left_out, ..facts })
    }

    /// The positions of the deployments until `as_of` in the order of finish, and of id among equals.
    fn order(&self, as_of: i64) -> Vec<(i64, u32)> {
        let all = self.deployments.finished_at.iter().copied().zip(0_u32..);
        let mut order: Vec<_> = all.filter(|(finished_at, _)| *finished_at <= as_of).collect();
        order.sort_unstable();
        for tied in order.chunk_by_mut(|a, b| a.0 == b.0).filter(|it| it.len() > 1) {
            tied.sort_unstable_by_key(|(_, at)| self.deployments.ids.get(*at as usize));
        }
        order
    }

    /// The rows of production, with their groups made dense.
    fn rows(&self, order: &[(i64, u32)]) -> Facts {
        let d = &self.deployments;
        let names = names(d.groups, d.marks);
        let mut facts = Facts { tick: self.tick, ..Facts::default() };
        for (finished_at, position) in order {
            let at = *position as usize;
            let (Some(marks), Some(group)) = (d.marks.get(at), d.groups.get(at)) else { continue };
            if marks.has(Marks::PRODUCTION) {
                facts.finished_at.push(*finished_at);
                facts.marks.push(*marks);
                facts.group_of.push(names.dense(*group));
            }
        }
        facts.names = names.names;
        facts
    }

    /// One walk from the last deployment to the first, with the next successful one of every service in hand.
    fn places(&self, order: &[(i64, u32)], carry: Carry) -> Places {
        let d = &self.deployments;
        let count = d.ids.len();
        let mut places = Places { carries: vec![NOWHERE; count], own: vec![NOWHERE; count] };
        let mut next = Next::new(d.services);
        let production = |at: u32| d.marks.get(at as usize).is_some_and(|it| it.has(Marks::PRODUCTION));
        let mut row = order.iter().fold(0_u32, |n, (_, at)| n + u32::from(production(*at)));
        // Those that finish in the same instant contain each other: first the successful ones, then the others.
        for tied in order.chunk_by(|a, b| a.0 == b.0).rev() {
            for (_, position) in tied.iter().rev() {
                row = self.own_place(*position as usize, row, &mut places, &mut next);
            }
            if carry == Carry::Forward {
                tied.iter().for_each(|(_, position)| self.carried_on(*position as usize, &mut places, &next));
            }
        }
        places
    }

    /// Gives a deployment to production its row, counted from the end.
    fn own_place(&self, at: usize, rows: u32, places: &mut Places, next: &mut Next) -> u32 {
        let d = &self.deployments;
        let Some(marks) = d.marks.get(at).filter(|it| it.has(Marks::PRODUCTION)) else { return rows };
        let row = rows - 1;
        set(&mut places.own, at, row);
        if marks.has(Marks::SUCCESSFUL) {
            set(&mut places.carries, at, row);
            next.is(d.services.get(at).copied().unwrap_or_default(), row);
        }
        row
    }

    fn carried_on(&self, at: usize, places: &mut Places, next: &Next) {
        if let Some(cell) = places.carries.get_mut(at).filter(|cell| **cell == NOWHERE) {
            *cell = next.of(self.deployments.services.get(at).copied().unwrap_or_default());
        }
    }
}

fn set(cells: &mut [u32], at: usize, value: u32) {
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
