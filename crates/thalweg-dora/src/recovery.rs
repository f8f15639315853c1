#![doc = include_str!("../docs/failed_deployment_recovery_time.md")]

use serde::Serialize;

use thalweg_model::{Flag, Gap, Reading, RecordKind, Unit};
use thalweg_stats::survival::KaplanMeier;

use crate::bands::{BandRange, duration_band};
use crate::definition::Statistic;
use crate::estimate::{absent, curve, hours, lower_median, mean, number, survived};
use crate::sample::{Sample, ascending, count, left_out};
use crate::spread::mean_of_means;

/// How long it takes to recover from a failed deployment.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Recovery {
    /// The median by Kaplan and Meier, open ones censored; or the statistic that the definition wants.
    pub median: Reading,
    /// The time by which three quarters have recovered.
    pub p75: Reading,
    /// The time by which nine tenths have recovered.
    pub p90: Reading,
    /// The mean up to the longest time observed, open ones included: the area under the curve.
    pub restricted_mean: Reading,
    /// Recoveries, over or open.
    pub failures: u64,
    /// Those still open.
    pub open: u64,
    /// How long the oldest open one has lasted, in hours.
    pub oldest_open: Option<f64>,
    /// The bands that the median lies in.
    pub band: Option<BandRange>,
}

/// Fewer recoveries than this only describe.
const COMPARABLE: u64 = 5;

impl Recovery {
    pub(crate) fn of(sample: &Sample<'_>) -> Self {
        let times = sample.recovery_times();
        let curve = curve(&times);
        let median = absent(sample.definition(), Unit::Hours, central(sample, &times, curve.as_ref()));
        let open = || times.iter().filter(|it| !it.1);
        Self {
            band: sample.on_scale(duration_band(&median)),
            median,
            p75: by(sample, curve.as_ref(), 0.75),
            p90: by(sample, curve.as_ref(), 0.90),
            restricted_mean: restricted_mean(sample, curve.as_ref()),
            failures: count(times.iter()),
            open: count(open()),
            oldest_open: open().map(|it| it.0).reduce(f64::max),
        }
    }
}

fn basis(sample: &Sample<'_>) -> thalweg_model::Basis {
    let n = count(sample.recovered());
    sample
        .basis(n, left_out(sample.recovery_entries()))
        .flagged(Flag::DescriptiveOnly, n > 0 && n < COMPARABLE)
        .flagged(Flag::Provisional, sample.deployed().any(|it| !it.mature))
        .flagged(Flag::SharedCause, sample.deployed().any(|it| it.evidence.shared))
}

/// The number for all recoveries that the definition wants.
fn central(sample: &Sample<'_>, times: &[(f64, bool)], curve: Option<&KaplanMeier>) -> Reading {
    let all = || ascending(times.iter().map(|it| it.0));
    let plain = |value| hours(value, None, basis(sample));
    match sample.definition().rules().recovery.statistic {
        Statistic::Median => by(sample, curve, 0.5),
        Statistic::LowerMedian => plain(lower_median(&all())),
        Statistic::Mean => plain(mean(&all())),
        Statistic::MeanOfMeans => {
            plain(mean_of_means(sample.recovered().map(|it| (it.service, it.time.hours()))))
        }
    }
}

fn by(sample: &Sample<'_>, curve: Option<&KaplanMeier>, q: f64) -> Reading {
    let basis = basis(sample);
    let told = sample.deployed().any(|it| it.evidence.told);
    if curve.is_none() && !sample.records(RecordKind::Incidents) && !told {
        return Reading::unknown(Gap::NotRecorded, basis);
    }
    survived(curve, q, sample.definition().level(), basis)
}

fn restricted_mean(sample: &Sample<'_>, curve: Option<&KaplanMeier>) -> Reading {
    let mean = curve.and_then(|it| it.restricted_mean(it.last_time())).map(|it| it.mean);
    // Where no time was observed at all there is no area, and the mean up to then is that time.
    let nothing = curve.filter(|it| it.last_time() == 0.0).map(|_| number(0));
    hours(mean.or(nothing), None, basis(sample))
}
