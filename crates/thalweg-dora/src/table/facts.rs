//! The facts of delivery in columns: deployments in the order of finish, with the lead times and recoveries that hang on them.

use std::ops::Range;

use super::columns::{Marks, Tick};

/// How many samples each row has, as the ends of their runs.
#[derive(Clone, Debug, Default)]
pub(super) struct Runs {
    pub(super) ends: Vec<u32>,
    pub(super) values: Vec<i64>,
}

impl Runs {
    /// Samples in the order of their rows, and of the records among the samples of one row. Rows that do not exist are left out.
    pub(super) fn new(
        count: usize,
        rows: impl Iterator<Item = u32> + Clone,
        records: impl Iterator<Item = i64>,
        sample: impl Fn(usize, i64) -> i64,
    ) -> Self {
        let mut ends = vec![0_u32; count];
        for row in rows.clone() {
            if let Some(cell) = ends.get_mut(row as usize) {
                *cell += 1;
            }
        }
        let total = starts(&mut ends);
        let mut values = vec![0_i64; total as usize];
        for (row, record) in rows.zip(records) {
            let Some(place) = ends.get_mut(row as usize) else { continue };
            if let Some(cell) = values.get_mut(*place as usize) {
                *cell = sample(row as usize, record);
            }
            *place += 1;
        }
        Self { ends, values }
    }

    /// Where the samples of the rows before `row` end.
    fn end_before(&self, row: usize) -> u32 {
        row.checked_sub(1).and_then(|it| self.ends.get(it)).copied().unwrap_or(0)
    }

    /// The samples of a stretch of rows.
    pub(super) fn between(&self, rows: &Range<usize>) -> &[i64] {
        let ends = self.end_before(rows.start) as usize..self.end_before(rows.end) as usize;
        self.values.get(ends).unwrap_or_default()
    }

    /// How many samples each row of a stretch has.
    pub(super) fn sizes(&self, rows: &Range<usize>) -> impl Iterator<Item = u32> + '_ {
        let mut before = self.end_before(rows.start);
        self.ends.get(rows.clone()).unwrap_or_default().iter().map(move |end| {
            let size = end - before;
            before = *end;
            size
        })
    }
}

/// Turns counts into where each one's samples begin; gives the sum.
fn starts(counts: &mut [u32]) -> u32 {
    let mut total = 0;
    for cell in counts {
        total += std::mem::replace(cell, total);
    }
    total
}

/// What a log of columns left out, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Changes that name no deployment.
    pub changes_without_deployment: u64,
    /// Changes that name a deployment nobody knows.
    pub changes_of_unknown_deployment: u64,
    /// Changes whose deployment was never followed by a successful one in production.
    pub changes_not_in_production: u64,
    /// Incidents that name no deployment.
    pub incidents_without_deployment: u64,
    /// Incidents that name a deployment nobody knows.
    pub incidents_of_unknown_deployment: u64,
    /// Incidents of deployments outside production.
    pub incidents_outside_production: u64,
}

impl LeftOut {
    /// Both together.
    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            changes_without_deployment: self.changes_without_deployment + other.changes_without_deployment,
            changes_of_unknown_deployment: self.changes_of_unknown_deployment
                + other.changes_of_unknown_deployment,
            changes_not_in_production: self.changes_not_in_production + other.changes_not_in_production,
            incidents_without_deployment: self.incidents_without_deployment
                + other.incidents_without_deployment,
            incidents_of_unknown_deployment: self.incidents_of_unknown_deployment
                + other.incidents_of_unknown_deployment,
            incidents_outside_production: self.incidents_outside_production
                + other.incidents_outside_production,
        }
    }
}

/// The facts, ready for any number of tables.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub(super) tick: Tick,
    /// Deployments to production, in the order of finish.
    pub(super) finished_at: Vec<i64>,
    /// Dense groups.
    pub(super) group_of: Vec<u32>,
    pub(super) marks: Vec<Marks>,
    pub(super) leads: Runs,
    pub(super) recoveries: Runs,
    /// How many incidents of a deployment are still open.
    pub(super) open: Vec<u32>,
    /// The caller's groups by dense group, in order.
    pub(super) names: Vec<u32>,
    pub(super) left_out: LeftOut,
}

impl Facts {
    /// How many deployments to production there are.
    #[must_use]
    pub fn deployments(&self) -> usize {
        self.finished_at.len()
    }

    /// How many lead times there are.
    #[must_use]
    pub fn lead_times(&self) -> usize {
        self.leads.values.len()
    }

    /// The groups, in order.
    #[must_use]
    pub fn groups(&self) -> &[u32] {
        &self.names
    }

    /// What was left out.
    #[must_use]
    pub const fn left_out(&self) -> LeftOut {
        self.left_out
    }
}
