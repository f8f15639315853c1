#![doc = include_str!("../docs/outlook.md")]

mod effect;
mod judge;
mod months;
mod plan;
mod stable;
mod verdict;

use thalweg_model::View;

use crate::definition::Definition;
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
