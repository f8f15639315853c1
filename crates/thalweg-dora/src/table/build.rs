//! From raw columns to facts: sort once, resolve every link once.

use std::num::NonZeroUsize;

use thalweg_model::Instant;

use super::carry::{Carry, carriers};
use super::columns::{Columns, ColumnsError, Marks};
use super::facts::Facts;
use super::index::{Index, Twice};
use super::link::Links;
use super::order::by_time;
use super::rows::Rows;
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
        let span = self.check()?;
        let as_of = self.tick.floor(as_of);
        let order = || by_time(self.deployments.finished_at, self.deployments.ids, span, as_of);
        // What is larger is made on this thread, whose memory is used again.
        let ((order, used), index) = both(threads, order, || Index::new(self.deployments.ids));
        let mut index = index.map_err(|it| twice(&it))?;
        let (mut rows, own) = Rows::new(&self.deployments, &order, used);
        let links = Links { index: &index, finished_at: &rows.finished_at, as_of };
        let incidents = links.incidents(&self.incidents, &own);
        for row in incidents.failed() {
            rows.marks.get_mut(*row as usize).into_iter().for_each(|it| *it = it.and(Marks::FAILED));
        }
        index.set_rows(carriers(&self.deployments, &order, own, carry));
        drop(order);
        let links = Links { index: &index, finished_at: &rows.finished_at, as_of };
        let (piles, changes) = links.changes(&self.changes, threads);
        drop(index);
        let leads = Runs::new(&rows.finished_at, piles, threads, |finished_at, at| finished_at - at);
        let (recoveries, open, left_out) = incidents.settle(&rows);
        let left_out = changes.and(left_out);
        Ok(Facts { tick: self.tick, rows, leads, recoveries, open, left_out })
    }
}

fn twice(it: &Twice) -> ColumnsError {
    ColumnsError::Duplicate { id: it.id, first: it.first, second: it.second }
}
