//! Delivery metrics for thalweg: the five DORA metrics with intervals, gaps and provenance.

pub mod aggregate;
pub mod bands;
mod buckets;
pub mod cohort;
pub mod definition;
mod error;
mod estimate;
pub mod explain;
pub mod fail_rate;
pub mod frequency;
pub mod history;
pub mod lead_time;
pub mod levels;
pub mod link;
pub mod live;
mod measure;
mod metrics;
pub mod monthly;
pub mod outlook;
pub mod quick_check;
mod readings;
pub mod recovery;
pub mod reliability;
pub mod rework;
mod sample;
mod spread;
pub mod stages;
pub mod table;

pub use definition::{
    Absence, Attribution, BandTable, Bucket, ChangeSet, ChangeUnit, ClockEnd, ClockStart, Counting,
    Definition, DeploymentRules, Environments, Estimation, FailureRules, FirstDeployment, FrequencyRule,
    FrequencyRules, IncidentRules, LeadTimeRules, MaturityDays, NotPositive, OpenIncidents,
    ProportionInterval, QuantileType, RecoveryRules, RecoveryStart, RecoveryUnit, RecoveryWindow, Results,
    Rounding, Rules, Rung, Scope, Severity, Statistic,
};
pub use error::{DoraError, Problem};
pub use explain::{Explanation, explain};
pub use measure::{Delivery, measure};
pub use metrics::{METRICS, Metric};
pub use monthly::{Monthly, monthly};
pub use outlook::{Outlook, OutlookPlan, OutlookRules, OutlookVerdict, outlook};
pub use reliability::{Reliability, reliability};
pub use sample::Sample;
