#![doc = include_str!("../docs/change_fail_rate.md")]

use serde::Serialize;

use thalweg_model::{Basis, Exclusion, Flag, Gap, Interval, Reading, RecordKind, Share};

use crate::definition::{Counting, ProportionInterval};
use crate::estimate::{number, share_interval, share_interval_by};
use crate::sample::{Deployed, Sample, count, left_out};

/// How large a share of deployments fails.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FailRate {
    /// Failed deployments of all, each once.
    pub rate: Reading<Share>,
    /// The same over the deployments that no incident is expected of any more: what a verdict uses.
    pub mature: Reading<Share>,
    /// What tells that they failed; one deployment may stand in several.
    pub evidence: FailureCounts,
}

/// How many deployments each kind of evidence marks as failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FailureCounts {
    /// Somebody marked them.
    pub marked: u64,
    /// They were rolled back.
    pub rolled_back: u64,
    /// Another deployment mends them.
    pub remediated: u64,
    /// An incident names them as its cause.
    pub incident: u64,
}

impl FailRate {
    pub(crate) fn of(sample: &Sample<'_>) -> Self {
        let mature = sample.deployed().filter(|it| it.mature);
        let failed = count(sample.deployed().filter(|it| it.mature && it.evidence.failed()));
        let basis = basis(sample, count(mature)).without(Exclusion::Immature, immature(sample));
        Self {
            rate: rate(sample),
            mature: share(sample, failed, basis.n, basis),
            evidence: FailureCounts {
                marked: counted(sample, |it| it.evidence.marked),
                rolled_back: counted(sample, |it| it.evidence.rolled_back),
                remediated: counted(sample, |it| it.evidence.remediated),
                incident: counted(sample, |it| it.evidence.incident),
            },
        }
    }

    /// The exact interval of the rate by Clopper and Pearson.
    #[must_use]
    pub fn clopper_pearson(&self, level: f64) -> Option<Interval> {
        interval_by(ProportionInterval::ClopperPearson, &self.rate, level)
    }

    /// The interval of the rate by Jeffreys, exact at 0 and 1.
    #[must_use]
    pub fn jeffreys(&self, level: f64) -> Option<Interval> {
        interval_by(ProportionInterval::Jeffreys, &self.rate, level)
    }
}

fn interval_by(rule: ProportionInterval, rate: &Reading<Share>, level: f64) -> Option<Interval> {
    rate.value().and_then(|share| share_interval_by(rule, share.part(), share.whole(), level))
}

fn counted(sample: &Sample<'_>, which: fn(&Deployed) -> bool) -> u64 {
    count(sample.deployed().filter(|it| which(it)))
}

fn immature(sample: &Sample<'_>) -> u64 {
    counted(sample, |it| !it.mature)
}

fn rate(sample: &Sample<'_>) -> Reading<Share> {
    let (failed, whole) = (counted(sample, |it| it.evidence.failed()), sample.whole());
    share(sample, failed, whole, basis(sample, whole))
}

fn basis(sample: &Sample<'_>, n: u64) -> Basis {
    let told = counted(sample, |it| it.evidence.told);
    let above = sample.definition().rules().estimation.low_coverage_above;
    let untold = number(n.saturating_sub(told)) > above * number(n);
    sample
        .basis(n, left_out(sample.deployment_entries()))
        .flagged(Flag::Provisional, immature(sample) > 0)
        .flagged(Flag::SharedCause, counted(sample, |it| it.evidence.shared) > 0)
        .flagged(Flag::LowCoverage, !sample.records(RecordKind::Incidents) && untold)
}

/// The share, where the sources can tell of failures at all.
fn share(sample: &Sample<'_>, failed: u64, whole: u64, basis: Basis) -> Reading<Share> {
    let rules = sample.definition().rules();
    let told = counted(sample, |it| it.evidence.told) > 0;
    if whole > 0 && !sample.records(RecordKind::Incidents) && !told {
        return Reading::unknown(Gap::NotRecorded, basis);
    }
    if rules.failure.counting != Counting::Deployments {
        // A number that may exceed 1 is no share.
        return Reading::unknown(Gap::Undefined, basis);
    }
    Reading::share(failed, whole, share_interval(failed, whole, &rules.estimation), basis)
}
