//! Results as readings: what goes into evidence.

use thalweg_model::{Basis, Gap, MetricId, Reading, Readings, Unit};

use crate::measure::Delivery;
use crate::metrics::{Metric, metric_id};
use crate::outlook::{MetricOutlook, Outlook, OutlookVerdict};

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

impl Outlook {
    /// The verdict on one metric as a score: 1 sustained, −1 worsened, 0 for no meaningful change and for an improvement that
    /// is not stable or not proven so; a gap where the data cannot tell.
    pub fn reading(&self, metric: Metric) -> Reading {
        match self.metrics.get(&metric) {
            Some(found) => score(found, self),
            None => Reading::unknown(Gap::NoData, Basis::default()),
        }
    }
}

fn score(found: &MetricOutlook, outlook: &Outlook) -> Reading {
    let basis = Basis::of(found.evaluation.basis().n).under(outlook.definition.clone());
    let basis = Basis { flags: found.flags.clone(), ..basis };
    let number = |score| Reading::number(score, Unit::Score, None, basis.clone());
    match found.verdict {
        OutlookVerdict::Sustained => number(1.0),
        OutlookVerdict::Worsened => number(-1.0),
        OutlookVerdict::ImprovedNotProvenStable
        | OutlookVerdict::ImprovedThenDecayed
        | OutlookVerdict::NoMeaningfulChange => number(0.0),
        OutlookVerdict::Inconclusive { .. } => Reading::unknown(Gap::Undefined, basis),
        OutlookVerdict::InsufficientData { reason } => {
            let gap =
                reason.counts().map_or(Gap::Undefined, |(have, need)| Gap::InsufficientData { have, need });
            Reading::unknown(gap, basis)
        }
    }
}

impl Readings for Outlook {
    fn readings(&self) -> Vec<(MetricId, Reading)> {
        let one = |metric: Metric| metric_id(metric.outlook_spec()).map(|id| (id, self.reading(metric)));
        Metric::ALL.into_iter().filter_map(one).collect()
    }
}
