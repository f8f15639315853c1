//! The one verb: what a view says about delivery under a definition.

use serde::Serialize;

use thalweg_model::{Instant, Stamp, View, Window};

use crate::definition::Definition;
use crate::fail_rate::FailRate;
use crate::frequency::Frequency;
use crate::lead_time::LeadTime;
use crate::recovery::Recovery;
use crate::rework::Rework;
use crate::sample::Sample;

/// The five metrics of one view: each a reading with its sample, interval and flags, or the reason why there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[must_use = "a delivery was measured to be read"]
#[non_exhaustive]
pub struct Delivery {
    /// The window observed; none for everything until `as_of`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    /// The instant as of which it was measured.
    pub as_of: Instant,
    /// The definition that it was measured under.
    pub definition: Stamp,
    /// How often changes reach users.
    pub deployment_frequency: Frequency,
    /// How long a change takes from commit to production.
    pub change_lead_time: LeadTime,
    /// How large a share of deployments fails.
    pub change_fail_rate: FailRate,
    /// How large a share of deployments is unplanned work on failures.
    pub deployment_rework_rate: Rework,
    /// How long it takes to recover from a failed deployment.
    pub failed_deployment_recovery_time: Recovery,
}

/// Measures a view under a definition.
///
/// It never fails: what the records do not tell is a gap with its reason, never 0. The time it takes grows with the records
/// of the view and the links they hold, as n log n at most.
///
/// ```
/// use thalweg_dora::{Definition, measure};
/// use thalweg_model::{Deployment, DeploymentId, EnvironmentId, EventLog, Gap, ServiceId, Tz, Window};
/// let deployed = Deployment::new(
///     DeploymentId::new("D1")?, ServiceId::new("api")?, EnvironmentId::new("production")?, "2026-03-03T09:30:00Z".parse()?,
/// );
/// let log = EventLog::of_records([deployed], [], []).value;
/// let march = Window::month(2026, 3, Tz::Europe__Berlin)?;
/// let delivery = measure(&log.as_of("2026-04-10T00:00:00Z".parse()?).within(&march), &Definition::default());
/// assert_eq!(delivery.deployment_frequency.deployments, 1);
/// assert_eq!(delivery.change_fail_rate.rate.value().map(|share| share.value()), Some(0.0)); // 0 of 1
/// assert_eq!(delivery.change_lead_time.median.gap(), Some(Gap::NoData)); // no change: not 0 h
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn measure(view: &View<'_>, definition: &Definition) -> Delivery {
    Sample::of(view, definition).delivery()
}

impl Sample<'_> {
    /// What the sample says about delivery.
    pub fn delivery(&self) -> Delivery {
        Delivery {
            window: self.window(),
            as_of: self.as_of(),
            definition: self.definition().stamp().clone(),
            deployment_frequency: Frequency::of(self),
            change_lead_time: LeadTime::of(self),
            change_fail_rate: FailRate::of(self),
            deployment_rework_rate: Rework::of(self),
            failed_deployment_recovery_time: Recovery::of(self),
        }
    }
}
