//! The table itself: many groups and many windows in one pass.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use thalweg_model::Window;

use super::columns::Marks;
use super::desk::{Desk, Stretch};
use super::facts::Facts;
use super::level::Level;

/// Counts of one cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Deployments to production, whatever their outcome.
    pub deployments: u64,
    /// Those that ended well.
    pub successful: u64,
    /// Those that failed: marked so, or the cause of an incident.
    pub failed: u64,
    /// Those that repeat work.
    pub rework: u64,
    /// Those that were planned.
    pub planned: u64,
    /// Lead times.
    pub lead_times: u64,
    /// Incidents that are over.
    pub recovered: u64,
    /// Incidents that are open.
    pub open: u64,
}

impl Counts {
    /// Failed deployments over all of them; `None` without a deployment.
    ///
    /// ```
    /// use thalweg_dora::table::Counts;
    /// let counts = Counts { deployments: 8, failed: 2, ..Counts::default() };
    /// assert_eq!(counts.change_fail_rate(), Some(0.25));
    /// assert_eq!(Counts::default().change_fail_rate(), None);
    /// ```
    #[must_use]
    pub fn change_fail_rate(&self) -> Option<f64> {
        self.share(self.failed)
    }

    /// Deployments that repeat work over all of them; `None` without a deployment.
    #[must_use]
    pub fn rework_rate(&self) -> Option<f64> {
        self.share(self.rework)
    }

    #[expect(clippy::cast_precision_loss, reason = "there are fewer than 2³² deployments")]
    fn share(&self, part: u64) -> Option<f64> {
        (self.deployments > 0).then(|| part as f64 / self.deployments as f64)
    }

    fn add(&mut self, other: &Self) {
        self.deployments += other.deployments;
        self.successful += other.successful;
        self.failed += other.failed;
        self.rework += other.rework;
        self.planned += other.planned;
        self.lead_times += other.lead_times;
        self.recovered += other.recovered;
        self.open += other.open;
    }
}

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
    pub lead_times: Vec<f64>,
    /// Quantiles of the recoveries in ticks; empty without one that is over.
    pub recoveries: Vec<f64>,
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
        let roll_ups = request.roll_ups.iter().map(|it| Level::of(it, self.names.len()));
        let levels: Vec<Level> = [Level::own(&self.names)].into_iter().chain(roll_ups).collect();
        let next = AtomicUsize::new(0);
        let work = || self.work(request, &levels, &next);
        let mut parts = thread::scope(|scope| {
            let others: Vec<_> = (1..request.threads.get()).map(|_| scope.spawn(work)).collect();
            let mut all = work();
            all.extend(others.into_iter().filter_map(|it| it.join().ok()).flatten());
            all
        });
        parts.sort_unstable_by_key(|(window, _)| *window);
        parts.into_iter().flat_map(|(_, cells)| cells).collect()
    }

    /// Takes windows as long as there are any.
    fn work(&self, request: &Request<'_>, levels: &[Level], next: &AtomicUsize) -> Vec<(usize, Vec<Cell>)> {
        let mut desk = Desk::default();
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(window) = request.windows.get(at) else { return done };
            let stretch = self.stretch(window);
            let counts = self.counts(&stretch);
            let cells = levels.iter().enumerate().flat_map(|(level, groups)| {
                let place = Place { window: at, level };
                self.level(place, groups, &stretch, &counts, request.probabilities, &mut desk)
            });
            done.push((at, cells.collect()));
        }
    }

    /// The rows that finished in a window.
    fn stretch(&self, window: &Window) -> Stretch<'_> {
        let before = |end| self.finished_at.partition_point(|it| *it < self.tick.ceil(end));
        let start = before(window.start());
        let rows = start..before(window.end()).max(start);
        Stretch { groups: self.group_of.get(rows.clone()).unwrap_or_default(), rows }
    }

    /// The counts of every group in a stretch of rows.
    fn counts(&self, stretch: &Stretch<'_>) -> Vec<Counts> {
        let mut counts = vec![Counts::default(); self.names.len()];
        let rows = &stretch.rows;
        let samples = self.leads.sizes(rows).zip(self.recoveries.sizes(rows));
        let known = self.marks.get(rows.clone()).unwrap_or_default().iter();
        let open = self.open.get(rows.clone()).unwrap_or_default().iter();
        for (((group, marks), open), (leads, recovered)) in
            stretch.groups.iter().zip(known).zip(open).zip(samples)
        {
            let Some(cell) = counts.get_mut(*group as usize) else { continue };
            cell.deployments += 1;
            cell.successful += u64::from(marks.has(Marks::SUCCESSFUL));
            cell.failed += u64::from(marks.has(Marks::FAILED));
            cell.rework += u64::from(marks.has(Marks::REWORK));
            cell.planned += u64::from(marks.has(Marks::PLANNED));
            cell.lead_times += u64::from(leads);
            cell.recovered += u64::from(recovered);
            cell.open += u64::from(*open);
        }
        counts
    }

    /// The cells of one level in one window.
    fn level(
        &self,
        place: Place,
        level: &Level,
        stretch: &Stretch<'_>,
        of_groups: &[Counts],
        probabilities: &[f64],
        desk: &mut Desk,
    ) -> Vec<Cell> {
        let counts = rolled_up(level, of_groups);
        let leads = counts.iter().map(|it| it.lead_times);
        let leads = desk.quantiles(&self.leads, stretch, level, leads, probabilities);
        let recoveries = counts.iter().map(|it| it.recovered);
        let recoveries = desk.quantiles(&self.recoveries, stretch, level, recoveries, probabilities);
        let all = level.names.iter().zip(&counts).zip(leads.into_iter().zip(recoveries));
        let cell = |((group, counts), (lead_times, recoveries)): ((&u32, &Counts), _)| Cell {
            window: place.window,
            level: place.level,
            group: *group,
            counts: *counts,
            lead_times,
            recoveries,
        };
        all.filter(|((_, counts), _)| counts.deployments > 0).map(cell).collect()
    }
}

/// Where a cell stands in the table, but for its group.
#[derive(Clone, Copy)]
struct Place {
    window: usize,
    level: usize,
}

/// Counts add.
fn rolled_up(level: &Level, of_groups: &[Counts]) -> Vec<Counts> {
    let mut counts = vec![Counts::default(); level.names.len()];
    for (group, of) in (0..).zip(of_groups) {
        if let Some(cell) = level.key(group).and_then(|key| counts.get_mut(key)) {
            cell.add(of);
        }
    }
    counts
}
