#![doc = include_str!("../docs/change_lead_time.md")]

use std::collections::BTreeSet;

use serde::Serialize;

use thalweg_model::{Basis, Exclusion, Flag, Gap, Reading, RecordKind, StartKind, Unit};

use crate::bands::{BandRange, duration_band};
use crate::cohort::{self, Cohort};
use crate::definition::{QuantileType, Statistic};
use crate::estimate::{absent, hours, lower_median, mean, median_interval, quantile};
use crate::sample::{Sample, count, left_out};
use crate::spread::mean_of_means;
use crate::stages::StageBreakdown;

/// How long a change takes from commit to production.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LeadTime {
    /// The median, or the statistic that the definition wants.
    pub median: Reading,
    /// The time within which three quarters arrive.
    pub p75: Reading,
    /// The time within which 85 of 100 arrive; takes 7 changes.
    pub p85: Reading,
    /// The time within which nine tenths arrive; takes 10 changes.
    pub p90: Reading,
    /// The time within which 95 of 100 arrive; takes 20 changes.
    pub p95: Reading,
    /// The geometric mean over the changes that took any time.
    pub geometric_mean: Reading,
    /// The changes that count, each once in each of its services.
    pub changes: u64,
    /// What their clock starts with.
    pub start_kind: StartKind,
    /// What became of the changes committed in the window.
    pub cohort: Cohort,
    /// Where the time goes.
    pub stages: StageBreakdown,
    /// The bands that the median lies in.
    pub band: Option<BandRange>,
}

impl LeadTime {
    pub(crate) fn of(sample: &Sample<'_>) -> Self {
        let sorted = sample.lead_times();
        let cohort = Cohort::of(sample);
        let basis = basis(sample, &cohort, &sorted);
        let median = absent(sample.definition(), Unit::Hours, central(sample, &sorted, basis.clone()));
        let by = |p, need| beyond(sample, &sorted, (p, need), basis.clone());
        Self {
            band: sample.on_scale(duration_band(&median)),
            median,
            p75: by(0.75, 1),
            p85: by(0.85, 7),
            p90: by(0.90, 10),
            p95: by(0.95, 20),
            geometric_mean: geometric_mean(sample, &sorted, basis.clone()),
            changes: count(sorted.iter()),
            start_kind: sample.start_kind(),
            stages: StageBreakdown::of(sample),
            cohort,
        }
    }
}

fn basis(sample: &Sample<'_>, cohort: &Cohort, sorted: &[f64]) -> Basis {
    let kind = sample.start_kind();
    let all = sample.change_entries().iter();
    let others = count(all.filter(|it| it.found.is_ok_and(|found| found.kind != kind)));
    let rules = &sample.definition().rules().estimation;
    let differs = cohort.differs_from(quantile(sorted, 0.5, rules.quantile));
    sample
        .basis(count(sorted.iter()), left_out(sample.change_entries()))
        .without(Exclusion::OtherStartKind, others)
        .flagged(Flag::Clustered, clustered(sample, kind))
        .flagged(cohort::FLAG, differs)
}

/// Whether a deployment carried several of the changes.
fn clustered(sample: &Sample<'_>, kind: StartKind) -> bool {
    let mut seen = BTreeSet::new();
    sample.leads(kind).any(|it| !seen.insert(it.by))
}

/// The gap where there is no lead time.
fn none(sample: &Sample<'_>) -> Gap {
    if sample.records(RecordKind::Changes) { Gap::NoData } else { Gap::NotRecorded }
}

fn told(sample: &Sample<'_>, value: Option<f64>, basis: Basis) -> Reading {
    if value.is_none() { Reading::unknown(none(sample), basis) } else { hours(value, None, basis) }
}

/// The number for all lead times that the definition wants.
fn central(sample: &Sample<'_>, sorted: &[f64], basis: Basis) -> Reading {
    let rules = &sample.definition().rules().estimation;
    match sample.definition().rules().lead_time.statistic {
        Statistic::Median if !sorted.is_empty() => {
            let interval =
                median_interval(sorted, rules.level).filter(|_| rules.quantile == QuantileType::Seven);
            hours(quantile(sorted, 0.5, rules.quantile), interval, basis)
        }
        Statistic::Median => Reading::unknown(none(sample), basis),
        Statistic::LowerMedian => told(sample, lower_median(sorted), basis),
        Statistic::Mean => told(sample, mean(sorted), basis),
        Statistic::MeanOfMeans => {
            let all = sample.leads(sample.start_kind()).map(|it| (it.service, it.time.hours()));
            told(sample, mean_of_means(all), basis)
        }
    }
}

/// A quantile far from the middle, where enough changes lie beyond it.
fn beyond(sample: &Sample<'_>, sorted: &[f64], (p, need): (f64, u64), basis: Basis) -> Reading {
    let have = count(sorted.iter());
    if have == 0 {
        return Reading::unknown(none(sample), basis);
    }
    if have < need {
        return Reading::unknown(Gap::InsufficientData { have, need }, basis);
    }
    told(sample, quantile(sorted, p, sample.definition().rules().estimation.quantile), basis)
}

fn geometric_mean(sample: &Sample<'_>, sorted: &[f64], basis: Basis) -> Reading {
    let logs: Vec<f64> = sorted.iter().filter(|it| **it > 0.0).map(|it| it.ln()).collect();
    let zero = count(sorted.iter()).saturating_sub(count(logs.iter()));
    let basis = Basis { n: count(logs.iter()), ..basis };
    told(sample, mean(&logs).map(f64::exp), basis.without(Exclusion::ZeroDuration, zero))
}
