#![doc = include_str!("../docs/deployment_frequency.md")]

use std::collections::BTreeSet;

use serde::Serialize;

use thalweg_model::{
    Basis, Elapsed, Flag, Gap, Instant, Interval, Plan, Quantity, Reading, RecordKind, Tz, Unit, local_date,
};
use thalweg_stats::dispersion::dispersion;

use crate::bands::{BandRange, frequency_band};
use crate::buckets::{spans, weeks};
use crate::definition::{Bucket, FrequencyRule};
use crate::estimate::{WEEK, absent, mean, number, quantile, weekly_interval};
use crate::sample::{Sample, ascending, count, left_out};

pub use crate::buckets::BucketCount;

/// How often a group deploys to production.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Frequency {
    /// Deployments per week, as the definition tells it.
    pub per_week: Reading,
    /// Deployments per day, as the definition tells it.
    pub per_day: Reading,
    /// The deployments that count.
    pub deployments: u64,
    /// Those not known to be unplanned.
    pub planned: u64,
    /// Distinct local days with a deployment.
    pub deploy_days: u64,
    /// The median of the hours from one deployment to the next.
    pub median_gap: Reading,
    /// The weeks, from Monday, that the window meets.
    pub weeks: Vec<BucketCount>,
    /// How unevenly the whole weeks are filled, where there are two and any deployment in them.
    pub dispersion: Option<Dispersion>,
    /// The bands that the frequency lies in; none while the window has not ended.
    pub band: Option<BandRange>,
}

/// How unevenly deployments fall on whole weeks (dora.md section 6).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Dispersion {
    /// D = Σ(x − x̄)²/x̄.
    pub statistic: f64,
    /// The weeks less one.
    pub degrees_of_freedom: u64,
    /// How likely a constant rate makes weeks at least so uneven.
    pub p: f64,
    /// φ = max(1, D/(k − 1)): by its root the interval is widened where p < .05.
    pub factor: f64,
}

/// Below this p the weeks are called uneven.
const UNEVEN: f64 = 0.05;

impl Frequency {
    pub(crate) fn of(sample: &Sample<'_>) -> Self {
        let days: BTreeSet<_> = sample.deployed().map(|it| local_date(it.at, sample.zone())).collect();
        let weeks = buckets(sample, Bucket::Week);
        let unevenness = dispersion_of(&weeks);
        let per_week = absent(sample.definition(), Unit::PerWeek, per_week(sample, unevenness.as_ref()));
        Self {
            band: sample.on_scale(frequency_band(&per_week)),
            per_day: per_day(&per_week),
            per_week,
            deployments: count(sample.deployed()),
            planned: count(sample.deployed().filter(|it| it.plan != Plan::Unplanned)),
            deploy_days: number_of(&days),
            median_gap: median_gap(sample),
            weeks,
            dispersion: unevenness,
        }
    }
}

fn number_of<T>(all: &BTreeSet<T>) -> u64 {
    u64::try_from(all.len()).unwrap_or(u64::MAX)
}

fn per_week(sample: &Sample<'_>, dispersion: Option<&Dispersion>) -> Reading {
    let events = count(sample.deployed());
    let uneven = dispersion.filter(|it| it.p < UNEVEN);
    let basis = sample
        .basis(events, left_out(sample.deployment_entries()))
        .flagged(Flag::OverDispersed, uneven.is_some());
    if !sample.records(RecordKind::Deployments) {
        return Reading::unknown(Gap::NotRecorded, basis);
    }
    if sample.exposure() == Elapsed::ZERO || !sample.has_reported() {
        return Reading::unknown(Gap::NoData, basis);
    }
    match sample.definition().rules().frequency.rule {
        FrequencyRule::Rate => rate(sample, events, uneven, basis),
        rule => bucketed(sample, rule, basis),
    }
}

fn rate(sample: &Sample<'_>, events: u64, uneven: Option<&Dispersion>, basis: Basis) -> Reading {
    let rate = number(events) / (sample.exposure().hours() / WEEK);
    let exact = weekly_interval(events, sample.exposure(), sample.definition().level());
    let interval = match (exact, uneven) {
        (Some(exact), Some(uneven)) => Some(widened(&exact, rate, uneven.factor.sqrt())),
        (exact, _) => exact,
    };
    Reading::number(rate, Unit::PerWeek, interval, basis)
}

fn widened(interval: &Interval, rate: f64, by: f64) -> Interval {
    Interval {
        lower: interval.lower.map(|it| (rate - by * (rate - it)).max(0.0)),
        upper: interval.upper.map(|it| rate + by * (it - rate)),
        ..*interval
    }
}

/// The rules that count in buckets, told per week.
fn bucketed(sample: &Sample<'_>, rule: FrequencyRule, basis: Basis) -> Reading {
    let bucket = sample.definition().rules().frequency.bucket;
    let all = buckets(sample, bucket);
    let kind = sample.definition().rules().estimation.quantile;
    let median = |each: fn(&BucketCount) -> u64| {
        quantile(&ascending(all.iter().map(|it| number(each(it)))), 0.5, kind)
    };
    let filled = || -> Vec<f64> {
        all.iter().filter(|it| it.deployments > 0).map(|it| number(it.deployments)).collect()
    };
    let total = || number(all.iter().map(|it| it.deployments).sum());
    let value = match rule {
        FrequencyRule::MedianDeployDays => median(|it| it.deploy_days),
        FrequencyRule::MeanOfFilledBuckets => mean(&filled()),
        FrequencyRule::FlooredMean => count_of(&all).map(|n| (total() / n).floor()),
        FrequencyRule::Rate | FrequencyRule::MedianOfBuckets => median(|it| it.deployments),
    };
    match value {
        Some(value) => Reading::number(value / weeks(bucket), Unit::PerWeek, None, basis),
        None => Reading::unknown(Gap::NoData, basis),
    }
}

fn count_of(all: &[BucketCount]) -> Option<f64> {
    u64::try_from(all.len()).ok().filter(|n| *n > 0).map(number)
}

fn per_day(per_week: &Reading) -> Reading {
    let daily = |value: Quantity| value.value() / 7.0;
    match per_week {
        Reading::Known(known) => Reading::number(
            daily(known.value),
            Unit::PerDay,
            known.interval.map(|it| it.scaled(1.0 / 7.0)),
            known.basis.clone(),
        ),
        Reading::Unknown(unknown) => Reading::Unknown(unknown.clone()),
    }
}

fn median_gap(sample: &Sample<'_>) -> Reading {
    let at: Vec<Instant> = sample.deployed().map(|it| it.at).collect();
    let gaps = at.iter().zip(at.iter().skip(1)).map(|(a, b)| b.since(*a).hours());
    let sorted = ascending(gaps);
    let n = count(at.iter());
    let basis = sample.basis(n, left_out(sample.deployment_entries()));
    match quantile(&sorted, 0.5, sample.definition().rules().estimation.quantile) {
        Some(median) => Reading::number(median, Unit::Hours, None, basis),
        None => Reading::unknown(Gap::InsufficientData { have: n, need: 2 }, basis),
    }
}

/// The buckets that the observed time meets, empty ones too.
fn buckets(sample: &Sample<'_>, kind: Bucket) -> Vec<BucketCount> {
    let Some((start, end)) = sample.stretches().span() else { return Vec::new() };
    let mut deployed = sample.deployed().map(|it| it.at).peekable();
    let zone = sample.zone();
    spans(kind, start, end, zone)
        .into_iter()
        .map(|span| {
            // What was deployed before anything was observed lies in no bucket, least of all in the first.
            while deployed.next_if(|at| *at < span.start).is_some() {}
            let inside: Vec<Instant> = std::iter::from_fn(|| deployed.next_if(|at| *at < span.end)).collect();
            BucketCount {
                first_day: span.first_day,
                deployments: count(inside.iter()),
                deploy_days: days(&inside, zone),
                whole: sample.stretches().contains(span.start, span.end),
            }
        })
        .collect()
}

fn days(at: &[Instant], zone: Tz) -> u64 {
    number_of(&at.iter().map(|it| local_date(*it, zone)).collect())
}

fn dispersion_of(weeks: &[BucketCount]) -> Option<Dispersion> {
    let whole: Vec<u64> = weeks.iter().filter(|it| it.whole).map(|it| it.deployments).collect();
    let found = dispersion(&whole)?;
    Some(Dispersion {
        statistic: found.statistic,
        degrees_of_freedom: u64::try_from(found.freedom).unwrap_or(u64::MAX),
        p: found.p,
        factor: found.factor,
    })
}
