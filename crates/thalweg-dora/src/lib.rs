//! Delivery metrics for thalweg: the five DORA metrics with intervals, gaps and provenance.

pub mod bands;
mod buckets;
pub mod cohort;
pub mod definition;
mod error;
mod estimate;
pub mod fail_rate;
pub mod frequency;
pub mod history;
pub mod lead_time;
pub mod live;
mod measure;
mod metrics;
mod readings;
pub mod recovery;
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
pub use measure::{Delivery, measure};
pub use metrics::{METRICS, Metric};
pub use sample::Sample;
