//! Delivery metrics for thalweg: the five DORA metrics with intervals, gaps and provenance.
//!
//! You probably want the face, the crate `thalweg`, which re-exports all of this.
//!
//! ```
//! use thalweg_dora::{Definition, measure};
//! use thalweg_model::{Deployment, DeploymentId, EnvironmentId, EventLog, ServiceId, Tz, Window};
//! let deployed = |id: &str, at: &str| -> Result<Deployment, Box<dyn std::error::Error>> {
//!     let production = EnvironmentId::new("production")?;
//!     Ok(Deployment::new(DeploymentId::new(id)?, ServiceId::new("api")?, production, at.parse()?))
//! };
//! let log = EventLog::of_records(
//!     [deployed("D1", "2026-03-03T09:30:00Z")?, deployed("D2", "2026-03-17T08:00:00Z")?], [], [],
//! ).value;
//! let march = Window::month(2026, 3, Tz::Europe__Berlin)?;
//! let view = log.as_of("2026-04-10T00:00:00Z".parse()?).within(&march);
//! let by_service = view.group_by(|event| event.service().clone()); // any key: usually the owner at that time
//! for (service, delivery) in by_service.map(|part| measure(&part, &Definition::default())) {
//!     let frequency = delivery.deployment_frequency.per_week;
//!     println!("{service}: {:?} a week, {:?}", frequency.value(), frequency.interval());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - [`Definition`]: what counts, from when until when, and how it becomes one number; a value with a name and a hash.
//! - [`measure`] → [`Delivery`]: [`frequency`], [`lead_time`] (with its [`cohort`] view and [`stages`]), [`fail_rate`],
//!   [`rework`] and [`recovery`] of one view. [`reliability`](mod@reliability) is told by service levels.
//! - [`Sample`]: what a measurement rests on; parts merge into the whole. [`explain`](mod@explain) names the records.
//! - [`aggregate`]: from services to a whole, pooled, over services and standardised.
//! - [`bands`], [`levels`], [`quick_check`]: DORA's answer scale, its published levels with their years, and its score.
//! - [`outlook`](mod@outlook): did it improve, and did it remain stable? [`trend`]: noise or signal.
//!   [`monthly`](mod@monthly): all of it for every team and month, as evidence.
//! - [`table`] and [`live`]: many groups and windows in one pass over columns; the same event by event.
//! - [`history`] and [`link`]: which changes a deployment carries, and which deployment caused an incident, where no record says.
//!
//! # What it does not do
//! It reads no file, asks no clock and knows no team: a group is a key that the caller derives. It ranks no teams, says nothing
//! about one person, and assigns nobody a level. It never averages medians, percentiles, bands or scores. It fills no gap:
//! what the records do not tell is a [`Gap`](thalweg_model::Gap) with its reason, never 0.

pub mod aggregate;
pub mod bands;
mod buckets;
pub mod cohort;
pub mod compare;
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
pub mod preset;
pub mod quick_check;
mod readings;
pub mod recovery;
pub mod reliability;
pub mod rework;
mod sample;
mod spread;
pub mod stages;
pub mod table;
pub mod trend;

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
