//! The monthly table of all groups and of the whole, in one call.

use std::num::NonZeroUsize;

use thalweg_model::{Instant, Tz, Window};

use super::carry::Carry;
use super::columns::{Columns, ColumnsError, Tick};
use super::facts::{Facts, LeftOut};
use super::query::{Cell, Request};

/// How a monthly table is made.
#[derive(Clone, Copy, Debug)]
pub struct Monthly<'a> {
    /// Which deployment a change counts for.
    pub carry: Carry,
    /// The zone whose calendar months are meant.
    pub zone: Tz,
    /// What is later is ignored.
    pub as_of: Instant,
    /// The probabilities of the quantiles, ascending.
    pub probabilities: &'a [f64],
    /// How many threads may work on it; the result does not depend on it.
    pub threads: NonZeroUsize,
}

/// Cells and what their windows are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The windows, in order.
    pub windows: Vec<Window>,
    /// The cells: level 0 holds the groups, level 1 the whole.
    pub cells: Vec<Cell>,
    /// The clock of the durations.
    pub tick: Tick,
    /// What counts nowhere, and why.
    pub left_out: LeftOut,
}

impl Columns<'_> {
    /// The table of every group, and of the whole, in every month with a deployment to production.
    ///
    /// This is the definition "peers-job" (definitions.md): counts, type-7 quantiles of lead time and recovery; the shares are
    /// methods of [`Counts`](super::Counts). A cell without a deployment is absent.
    ///
    /// # Errors
    /// As [`Columns::facts`].
    pub fn monthly(&self, monthly: &Monthly<'_>) -> Result<Table, ColumnsError> {
        Ok(self.facts(monthly.carry, monthly.as_of, monthly.threads)?.monthly(monthly))
    }
}

impl Facts {
    /// As [`Columns::monthly`], from facts that were made before; `carry` and `as_of` are theirs.
    #[must_use]
    pub fn monthly(&self, monthly: &Monthly<'_>) -> Table {
        let windows = self.months(monthly.zone);
        let roll_ups = [vec![0; self.groups().len()]];
        let request = Request {
            windows: &windows,
            probabilities: monthly.probabilities,
            roll_ups: &roll_ups,
            threads: monthly.threads,
        };
        let cells = self.table(&request);
        Table { windows, cells, tick: self.tick, left_out: self.left_out }
    }

    /// The calendar months from the first deployment to production to the last.
    #[must_use]
    pub fn months(&self, zone: Tz) -> Vec<Window> {
        let instant = |ticks: i64| Instant::from_nanos(ticks.saturating_mul(self.tick.nanos()));
        let Some((first, last)) = self.rows.span() else { return Vec::new() };
        let Some((first, last)) = instant(first).zip(instant(last)) else { return Vec::new() };
        let first = Window::month_of(first, zone).ok();
        std::iter::successors(first, Window::next).take_while(|it| it.start() <= last).collect()
    }
}
