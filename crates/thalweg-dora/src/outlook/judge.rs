//! From months to verdicts.

use std::collections::BTreeMap;

use thalweg_model::{Flag, Gap, Instant, Reading, Unit};
use thalweg_stats::multiplicity::holm;
use thalweg_stats::xmr::Scale;

use crate::definition::Definition;
use crate::estimate::{mean, number};
use crate::measure::Delivery;
use crate::metrics::Metric;
use crate::sample::{Sample, count};
use crate::trend::scale;

use super::effect::{LEAST_HOURS, Period, effect, shortage, smallest};
use super::mix::AtMix;
use super::months::{Months, merged};
use super::plan::{OutlookPlan, OutlookRules};
use super::stable::{Series, held, no_decay, signals};
use super::verdict::{
    AdverseSignal, Effect, Held, MetricOutlook, Outlook, OutlookVerdict, Shortage, SmallestEffect,
};

/// What is known of a metric before the others are looked at.
#[derive(Debug)]
struct Draft {
    shortage: Option<Shortage>,
    effect: Option<Effect>,
    at_mix: AtMix,
    halves: Option<Effect>,
    smallest: SmallestEffect,
    held: Held,
    no_decay: Held,
    signals: Vec<AdverseSignal>,
    baseline: Reading,
    evaluation: Reading,
    quarters: Vec<Reading>,
}

/// The outlook of samples of months.
pub(super) fn judged(
    samples: Vec<Sample<'_>>,
    plan: &OutlookPlan,
    definition: &Definition,
    as_of: Instant,
) -> Outlook {
    let months = Months::of(samples, plan);
    let drafts = drafts(&months, plan);
    let adjusted = adjusted(&drafts);
    let rules = plan.rules();
    let worse = |(metric, it): &(&Metric, &Draft)| {
        change(**metric, it, adjusted.get(*metric).copied(), rules) == Change::Worse
    };
    let worsened: Vec<Metric> = drafts.iter().filter(worse).map(|it| *it.0).collect();
    let finished = |(metric, draft): (Metric, Draft)| {
        let balanced = !worsened.iter().any(|it| *it != metric);
        let p_adjusted = adjusted.get(&metric).copied();
        let verdict = verdict(metric, &draft, p_adjusted, balanced, rules);
        (metric, told(draft, verdict, p_adjusted, balanced))
    };
    Outlook {
        baseline: months.baseline.iter().filter_map(Sample::window).collect(),
        evaluation: plan.quarters().to_vec(),
        as_of,
        definition: definition.stamp().clone(),
        rules: *rules,
        metrics: drafts.into_iter().map(finished).collect(),
    }
}

fn drafts(months: &Months<'_>, plan: &OutlookPlan) -> BTreeMap<Metric, Draft> {
    let periods = Periods {
        baseline: merged(months.baseline.iter()),
        evaluation: merged(months.evaluation.iter()),
        halves: months.halves(),
        quarters: months.quarters(plan),
    };
    let missing = months.shortage(plan);
    let one = |metric| (metric, draft(metric, months, &periods, plan.rules(), missing));
    Metric::ALL.into_iter().map(one).collect()
}

/// The periods that the months add up to.
struct Periods<'log> {
    baseline: Option<Sample<'log>>,
    evaluation: Option<Sample<'log>>,
    halves: Option<(Sample<'log>, Sample<'log>)>,
    quarters: Vec<Option<Sample<'log>>>,
}

fn draft(
    metric: Metric,
    months: &Months<'_>,
    periods: &Periods<'_>,
    rules: &OutlookRules,
    missing: Option<Shortage>,
) -> Draft {
    let kind = months.kind;
    let period = |sample| Period { sample, kind };
    let both = periods.baseline.as_ref().zip(periods.evaluation.as_ref());
    let both = both.map(|(before, after)| (period(before), period(after)));
    let lacking =
        missing.or_else(|| both.as_ref().and_then(|(before, after)| shortage(metric, before, after)));
    let compared = both.as_ref().filter(|_| lacking.is_none());
    let found = compared.and_then(|(before, after)| effect(metric, before, after, 1.0 - rules.alpha));
    let at_mix = compared.map(|(before, after)| AtMix::of(metric, before, after));
    let halves = periods.halves.as_ref().filter(|_| found.is_some());
    let halves = halves.and_then(|(first, second)| {
        // Both ends of this level make a one-sided statement at 95 %.
        effect(metric, &period(first), &period(second), 1.0 - 2.0 * rules.alpha)
    });
    let of = |sample: Option<&Sample<'_>>| reading(metric, sample);
    let quarters: Vec<Reading> = periods.quarters.iter().map(|it| of(it.as_ref())).collect();
    let baseline = of(periods.baseline.as_ref());
    let known = baseline.value().map(|it| it.value());
    let each: Vec<Option<f64>> = quarters.iter().map(|it| estimate(it, known)).collect();
    let (series, scale) = series(metric, &months.evaluation);
    Draft {
        shortage: lacking.or_else(|| found.is_none().then_some(Shortage::NotReached)),
        smallest: compared.map(|it| smallest(metric, &it.0, &it.1, rules.alpha)).unwrap_or_default(),
        held: held(metric, known, &each),
        no_decay: no_decay(metric, halves.as_ref(), known, rules.inferiority),
        signals: signals(metric, &series, scale),
        evaluation: of(periods.evaluation.as_ref()),
        effect: found,
        at_mix: at_mix.unwrap_or_default(),
        halves,
        baseline,
        quarters,
    }
}

/// The reading of a period, over mature deployments where it matters.
fn reading(metric: Metric, sample: Option<&Sample<'_>>) -> Reading {
    let Some(sample) = sample else { return Reading::unknown(Gap::NoData, Default::default()) };
    let delivery: Delivery = sample.delivery();
    match metric {
        Metric::ChangeFailRate => delivery.change_fail_rate.mature.quantity(),
        _ => delivery.reading(metric),
    }
}

/// The estimate of a quarter; a time not reached yet is known to be worse where its bound is.
fn estimate(reading: &Reading, baseline: Option<f64>) -> Option<f64> {
    match reading.gap() {
        Some(Gap::NotReached { at_least }) => {
            Some(at_least.value()).filter(|it| baseline.is_some_and(|known| *it > known))
        }
        _ => reading.value().map(|it| it.value()),
    }
}

/// The months on the scale of their chart.
fn series(metric: Metric, months: &[Sample<'_>]) -> (Series, Scale) {
    let counts: Vec<f64> = months.iter().map(|it| number(count(it.deployed()))).collect();
    let values = || months.iter().map(|it| reading(metric, Some(it)).value().map(|it| it.value()));
    match scale(metric, mean(&counts)) {
        Scale::Root => (counts.into_iter().map(Some).collect(), Scale::Root),
        Scale::Log => (values().map(|it| it.map(|hours| hours.max(LEAST_HOURS))).collect(), Scale::Log),
        linear => (values().collect(), linear),
    }
}

/// The p of every metric that was compared, adjusted by Holm.
fn adjusted(drafts: &BTreeMap<Metric, Draft>) -> BTreeMap<Metric, f64> {
    let tested: Vec<(Metric, f64)> =
        drafts.iter().filter_map(|(metric, it)| Some((*metric, it.effect?.p?))).collect();
    let p: Vec<f64> = tested.iter().map(|it| it.1).collect();
    let adjusted = holm(&p).unwrap_or_default();
    tested.into_iter().map(|it| it.0).zip(adjusted).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Better,
    Worse,
    Neither,
}

/// Whether an effect is large enough and beyond chance.
fn change(metric: Metric, draft: &Draft, p_adjusted: Option<f64>, rules: &OutlookRules) -> Change {
    let Some(effect) = draft.effect.filter(|_| p_adjusted.is_some_and(|p| p < rules.alpha)) else {
        return Change::Neither;
    };
    let gain = gain(metric, effect.unit, effect.value);
    let (least, most) = margins(effect.unit, rules);
    if gain >= most {
        Change::Better
    } else if gain <= least {
        Change::Worse
    } else {
        Change::Neither
    }
}

/// A value turned so that more is better.
fn gain(metric: Metric, unit: Unit, value: f64) -> f64 {
    match (metric.higher_is_better(), unit) {
        (true, _) => value,
        (false, Unit::Ratio) => 1.0 / value,
        (false, _) => -value,
    }
}

/// Between these ends a gain does not matter.
fn margins(unit: Unit, rules: &OutlookRules) -> (f64, f64) {
    if unit == Unit::Ratio {
        (1.0 / rules.smallest_ratio, rules.smallest_ratio)
    } else {
        (-rules.smallest_difference, rules.smallest_difference)
    }
}

fn verdict(
    metric: Metric,
    draft: &Draft,
    p_adjusted: Option<f64>,
    balanced: bool,
    rules: &OutlookRules,
) -> OutlookVerdict {
    if let Some(reason) = draft.shortage {
        return OutlookVerdict::InsufficientData { reason };
    }
    match change(metric, draft, p_adjusted, rules) {
        Change::Worse => OutlookVerdict::Worsened,
        Change::Better => improved(draft, balanced),
        Change::Neither if meaningless(metric, draft, rules) => OutlookVerdict::NoMeaningfulChange,
        Change::Neither => OutlookVerdict::Inconclusive { min_detectable_effect: draft.smallest },
    }
}

fn improved(draft: &Draft, balanced: bool) -> OutlookVerdict {
    let lost = draft.held == Held::No || draft.no_decay == Held::No || !draft.signals.is_empty();
    if lost {
        OutlookVerdict::ImprovedThenDecayed
    } else if draft.held == Held::Yes && draft.no_decay == Held::Yes && balanced {
        OutlookVerdict::Sustained
    } else {
        OutlookVerdict::ImprovedNotProvenStable
    }
}

/// Whether all that the interval allows is smaller than what matters.
fn meaningless(metric: Metric, draft: &Draft, rules: &OutlookRules) -> bool {
    let ends = draft.effect.and_then(|it| Some((it.unit, [it.lower?, it.upper?])));
    ends.is_some_and(|(unit, ends)| {
        let (least, most) = margins(unit, rules);
        ends.into_iter().map(|end| gain(metric, unit, end)).all(|it| least < it && it < most)
    })
}

fn told(draft: Draft, verdict: OutlookVerdict, p_adjusted: Option<f64>, balanced: bool) -> MetricOutlook {
    MetricOutlook {
        verdict,
        baseline: draft.baseline,
        evaluation: draft.evaluation,
        quarters: draft.quarters,
        effect: draft.effect,
        effect_at_baseline_mix: draft.at_mix.effect,
        flags: draft.at_mix.reversed.then_some(Flag::SimpsonReversal).into_iter().collect(),
        p_adjusted,
        held: draft.held,
        no_decay: draft.no_decay,
        halves: draft.halves,
        signals: draft.signals,
        balanced,
        smallest_effect: draft.smallest,
    }
}
