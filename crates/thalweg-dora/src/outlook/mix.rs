//! Whether a rate moved within the services, or only their mix did.

use std::collections::BTreeMap;

use thalweg_model::{ServiceRow, Share};

use crate::aggregate::{Rates, Shift};
use crate::metrics::Metric;
use crate::sample::Sample;

use super::effect::Period;

/// What a rate's effect is at the baseline's mix of services, and whether that goes the other way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct AtMix {
    pub(super) effect: Option<f64>,
    pub(super) reversed: bool,
}

impl AtMix {
    /// For the two rates; of the other metrics there is nothing to standardise.
    pub(super) fn of(metric: Metric, before: &Period<'_, '_>, after: &Period<'_, '_>) -> Self {
        if !matches!(metric, Metric::ChangeFailRate | Metric::DeploymentReworkRate) {
            return Self::default();
        }
        let shift = Shift::between(&rates(metric, before.sample), &rates(metric, after.sample));
        Self { effect: shift.at_mix.value().map(|it| it.value()), reversed: shift.reversed }
    }
}

/// The rate of every service, over the same deployments as the rate of all.
fn rates(metric: Metric, sample: &Sample<'_>) -> Rates {
    let mut counts: BTreeMap<ServiceRow, (u64, u64)> = BTreeMap::new();
    if metric == Metric::ChangeFailRate {
        for it in sample.deployed().filter(|it| it.mature) {
            let (part, whole) = counts.entry(it.service).or_default();
            (*part, *whole) = (*part + u64::from(it.evidence.failed()), *whole + 1);
        }
    } else {
        for it in sample.deployed().filter(|it| it.rework) {
            counts.entry(it.service).or_default().0 += 1;
        }
        sample.whole_services().into_iter().for_each(|it| counts.entry(it).or_default().1 += 1);
    }
    let share = |(service, (part, whole)): (ServiceRow, (u64, u64))| {
        Some((sample.log().service_id(service)?.clone(), Share::new(part, whole)?))
    };
    counts.into_iter().filter_map(share).collect()
}
