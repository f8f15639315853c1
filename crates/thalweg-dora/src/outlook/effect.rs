//! The effect of one period against another, metric by metric.

use thalweg_model::{StartKind, Unit};
use thalweg_stats::contingency::{Pair, fisher_exact};
use thalweg_stats::power::{self, Demand, Detectable};
use thalweg_stats::proportion::newcombe;
use thalweg_stats::ranks::{hodges_lehmann_ratio, mann_whitney};
use thalweg_stats::rate::rate_ratio;
use thalweg_stats::special::Normal;
use thalweg_stats::survival::{KaplanMeier, Observation, log_rank};

use crate::estimate::{WEEK, number};
use crate::fail_rate::FailRate;
use crate::frequency::Frequency;
use crate::metrics::Metric;
use crate::rework::Rework;
use crate::sample::{Sample, count};

use super::verdict::{Effect, Shortage, SmallestEffect};

/// A second: durations of nothing are told from others on a scale of logarithms by no more.
pub(super) const LEAST_HOURS: f64 = 1.0 / 3_600.0;
/// The fewest lead times that have an interval of their median at 95 %.
const FEWEST_LEADS: u64 = 6;
/// Fewer recoveries only describe.
const FEWEST_RECOVERIES: u64 = 5;
/// Below this p the weeks of a period are called uneven.
const UNEVEN: f64 = 0.05;

/// One period, seen for one metric.
pub(super) struct Period<'a, 'log> {
    pub(super) sample: &'a Sample<'log>,
    pub(super) kind: StartKind,
}

impl Period<'_, '_> {
    /// Part and whole of one of the two rates, over deployments that are mature where it matters; nothing of nothing where
    /// the sources do not tell.
    pub(super) fn rate(&self, metric: Metric) -> (u64, u64) {
        let told = match metric {
            Metric::DeploymentReworkRate => Rework::of(self.sample).rate,
            _ => FailRate::of(self.sample).mature,
        };
        told.value().map_or((0, 0), |it| (it.part(), it.whole()))
    }

    fn weeks(&self) -> f64 {
        self.sample.exposure().hours() / WEEK
    }

    fn events(&self) -> u64 {
        count(self.sample.deployed())
    }

    pub(super) fn leads(&self) -> Vec<f64> {
        self.sample.leads(self.kind).map(|it| it.time.hours().max(LEAST_HOURS)).collect()
    }

    /// The recoveries of mature deployments.
    pub(super) fn recoveries(&self) -> Vec<Observation> {
        let one = |hours: f64, open| if open { Observation::open(hours) } else { Observation::ended(hours) };
        self.sample.recovered().map(|it| one(it.time.hours().max(LEAST_HOURS), it.open)).collect()
    }

    /// How many observations the metric has.
    pub(super) fn observations(&self, metric: Metric) -> u64 {
        match metric {
            Metric::DeploymentFrequency => self.events(),
            Metric::ChangeLeadTime => count(self.leads().iter()),
            Metric::ChangeFailRate | Metric::DeploymentReworkRate => self.rate(metric).1,
            Metric::FailedDeploymentRecoveryTime => count(self.recoveries().iter()),
        }
    }

    fn median_recovery(&self, level: f64) -> Option<(f64, Option<f64>, Option<f64>)> {
        let curve = KaplanMeier::fit(&self.recoveries())?;
        let interval = curve.quantile_interval(0.5, level);
        let end = |it: thalweg_stats::survival::Crossing| it.at();
        Some((
            curve.median().at()?,
            interval.and_then(|it| end(it.lower)),
            interval.and_then(|it| end(it.upper)),
        ))
    }
}

/// What is missing for a comparison, if anything.
pub(super) fn shortage(metric: Metric, before: &Period<'_, '_>, after: &Period<'_, '_>) -> Option<Shortage> {
    let (need_before, need_after) = match metric {
        Metric::DeploymentFrequency => (1, 0),
        Metric::ChangeLeadTime => (FEWEST_LEADS, FEWEST_LEADS),
        Metric::ChangeFailRate | Metric::DeploymentReworkRate => (1, 1),
        Metric::FailedDeploymentRecoveryTime => (FEWEST_RECOVERIES, FEWEST_RECOVERIES),
    };
    let (old, new) = (before.observations(metric), after.observations(metric));
    if old < need_before {
        Some(Shortage::Baseline { have: old, need: need_before })
    } else if new < need_after {
        Some(Shortage::Evaluation { have: new, need: need_after })
    } else {
        None
    }
}

/// The later period against the earlier one; `None` where it has no definite size.
pub(super) fn effect(
    metric: Metric,
    before: &Period<'_, '_>,
    after: &Period<'_, '_>,
    level: f64,
) -> Option<Effect> {
    match metric {
        Metric::DeploymentFrequency => frequencies(before, after, level),
        Metric::ChangeLeadTime => leads(before, after, level),
        Metric::ChangeFailRate | Metric::DeploymentReworkRate => {
            rates(before.rate(metric), after.rate(metric), level)
        }
        Metric::FailedDeploymentRecoveryTime => recoveries(before, after, level),
    }
}

fn frequencies(before: &Period<'_, '_>, after: &Period<'_, '_>, level: f64) -> Option<Effect> {
    let found = rate_ratio(after.events(), after.weeks(), before.events(), before.weeks(), level)?;
    let exact = Effect {
        unit: Unit::Ratio,
        value: found.ratio?,
        lower: Some(found.bounds.lower),
        upper: found.bounds.upper,
        level,
        p: Some(found.p),
    };
    let factors = [before, after].map(|it| uneven(it.sample));
    Some(loosened(exact, factors.into_iter().flatten().fold(1.0, f64::max)))
}

/// The φ of a period whose weeks are uneven.
fn uneven(sample: &Sample<'_>) -> Option<f64> {
    Frequency::of(sample).dispersion.filter(|it| it.p < UNEVEN).map(|it| it.factor)
}

/// Deployments that come in bursts are fewer independent events: on the scale of logarithms the interval gets √φ times as
/// wide, and the p that of the wider one.
fn loosened(effect: Effect, factor: f64) -> Effect {
    let Some(upper) = effect.upper.filter(|_| factor > 1.0 && effect.value > 0.0) else { return effect };
    let away = |end: f64| effect.value * (end / effect.value).powf(factor.sqrt());
    let z = Normal.two_sided_quantile(effect.level).unwrap_or(f64::INFINITY);
    let error = (upper / effect.lower.unwrap_or_default()).ln() / (2.0 * z) * factor.sqrt();
    let p = Normal.two_sided(effect.value.ln() / error);
    Effect { lower: effect.lower.map(away), upper: Some(away(upper)), p: p.or(effect.p), ..effect }
}

fn leads(before: &Period<'_, '_>, after: &Period<'_, '_>, level: f64) -> Option<Effect> {
    let (old, new) = (before.leads(), after.leads());
    let ratio = hodges_lehmann_ratio(&new, &old, level)?;
    Some(Effect {
        unit: Unit::Ratio,
        value: ratio.estimate,
        lower: ratio.bounds.map(|it| it.lower),
        upper: ratio.bounds.map(|it| it.upper),
        level,
        p: mann_whitney(&new, &old).map(|it| it.p),
    })
}

fn rates(old: (u64, u64), new: (u64, u64), level: f64) -> Option<Effect> {
    let bounds = newcombe(new.0, new.1, old.0, old.1, level)?;
    Some(Effect {
        unit: Unit::ShareDifference,
        value: number(new.0) / number(new.1) - number(old.0) / number(old.1),
        lower: Some(bounds.lower),
        upper: Some(bounds.upper),
        level,
        p: Pair::new(new.0, new.1, old.0, old.1).and_then(fisher_exact),
    })
}

/// The ratio of two Kaplan–Meier medians. Its interval comes from those of the medians, on the scale of logarithms, each end
/// from the two ends that make the ratio extreme (the method of variance estimates recovery, Zou and Donner 2008).
fn recoveries(before: &Period<'_, '_>, after: &Period<'_, '_>, level: f64) -> Option<Effect> {
    let (old, old_lower, old_upper) = before.median_recovery(level)?;
    let (new, new_lower, new_upper) = after.median_recovery(level)?;
    let ratio = new / old;
    let reach = |a: Option<f64>, b: Option<f64>| Some((new / a?).ln().hypot((old / b?).ln()));
    Some(Effect {
        unit: Unit::Ratio,
        value: ratio,
        lower: reach(new_lower, old_upper).map(|it| ratio * (-it).exp()),
        upper: reach(new_upper, old_lower).map(|it| ratio * it.exp()),
        level,
        p: log_rank(&after.recoveries(), &before.recoveries()).map(|it| it.p),
    })
}

/// The smallest effect that the two periods could have shown.
pub(super) fn smallest(
    metric: Metric,
    before: &Period<'_, '_>,
    after: &Period<'_, '_>,
    alpha: f64,
) -> SmallestEffect {
    let demand = Demand { alpha, ..Demand::default() };
    let (n1, n2) = (before.observations(metric), after.observations(metric));
    let found = match metric {
        Metric::DeploymentFrequency => {
            power::rate_ratio(before.events(), before.weeks(), after.weeks(), demand)
        }
        Metric::ChangeLeadTime => deviation(&before.leads(), &after.leads())
            .and_then(|it| power::duration_ratio(it, n1, n2, demand)),
        Metric::FailedDeploymentRecoveryTime => {
            let times = |it: &Period<'_, '_>| it.recoveries().iter().map(|it| it.time).collect::<Vec<_>>();
            deviation(&times(before), &times(after)).and_then(|it| power::duration_ratio(it, n1, n2, demand))
        }
        Metric::ChangeFailRate | Metric::DeploymentReworkRate => {
            let (part, whole) = before.rate(metric);
            let baseline = number(part) / number(whole);
            let less = |it: Detectable| Detectable {
                lower: it.lower.map(|end| end - baseline),
                higher: it.higher.map(|end| end - baseline),
            };
            power::proportion(baseline, n1, n2, demand).map(less)
        }
    };
    let found = found.unwrap_or(Detectable { lower: None, higher: None });
    if metric.higher_is_better() {
        SmallestEffect { better: found.higher, worse: found.lower }
    } else {
        SmallestEffect { better: found.lower, worse: found.higher }
    }
}

/// The deviation of the logarithms within both samples.
fn deviation(first: &[f64], second: &[f64]) -> Option<f64> {
    let squares = |values: &[f64]| {
        let logs: Vec<f64> = values.iter().map(|it| it.ln()).collect();
        let mean = crate::estimate::mean(&logs)?;
        Some(logs.iter().map(|it| (it - mean).powi(2)).sum::<f64>())
    };
    let freedom = count(first.iter().chain(second)).checked_sub(2).filter(|it| *it > 0)?;
    Some(((squares(first)? + squares(second)?) / number(freedom)).sqrt())
}
