//! Every construct and item in every group, in one pass over the columns (survey.md section 5).

mod cell;
mod kernel;
mod moments;
mod plan;
mod sort;

use std::borrow::Cow;
use std::fmt;
use std::num::NonZeroUsize;
use std::thread;

pub use cell::{Cell, ItemCell};

use crate::columns::Columns;
use crate::instrument::Construct;
use moments::Moments;
use plan::Plan;
use sort::Order;

/// The sums of every construct in every group of a wave.
///
/// It holds what groups answered and so neither prints nor serialises: numbers of it leave through a release plan
/// (survey.md section 3).
///
/// ```
/// use std::num::NonZeroUsize;
/// use thalweg_survey::{Columns, Instrument, Table};
/// let satisfaction = Instrument::built_in().into_iter().find(|i| i.edition().to_string() == "job-satisfaction@1").expect("built in");
/// let codes = vec![vec![5, 6, 7, 2], vec![6, 6, 0, 3], vec![5, 7, 7, 1]];
/// let columns = Columns::from_codes(&satisfaction, vec![0, 0, 1, 1], codes)?;
/// let table = Table::of(&columns, NonZeroUsize::MIN);
/// let all = table.whole("job_satisfaction").expect("a construct of it");
/// assert_eq!((all.scored(), all.complete()), (4, 3));
/// assert!(all.mean().is_some_and(|mean| (mean - (16.0 / 3.0 + 19.0 / 3.0 + 7.0 + 2.0) / 4.0).abs() < 1e-12));
/// # Ok::<(), thalweg_survey::Problems>(())
/// ```
#[derive(Clone)]
pub struct Table {
    groups: usize,
    constructs: Vec<Construct>,
    plans: Vec<Plan>,
    /// By construct, then by group.
    cells: Vec<Vec<Moments>>,
    wholes: Vec<Moments>,
    lowest: Vec<i32>,
}

impl fmt::Debug for Table {
    /// Names the type and nothing of its content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Table(hidden)")
    }
}

impl Table {
    /// The table of these columns. It is the same for any number of threads.
    #[must_use]
    pub fn of(columns: &Columns, threads: NonZeroUsize) -> Self {
        let instrument = columns.instrument();
        let constructs = instrument.constructs().to_vec();
        let plans: Vec<Plan> = constructs.iter().map(|construct| Plan::of(instrument, construct)).collect();
        let order = Order::of(columns.group_of(), columns.groups());
        let jobs: Vec<(&Construct, &Plan)> = constructs.iter().zip(&plans).collect();
        let cells = on_threads(&jobs, threads, |(construct, plan)| cells(columns, &order, construct, plan));
        let wholes = constructs.iter().zip(&cells).map(|(construct, cells)| {
            cells.iter().fold(Moments::empty(construct.items.len()), |mut whole, cell| {
                whole.add(cell);
                whole
            })
        });
        let wholes = wholes.collect();
        let lowest = constructs.iter().map(|c| instrument.scale_of(c).map_or(1, |scale| scale.min()));
        let lowest = lowest.collect();
        Self { groups: columns.groups(), constructs, plans, cells, wholes, lowest }
    }

    /// How many groups there are.
    #[must_use]
    pub const fn groups(&self) -> usize {
        self.groups
    }

    /// The constructs in the order of the instrument.
    #[must_use]
    pub fn constructs(&self) -> &[Construct] {
        &self.constructs
    }

    /// A construct over all respondents.
    #[must_use]
    pub fn whole(&self, construct: &str) -> Option<Cell<'_>> {
        let at = self.place(construct)?;
        self.cell_of(at, Cow::Borrowed(self.wholes.get(at)?))
    }

    /// A construct in one group.
    #[must_use]
    pub fn cell(&self, construct: &str, group: usize) -> Option<Cell<'_>> {
        let at = self.place(construct)?;
        self.cell_of(at, Cow::Borrowed(self.cells.get(at)?.get(group)?))
    }

    /// A construct in several groups taken together; a group that there is not adds nothing.
    #[must_use]
    pub fn union(&self, construct: &str, groups: impl IntoIterator<Item = usize>) -> Option<Cell<'_>> {
        let at = self.place(construct)?;
        let cells = self.cells.get(at)?;
        let mut sum = Moments::empty(self.constructs.get(at)?.items.len());
        for cell in groups.into_iter().filter_map(|group| cells.get(group)) {
            sum.add(cell);
        }
        self.cell_of(at, Cow::Owned(sum))
    }

    fn place(&self, construct: &str) -> Option<usize> {
        self.constructs.iter().position(|c| c.id.as_str() == construct)
    }

    fn cell_of<'a>(&'a self, at: usize, moments: Cow<'a, Moments>) -> Option<Cell<'a>> {
        Some(Cell::new(self.plans.get(at)?.need, *self.lowest.get(at)?, moments))
    }
}

/// The sums of one construct by group.
fn cells(columns: &Columns, order: &Order, construct: &Construct, plan: &Plan) -> Vec<Moments> {
    let mut sorted = vec![Vec::new(); construct.items.len()];
    for (item, into) in construct.items.iter().zip(&mut sorted) {
        if let Some((codes, table)) = columns.keyed(item.as_str()) {
            order.sorted(codes, &table, into);
        }
    }
    let mut stretch: Vec<&[u8]> = Vec::with_capacity(sorted.len());
    let sums = order.stretches().map(|rows| {
        stretch.clear();
        stretch.extend(sorted.iter().map(|column| column.get(rows.clone()).unwrap_or_default()));
        let mut sums = Moments::empty(construct.items.len());
        kernel::add(plan, &stretch, &mut sums);
        sums
    });
    sums.collect()
}

/// The results of independent jobs, in their order.
fn on_threads<J: Sync, R: Send>(jobs: &[J], threads: NonZeroUsize, work: impl Fn(&J) -> R + Sync) -> Vec<R> {
    let share = jobs.len().div_ceil(threads.get()).max(1);
    if share >= jobs.len() {
        return jobs.iter().map(work).collect();
    }
    let work = &work;
    thread::scope(|scope| {
        let started: Vec<_> = (jobs.chunks(share))
            .map(|jobs| (jobs, scope.spawn(move || jobs.iter().map(work).collect::<Vec<R>>())))
            .collect();
        // A thread that did not finish left no result; its jobs are done here, so nothing is lost.
        let done = started
            .into_iter()
            .map(|(jobs, thread)| thread.join().unwrap_or_else(|_| jobs.iter().map(work).collect()));
        done.flatten().collect()
    })
}
