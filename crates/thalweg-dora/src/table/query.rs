//! The table itself: many groups and many windows in one pass.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use thalweg_model::Window;

use super::columns::Marks;
use super::counts::Counts;
use super::desk::Desk;
use super::facts::Facts;
use super::level::Level;
use super::quantiles::Quantiles;
use super::rows::Piece;
use super::share::settled;

/// One cell: a group, or a roll-up of groups, in a window.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The window, by its position among those asked for.
    pub window: usize,
    /// The level: 0 for the groups themselves, then the roll-ups in their order.
    pub level: usize,
    /// The group, as the caller calls it.
    pub group: u32,
    /// What was counted.
    pub counts: Counts,
    /// Quantiles of the lead times in ticks, for the probabilities asked for; empty without a lead time.
    pub lead_times: Quantiles,
    /// Quantiles of the recoveries in ticks; empty without one that is over.
    pub recoveries: Quantiles,
}

/// What a table shall hold.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The windows, in any order; they may overlap.
    pub windows: &'a [Window],
    /// The probabilities of the quantiles, ascending.
    pub probabilities: &'a [f64],
    /// Roll-ups: for each of the facts' groups, in their order, the group of the level.
    pub roll_ups: &'a [Vec<u32>],
    /// How many threads may work on it.
    pub threads: NonZeroUsize,
}

impl Facts {
    /// The table, in the order of windows, levels and groups; a cell without a deployment is left out.
    ///
    /// The same bytes for any number of threads: each window is one piece of work, and the pieces are put in order.
    #[must_use]
    pub fn table(&self, request: &Request<'_>) -> Vec<Cell> {
        let names = &self.rows.names;
        let roll_ups: Vec<Level> = request.roll_ups.iter().map(|it| Level::of(it, names.len())).collect();
        let next = AtomicUsize::new(0);
        let work = || self.work(request, &roll_ups, &next);
        // A thread beyond the windows would find nothing to do.
        let threads = request.threads.get().min(request.windows.len());
        let done = thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let own = work();
            [own].into_iter().chain(others.into_iter().map(|it| settled(it.join()))).collect()
        });
        in_order(done)
    }

    /// The cells of windows in order, taken as long as there are any.
    fn work(&self, request: &Request<'_>, roll_ups: &[Level], next: &AtomicUsize) -> Vec<Cell> {
        let mut desks = Desks::default();
        // Room at once for what a dashboard shows, so that growing does not move it.
        let groups = self.rows.names.len() + roll_ups.iter().map(Level::len).sum::<usize>();
        let most = groups.saturating_mul(request.windows.len()) / request.threads;
        let mut cells = Vec::with_capacity(most.min(1 << 16));
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(window) = request.windows.get(at) else { return cells };
            let place = Place { window: at, level: 0, probabilities: request.probabilities };
            let groups = self.groups_in(window, &place, &mut desks, &mut cells);
            for (roll_up, level) in roll_ups.iter().zip(1..) {
                let place = Place { level, ..place };
                roll_up
                    .iter()
                    .for_each(|(name, of)| place.roll_up(name, of, &groups, &mut desks, &mut cells));
            }
        }
    }

    /// Puts down the cell of every group in a window, its samples on the desks; what each of them did.
    fn groups_in(
        &self,
        window: &Window,
        place: &Place<'_>,
        desks: &mut Desks,
        cells: &mut Vec<Cell>,
    ) -> Vec<Counts> {
        let mut groups = vec![Counts::default(); self.rows.names.len()];
        desks.clear();
        for own in self.pieces(window).chunk_by(|a, b| a.group == b.group) {
            let group = own.first().map_or(0, |it| it.group);
            let Some((counts, name)) =
                groups.get_mut(group as usize).zip(self.rows.names.get(group as usize))
            else {
                continue;
            };
            own.iter().for_each(|it| counts.add(&self.counts(&it.rows)));
            // Asked while they are in the cache of a core.
            desks.lead_times.lay(&self.leads, group, own);
            desks.recoveries.lay(&self.recoveries, group, own);
            cells.push(place.cell(*name, *counts, &[group], desks));
        }
        groups
    }

    /// The rows of a window in the order of their groups.
    fn pieces(&self, window: &Window) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.rows.each(self.tick.ceil(window.start()), self.tick.ceil(window.end()), |it| pieces.push(it));
        pieces.sort_by_key(|it| it.group);
        pieces
    }

    /// The counts of some rows that follow each other.
    pub(super) fn counts(&self, rows: &Range<usize>) -> Counts {
        let marks = self.rows.marks.get(rows.clone()).unwrap_or_default();
        // As many at once as one byte can count: so a whole register of marks is looked at in one step.
        let some =
            |of: Marks, marks: &[Marks]| u64::from(marks.iter().map(|it| u8::from(it.has(of))).sum::<u8>());
        let open_until =
            |row: usize| row.checked_sub(1).and_then(|it| self.open.get(it)).copied().unwrap_or(0);
        let mut counts = Counts {
            deployments: rows.len() as u64,
            lead_times: self.leads.count(rows) as u64,
            recovered: self.recoveries.count(rows) as u64,
            open: u64::from(open_until(rows.end) - open_until(rows.start)),
            ..Counts::default()
        };
        for marks in marks.chunks(255) {
            counts.successful += some(Marks::SUCCESSFUL, marks);
            counts.failed += some(Marks::FAILED, marks);
            counts.rework += some(Marks::REWORK, marks);
            counts.planned += some(Marks::PLANNED, marks);
        }
        counts
    }
}

/// The cells of several threads in one, by window.
fn in_order(mut done: Vec<Vec<Cell>>) -> Vec<Cell> {
    if let [own] = done.as_mut_slice() {
        return std::mem::take(own);
    }
    let mut windows: Vec<&[Cell]> =
        done.iter().flat_map(|it| it.chunk_by(|a, b| a.window == b.window)).collect();
    windows.sort_unstable_by_key(|it| it.first().map(|it| it.window));
    let mut cells = Vec::with_capacity(windows.iter().map(|it| it.len()).sum());
    windows.into_iter().for_each(|it| cells.extend_from_slice(it));
    cells
}

/// Where a cell stands in the table, but for its group, and what it is asked for.
#[derive(Clone, Copy)]
struct Place<'a> {
    window: usize,
    level: usize,
    probabilities: &'a [f64],
}

/// What the cells of a window are made of.
#[derive(Debug, Default)]
struct Desks {
    lead_times: Desk,
    recoveries: Desk,
}

impl Place<'_> {
    /// Puts down the cell of some groups together, if they have one.
    fn roll_up(&self, name: u32, groups: &[u32], all: &[Counts], desks: &mut Desks, cells: &mut Vec<Cell>) {
        let mut counts = Counts::default();
        groups.iter().filter_map(|it| all.get(*it as usize)).for_each(|it| counts.add(it));
        if counts.deployments > 0 {
            cells.push(self.cell(name, counts, groups, desks));
        }
    }

    /// The cell of some groups together.
    fn cell(&self, name: u32, counts: Counts, groups: &[u32], desks: &mut Desks) -> Cell {
        let quantiles_of = |desk: &mut Desk| match groups {
            [group] => desk.quantiles(*group, self.probabilities),
            _ => desk.pooled(groups, self.probabilities),
        };
        let (lead_times, recoveries) =
            (quantiles_of(&mut desks.lead_times), quantiles_of(&mut desks.recoveries));
        Cell { window: self.window, level: self.level, group: name, counts, lead_times, recoveries }
    }
}

impl Desks {
    fn clear(&mut self) {
        self.lead_times.clear();
        self.recoveries.clear();
    }
}
