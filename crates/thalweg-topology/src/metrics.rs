//! The metrics of this crate.

use thalweg_model::{MetricId, Reading};

/// Readings under the ids of their metrics.
pub(crate) fn named<const N: usize>(readings: [(&'static str, Reading); N]) -> Vec<(MetricId, Reading)> {
    readings.into_iter().filter_map(|(id, reading)| Some((MetricId::new(id).ok()?, reading))).collect()
}
