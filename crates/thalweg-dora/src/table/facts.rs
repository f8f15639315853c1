//! The facts of delivery in columns: deployments by group and finish, with the lead times and recoveries that hang on them.

use super::columns::Tick;
use super::rows::Rows;
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
    /// The deployments to production.
    pub(super) rows: Rows,
    pub(super) leads: Runs,
    pub(super) recoveries: Runs,
    /// How many incidents are open of all rows until each one, itself included.
    pub(super) open: Vec<u32>,
    pub(super) left_out: LeftOut,
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
