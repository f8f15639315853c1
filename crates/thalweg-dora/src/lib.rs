//! Delivery metrics for thalweg: the five DORA metrics with intervals, gaps and provenance.

pub mod definition;
mod error;
pub mod history;
pub mod live;
pub mod table;

pub use definition::{
    Absence, Attribution, BandTable, Bucket, ChangeSet, ChangeUnit, ClockEnd, ClockStart, Counting,
    Definition, DeploymentRules, Environments, Estimation, FailureRules, FirstDeployment, FrequencyRule,
    FrequencyRules, IncidentRules, LeadTimeRules, MaturityDays, NotPositive, OpenIncidents,
    ProportionInterval, QuantileType, RecoveryRules, RecoveryStart, RecoveryUnit, RecoveryWindow, Results,
    Rounding, Rules, Rung, Scope, Severity, Statistic,
};
pub use error::{DoraError, Problem};
