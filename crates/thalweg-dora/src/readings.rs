//! Results as readings: what goes into evidence.

use thalweg_model::{MetricId, Reading, Readings};

use crate::measure::Delivery;
use crate::metrics::{Metric, metric_id};

impl Delivery {
    /// The reading of one metric, in the unit that the catalog declares.
    ///
    /// ```
    /// use thalweg_dora::{Definition, Metric, measure};
    /// use thalweg_model::{EventLog, Gap};
    /// let nothing = EventLog::default();
    /// let delivery = measure(&nothing.as_of("2026-04-10T00:00:00Z".parse()?), &Definition::default());
    /// for metric in Metric::ALL {
    ///     assert_eq!(delivery.reading(metric).gap(), Some(Gap::NoData));
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reading(&self, metric: Metric) -> Reading {
        match metric {
            Metric::DeploymentFrequency => self.deployment_frequency.per_week.clone(),
            Metric::ChangeLeadTime => self.change_lead_time.median.clone(),
            Metric::ChangeFailRate => self.change_fail_rate.rate.quantity(),
            Metric::DeploymentReworkRate => self.deployment_rework_rate.rate.quantity(),
            Metric::FailedDeploymentRecoveryTime => self.failed_deployment_recovery_time.median.clone(),
        }
    }
}

impl Readings for Delivery {
    fn readings(&self) -> Vec<(MetricId, Reading)> {
        let one = |metric: Metric| metric_id(metric.spec()).map(|id| (id, self.reading(metric)));
        Metric::ALL.into_iter().filter_map(one).collect()
    }
}
