//! What is known about metrics and checks themselves: when a metric was last updated, and who may leave a check out.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{MetricId, PersonId, RecordId, ServiceId};

/// When a metric of a service was last updated where leaders can see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricStatus {
    /// The service.
    pub service: ServiceId,
    /// The metric.
    pub metric: MetricId,
    /// The day of its last update.
    pub updated: NaiveDate,
}

/// A check that does not count for an entity, for a time and for a reason.
///
/// It is valid where the approver is somebody else than the requester and it has not expired; an evaluation names those
/// that are not, and still computes the check itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// Its id.
    pub id: RecordId,
    /// The check of the playbook, by its id.
    pub check: String,
    /// The entity that is left out of it, as `team:payments`; absent for the check as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// Why.
    pub reason: String,
    /// Who asked for it.
    pub requester: PersonId,
    /// Who allowed it.
    pub approver: PersonId,
    /// The first day it counts.
    pub from: NaiveDate,
    /// The last day it counts. Without one it is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<NaiveDate>,
}
