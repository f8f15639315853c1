//! Means over services.

use std::collections::BTreeMap;

use crate::estimate::mean;

/// The mean over the keys of the mean of each key's values.
pub(crate) fn mean_of_means<K: Ord>(values: impl Iterator<Item = (K, f64)>) -> Option<f64> {
    let mut of: BTreeMap<K, Vec<f64>> = BTreeMap::new();
    for (key, value) in values {
        of.entry(key).or_default().push(value);
    }
    let means: Vec<f64> = of.values().filter_map(|it| mean(it)).collect();
    mean(&means)
}
