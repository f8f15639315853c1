//! The metrics that this crate computes, as the catalog knows them.

use serde::{Deserialize, Serialize};

use thalweg_model::{Better, MeasureClass, MetricId, MetricSpec, Unit};

const GUIDE: &str = "DORA's software delivery metrics, dora.dev, 2026-01-05";
const VERDICT: &str = "thalweg's own verdict on improvement that holds, over DORA's software delivery metrics, dora.dev, 2026-01-05";

/// One of the delivery metrics.
///
/// ```
/// use thalweg_dora::Metric;
/// assert_eq!(Metric::ChangeFailRate.id(), "dora.change_fail_rate");
/// assert!(Metric::ChangeLeadTime.is_throughput() && !Metric::ChangeFailRate.is_throughput());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// How often changes reach users.
    DeploymentFrequency,
    /// How long a change takes from commit to production.
    ChangeLeadTime,
    /// How large a share of deployments fails.
    ChangeFailRate,
    /// How large a share of deployments is unplanned work on failures.
    DeploymentReworkRate,
    /// How long it takes to recover from a failed deployment.
    FailedDeploymentRecoveryTime,
}

impl Metric {
    /// The five, in order.
    pub const ALL: [Self; 5] = [
        Self::DeploymentFrequency,
        Self::ChangeLeadTime,
        Self::ChangeFailRate,
        Self::DeploymentReworkRate,
        Self::FailedDeploymentRecoveryTime,
    ];

    /// What the catalog says of it.
    #[must_use]
    pub const fn spec(self) -> &'static MetricSpec {
        match self {
            Self::DeploymentFrequency => &FREQUENCY,
            Self::ChangeLeadTime => &LEAD_TIME,
            Self::ChangeFailRate => &FAIL_RATE,
            Self::DeploymentReworkRate => &REWORK_RATE,
            Self::FailedDeploymentRecoveryTime => &RECOVERY_TIME,
        }
    }

    /// What the catalog says of its outlook.
    #[must_use]
    pub const fn outlook_spec(self) -> &'static MetricSpec {
        match self {
            Self::DeploymentFrequency => &FREQUENCY_OUTLOOK,
            Self::ChangeLeadTime => &LEAD_TIME_OUTLOOK,
            Self::ChangeFailRate => &FAIL_RATE_OUTLOOK,
            Self::DeploymentReworkRate => &REWORK_RATE_OUTLOOK,
            Self::FailedDeploymentRecoveryTime => &RECOVERY_TIME_OUTLOOK,
        }
    }

    /// The metric's id.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.spec().id
    }

    /// Whether it tells of throughput; the two rates tell of instability.
    #[must_use]
    pub const fn is_throughput(self) -> bool {
        !matches!(self, Self::ChangeFailRate | Self::DeploymentReworkRate)
    }

    /// Whether more of it is better.
    #[must_use]
    pub fn higher_is_better(self) -> bool {
        self.spec().better == Better::Higher
    }
}

/// The id of a metric in this crate's tables, as the model holds ids. They are all well-formed.
pub(crate) fn metric_id(spec: &MetricSpec) -> Option<MetricId> {
    MetricId::new(spec.id).ok()
}

const FREQUENCY: MetricSpec = MetricSpec {
    id: "dora.deployment_frequency",
    name: "Deployment frequency",
    unit: Unit::PerWeek,
    better: Better::Higher,
    class: MeasureClass::Outcome,
    meaning: "deployments to production per week of observed time",
    source: GUIDE,
};
const LEAD_TIME: MetricSpec = MetricSpec {
    id: "dora.change_lead_time",
    name: "Change lead time",
    unit: Unit::Hours,
    better: Better::Lower,
    class: MeasureClass::Outcome,
    meaning: "median time from the commit of a change to its first deployment in production",
    source: GUIDE,
};
const FAIL_RATE: MetricSpec = MetricSpec {
    id: "dora.change_fail_rate",
    name: "Change fail rate",
    unit: Unit::Share,
    better: Better::Lower,
    class: MeasureClass::Outcome,
    meaning: "share of deployments to production that needed immediate intervention",
    source: GUIDE,
};
const REWORK_RATE: MetricSpec = MetricSpec {
    id: "dora.deployment_rework_rate",
    name: "Deployment rework rate",
    unit: Unit::Share,
    better: Better::Lower,
    class: MeasureClass::Outcome,
    meaning: "share of deployments that were unplanned and mend an incident or a bug that users met",
    source: GUIDE,
};
const RECOVERY_TIME: MetricSpec = MetricSpec {
    id: "dora.failed_deployment_recovery_time",
    name: "Failed deployment recovery time",
    unit: Unit::Hours,
    better: Better::Lower,
    class: MeasureClass::Outcome,
    meaning: "median time from the impact of a failed deployment to the restoration of service, open ones censored",
    source: GUIDE,
};
pub(crate) const RELIABILITY: MetricSpec = MetricSpec {
    id: "dora.reliability",
    name: "Reliability",
    unit: Unit::Share,
    better: Better::Higher,
    class: MeasureClass::Outcome,
    meaning: "share of the service-level objectives with data that were met",
    source: GUIDE,
};

const FREQUENCY_OUTLOOK: MetricSpec = MetricSpec {
    id: "dora.outlook.deployment_frequency",
    name: "Outlook of deployment frequency",
    ..OUTLOOK
};
const LEAD_TIME_OUTLOOK: MetricSpec =
    MetricSpec { id: "dora.outlook.change_lead_time", name: "Outlook of change lead time", ..OUTLOOK };
const FAIL_RATE_OUTLOOK: MetricSpec =
    MetricSpec { id: "dora.outlook.change_fail_rate", name: "Outlook of change fail rate", ..OUTLOOK };
const REWORK_RATE_OUTLOOK: MetricSpec = MetricSpec {
    id: "dora.outlook.deployment_rework_rate",
    name: "Outlook of deployment rework rate",
    ..OUTLOOK
};
const RECOVERY_TIME_OUTLOOK: MetricSpec = MetricSpec {
    id: "dora.outlook.failed_deployment_recovery_time",
    name: "Outlook of failed deployment recovery time",
    ..OUTLOOK
};
const OUTLOOK: MetricSpec = MetricSpec {
    id: "dora.outlook",
    name: "Outlook",
    unit: Unit::Score,
    better: Better::Higher,
    class: MeasureClass::Outcome,
    meaning: "1 where it improved and remained stable, −1 where it got worse, 0 between; a gap where the data cannot tell",
    source: VERDICT,
};

/// Every metric of this crate.
pub const METRICS: &[MetricSpec] = &[
    FREQUENCY,
    LEAD_TIME,
    FAIL_RATE,
    REWORK_RATE,
    RECOVERY_TIME,
    RELIABILITY,
    FREQUENCY_OUTLOOK,
    LEAD_TIME_OUTLOOK,
    FAIL_RATE_OUTLOOK,
    REWORK_RATE_OUTLOOK,
    RECOVERY_TIME_OUTLOOK,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_well_formed_and_stands_once() {
        let ids: std::collections::BTreeSet<_> = METRICS.iter().filter_map(metric_id).collect();
        assert_eq!(ids.len(), METRICS.len());
        for metric in Metric::ALL {
            let name = metric.id().trim_start_matches("dora.");
            assert_eq!(metric.outlook_spec().id, format!("dora.outlook.{name}"));
        }
    }
}
