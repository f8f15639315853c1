#![doc = include_str!("../docs/deployment_rework_rate.md")]

use serde::Serialize;

use thalweg_model::{Exclusion, Flag, Gap, Plan, Reading, Share};

use crate::estimate::{number, share_interval};
use crate::sample::{Sample, count, left_out};

/// How large a share of deployments is unplanned work on failures.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Rework {
    /// Rework of all deployments.
    pub rate: Reading<Share>,
    /// Deployments of which nobody knows whether they were planned.
    pub unknown_plan: u64,
}

impl Rework {
    pub(crate) fn of(sample: &Sample<'_>) -> Self {
        let unknown_plan = count(sample.deployed().filter(|it| it.plan == Plan::Unknown));
        Self { rate: rate(sample, unknown_plan), unknown_plan }
    }
}

fn rate(sample: &Sample<'_>, unknown: u64) -> Reading<Share> {
    let rules = &sample.definition().rules().estimation;
    let (rework, whole) = (count(sample.deployed().filter(|it| it.rework)), sample.whole());
    let basis = sample
        .basis(whole, left_out(sample.deployment_entries()))
        .without(Exclusion::UnknownPlan, unknown)
        .flagged(Flag::LowCoverage, number(unknown) > rules.low_coverage_above * number(whole));
    if whole > 0 && unknown == whole {
        return Reading::unknown(Gap::NotRecorded, basis);
    }
    Reading::share(rework, whole, share_interval(rework, whole, rules), basis)
}
