//! What a group did in a window, in numbers.

use serde::Serialize;

/// Counts of one cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
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

    pub(super) fn add(&mut self, other: &Self) {
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
