//! A score in the style of DORA's Quick Check: each answer on a scale from 0 to 10 (dora.md section 4).
//!
//! A categorical answer v of 1 to 6 gives (v − 1)/5·10, a percentage 10 − pct/10; the overall score is the mean of those that
//! are answered, and none where none is. It describes one group at one time: scores are never averaged over groups.
//!
//! ```
//! use thalweg_dora::bands::Band;
//! use thalweg_dora::quick_check::QuickCheck;
//! let check = QuickCheck {
//!     deployment_frequency: Some(Band::of_rate_per_day(0.26)),
//!     change_lead_time: Some(Band::of_hours(35.5)),
//!     failed_deployment_recovery_time: None,
//!     change_fail_rate: Some(0.25),
//!     deployment_rework_rate: Some(0.125),
//! };
//! assert_eq!(check.overall(), Some(7.0625)); // the mean of 6, 6, 7.5 and 8.75
//! assert_eq!(check.stability(), Some(8.125));
//! ```

use serde::Serialize;

use thalweg_model::{Flag, Reading, Share};

use crate::bands::{Band, BandRange};
use crate::estimate::mean;
use crate::measure::Delivery;
use crate::metrics::Metric;

/// The answers that a score is made of; an absent one does not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct QuickCheck {
    /// The band of the deployment frequency.
    pub deployment_frequency: Option<Band>,
    /// The band of the change lead time.
    pub change_lead_time: Option<Band>,
    /// The band of the recovery time.
    pub failed_deployment_recovery_time: Option<Band>,
    /// The change fail rate, 0 to 1.
    pub change_fail_rate: Option<f64>,
    /// The deployment rework rate, 0 to 1.
    pub deployment_rework_rate: Option<f64>,
}

impl QuickCheck {
    /// The answers of a delivery: the bands of its numbers, and its rates while the window has ended.
    #[must_use]
    pub fn of(delivery: &Delivery) -> Self {
        let point = |band: Option<BandRange>| band.and_then(|it| it.point);
        let share = |rate: &Reading<Share>| {
            let ended = !rate.basis().flags.contains(&Flag::Partial);
            rate.value().filter(|_| ended).map(|it| it.value())
        };
        Self {
            deployment_frequency: point(delivery.deployment_frequency.band),
            change_lead_time: point(delivery.change_lead_time.band),
            failed_deployment_recovery_time: point(delivery.failed_deployment_recovery_time.band),
            change_fail_rate: share(&delivery.change_fail_rate.rate),
            deployment_rework_rate: share(&delivery.deployment_rework_rate.rate),
        }
    }

    /// The score of one metric, 0 to 10.
    #[must_use]
    pub fn score(&self, metric: Metric) -> Option<f64> {
        let category = |band: Option<Band>| band.map(|it| f64::from(it.number() - 1) / 5.0 * 10.0);
        let percentage = |share: Option<f64>| share.map(|it| 10.0 - it * 10.0);
        match metric {
            Metric::DeploymentFrequency => category(self.deployment_frequency),
            Metric::ChangeLeadTime => category(self.change_lead_time),
            Metric::FailedDeploymentRecoveryTime => category(self.failed_deployment_recovery_time),
            Metric::ChangeFailRate => percentage(self.change_fail_rate),
            Metric::DeploymentReworkRate => percentage(self.deployment_rework_rate),
        }
    }

    /// The mean score of the metrics that are answered.
    #[must_use]
    pub fn overall(&self) -> Option<f64> {
        self.mean_of(|_| true)
    }

    /// The mean score of what tells of throughput.
    #[must_use]
    pub fn throughput(&self) -> Option<f64> {
        self.mean_of(Metric::is_throughput)
    }

    /// The mean score of what tells of instability.
    #[must_use]
    pub fn stability(&self) -> Option<f64> {
        self.mean_of(|it| !it.is_throughput())
    }

    fn mean_of(&self, which: impl Fn(Metric) -> bool) -> Option<f64> {
        let scores: Vec<f64> =
            Metric::ALL.into_iter().filter(|it| which(*it)).filter_map(|it| self.score(it)).collect();
        mean(&scores)
    }
}
