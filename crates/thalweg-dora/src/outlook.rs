#![doc = include_str!("../docs/outlook.md")]

mod effect;
mod judge;
mod mix;
mod months;
mod plan;
mod stable;
mod verdict;

use std::collections::BTreeMap;

use thalweg_model::View;
use thalweg_stats::multiplicity::benjamini_hochberg;

use crate::definition::Definition;
use crate::metrics::Metric;
use crate::sample::Sample;

pub use plan::{FEWEST_BASELINE_MONTHS, FEWEST_QUARTERS, OutlookPlan, OutlookRules};
pub use verdict::{
    AdverseSignal, Effect, Held, MetricOutlook, Outlook, OutlookVerdict, Shortage, SmallestEffect,
};

/// Whether the delivery of a view improved and remained stable.
pub fn outlook(view: &View<'_>, plan: &OutlookPlan, definition: &Definition) -> Outlook {
    let samples = plan.months().iter().map(|month| Sample::of(&view.within(month), definition)).collect();
    judge::judged(samples, plan, definition, view.as_of())
}

/// The same from samples of single months: where a group's services change over time, each month has its own.
pub fn outlook_of(samples: Vec<Sample<'_>>, plan: &OutlookPlan, definition: &Definition) -> Option<Outlook> {
    let as_of = samples.first()?.as_of();
    Some(judge::judged(samples, plan, definition, as_of))
}

/// The p of one metric in many groups, adjusted by Benjamini and Hochberg: of the groups below a level, that share at most
/// is expected to owe it to chance. Groups in which the metric could not be compared are absent.
#[must_use]
pub fn over_groups<K: Ord + Clone>(outlooks: &BTreeMap<K, Outlook>, metric: Metric) -> BTreeMap<K, f64> {
    let p = |it: &Outlook| it.metrics.get(&metric)?.effect?.p;
    let tested: Vec<(&K, f64)> = outlooks.iter().filter_map(|(key, it)| Some((key, p(it)?))).collect();
    let adjusted = benjamini_hochberg(&tested.iter().map(|it| it.1).collect::<Vec<_>>()).unwrap_or_default();
    tested.into_iter().map(|it| it.0.clone()).zip(adjusted).collect()
}
