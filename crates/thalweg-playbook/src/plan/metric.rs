//! Readings of metrics against thresholds, resolved.

use thalweg_model::{MetricId, Unit};

use super::limits::Limits;
use crate::form::{About, Compare, Which};

/// A threshold by itself.
pub(crate) type Threshold = f64;

/// A reading of a metric.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MetricRule {
    pub(crate) id: MetricId,
    /// By the thresholds where no catalog was given.
    pub(crate) unit: Unit,
    pub(crate) about: About,
    pub(crate) which: Which,
    pub(crate) max_age: Option<i64>,
    pub(crate) compare: Compare,
    pub(crate) needs: Limits,
    pub(crate) fails_below: Option<Threshold>,
    /// What people call it here.
    pub(crate) called: Option<String>,
    /// What values mean in words.
    pub(crate) reads: Vec<(f64, String)>,
    /// A reading of fewer answers is treated as withheld.
    pub(crate) answers: Option<Threshold>,
    pub(crate) undefined_holds: bool,
}
