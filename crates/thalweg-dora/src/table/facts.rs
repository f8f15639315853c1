//! The facts of delivery in columns: deployments by group and finish, with the lead times and recoveries that hang on them.

use std::ops::Range;

use super::columns::{Marks, Tick};
use super::runs::Runs;

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
    /// The deployments to production, group by group, in the order of finish.
    pub(super) rows: Rows,
    pub(super) leads: Runs,
    pub(super) recoveries: Runs,
    /// How many incidents are open of all rows until each one, itself included.
    pub(super) open: Vec<u32>,
    pub(super) left_out: LeftOut,
}

/// Deployments to production by dense group, then in the order of finish.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub(super) finished_at: Vec<i64>,
    pub(super) marks: Vec<Marks>,
    /// The caller's groups by dense group, in order.
    pub(super) names: Vec<u32>,
    /// Where the rows of each dense group end.
    pub(super) ends: Vec<u32>,
}

impl Rows {
    /// The rows of a dense group that finished in [start, end).
    pub(super) fn between(&self, group: usize, start: i64, end: i64) -> Range<usize> {
        let first = group.checked_sub(1).and_then(|it| self.ends.get(it)).copied().unwrap_or(0) as usize;
        let last = self.ends.get(group).copied().unwrap_or(0) as usize;
        let own = self.finished_at.get(first..last).unwrap_or_default();
        let from = own.partition_point(|it| *it < start);
        let after = own.get(from..).unwrap_or_default().partition_point(|it| *it < end);
        first + from..first + from + after
    }

    /// When the first and the last of all finished.
    pub(super) fn span(&self) -> Option<(i64, i64)> {
        let mut start = 0;
        let of_group = |end: &u32| {
            let own = self.finished_at.get(std::mem::replace(&mut start, *end as usize)..*end as usize)?;
            own.first().copied().zip(own.last().copied())
        };
        self.ends.iter().filter_map(of_group).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }
}

impl Facts {
    /// How many deployments to production there are.
    #[must_use]
    pub fn deployments(&self) -> usize {
        self.rows.finished_at.len()
    }

    /// How many lead times there are.
    #[must_use]
    pub fn lead_times(&self) -> usize {
        self.leads.len()
    }

    /// The groups, in order.
    #[must_use]
    pub fn groups(&self) -> &[u32] {
        &self.rows.names
    }

    /// What was left out.
    #[must_use]
    pub const fn left_out(&self) -> LeftOut {
        self.left_out
    }
}
