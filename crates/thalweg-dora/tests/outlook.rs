//! "Improve and remain stable" (dora.md section 7): every kind of verdict, and every condition that makes it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_wrap,
    clippy::panic,
    reason = "tests"
)]

use thalweg_dora::outlook::{AdverseSignal, Held, MetricOutlook, Shortage};
use thalweg_dora::{
    Definition, DoraError, Metric, Outlook, OutlookPlan, OutlookRules, OutlookVerdict, Sample, outlook,
};
use thalweg_model::{
    Change, ChangeId, Deployment, DeploymentId, Elapsed, EnvironmentId, EventLog, Gap, Incident, IncidentId,
    Instant, Plan, Prompt, Readings, ServiceId, Tz, Window,
};

/// What happened in a month.
#[derive(Clone, Copy, Default)]
struct Month {
    deployments: usize,
    failing: usize,
    rework: usize,
    /// Hours from commit to production.
    lead: i64,
    /// Hours until service is restored.
    recovery: i64,
}

fn busy(deployments: usize) -> Month {
    Month { deployments, lead: 20, recovery: 4, ..Month::default() }
}

fn months(first: (i32, u32), count: usize) -> Vec<Window> {
    let first = Window::month(first.0, first.1, Tz::UTC).unwrap();
    std::iter::successors(Some(first), Window::next).take(count).collect()
}

/// A log of months from July 2024 on.
fn log(all: &[Month]) -> EventLog {
    let (mut deployments, mut changes, mut incidents) = (Vec::new(), Vec::new(), Vec::new());
    for (window, month) in months((2024, 7), all.len()).iter().zip(all) {
        let step = window.length().nanos() / (month.deployments as i64 + 1);
        for n in 0..month.deployments {
            let at = window.start() + Elapsed::from_nanos(step * (n as i64 + 1));
            let name = format!("{}-{n}", window.label());
            let change = ChangeId::new(&name).unwrap();
            // Leads spread around the month's by up to four times, so that they do not tell more than real ones.
            let lead = Elapsed::from_seconds(month.lead * 3_600 * [25, 50, 100, 200, 400][n % 5] / 100);
            changes.push(Change::new(change.clone(), at - lead));
            let (service, production) =
                (ServiceId::new("api").unwrap(), EnvironmentId::new("production").unwrap());
            let mut deployed = Deployment::new(DeploymentId::new(&name).unwrap(), service, production, at);
            deployed.changes.push(change);
            // Every one of the month's kinds is spread evenly over it.
            let chosen = |part: usize| (n + 1) * part / month.deployments > n * part / month.deployments;
            deployed.plan = if chosen(month.rework) { Plan::Unplanned } else { Plan::Planned };
            deployed.prompted_by = chosen(month.rework).then_some(Prompt::Incident);
            if chosen(month.failing) {
                incidents.push(incident(&name, &deployed.id, at, month.recovery, n as i64));
            }
            deployments.push(deployed);
        }
    }
    EventLog::of_records(deployments, changes, incidents).value
}

fn incident(name: &str, cause: &DeploymentId, at: Instant, hours: i64, n: i64) -> Incident {
    Incident {
        id: IncidentId::new(name).unwrap(),
        services: vec![],
        caused_by: vec![cause.clone()],
        impact_started_at: Some(at),
        detected_at: None,
        restored_at: Some(at + Elapsed::from_seconds(hours * 3_600 * (80 + (n * 17) % 40) / 100)),
        user_impacting: true,
        immediate_intervention: true,
        recorded_at: None,
    }
}

fn as_of() -> Instant {
    "2026-01-10T00:00:00Z".parse().unwrap()
}

/// Half a year of baseline from July 2024 on, then four quarters.
fn plan() -> OutlookPlan {
    let rules = OutlookRules { baseline_months: 6, ..OutlookRules::default() };
    OutlookPlan::trailing(rules, as_of(), Tz::UTC).unwrap()
}

fn judged(all: &[Month]) -> Outlook {
    outlook(&log(all).as_of(as_of()), &plan(), &Definition::default())
}

fn counts(all: &[usize]) -> Vec<Month> {
    all.iter().map(|it| busy(*it)).collect()
}

fn stretch(pieces: &[(usize, Month)]) -> Vec<Month> {
    pieces.iter().flat_map(|(count, month)| std::iter::repeat_n(*month, *count)).collect()
}

fn of(outlook: &Outlook, metric: Metric) -> &MetricOutlook {
    &outlook.metrics[&metric]
}

fn verdict(all: &[Month], metric: Metric) -> OutlookVerdict {
    of(&judged(all), metric).verdict
}

const FIXTURE_B: [usize; 18] = [8, 7, 9, 8, 10, 9, 12, 13, 12, 14, 13, 12, 13, 14, 13, 12, 14, 13];

#[test]
fn sustained_with_the_numbers_of_the_fixture() {
    let found = judged(&counts(&FIXTURE_B));
    let frequency = of(&found, Metric::DeploymentFrequency);
    assert_eq!(frequency.verdict, OutlookVerdict::Sustained);
    // R 4.2.2: poisson.test(c(155, 51), c(365, 184)); the exposures are those of the calendar.
    let effect = frequency.effect.unwrap();
    assert!((effect.value - 1.532_097_770_62).abs() < 1e-9);
    assert!((effect.lower.unwrap() - 1.109_911_837_94).abs() < 1e-9);
    assert!((effect.upper.unwrap() - 2.145_856_553_60).abs() < 1e-9);
    assert!((effect.p.unwrap() - 0.007_745_669_796).abs() < 1e-9);
    // R 4.2.2: poisson.test(c(79, 76), c(184, 181), conf.level = .9).
    let halves = frequency.halves.unwrap();
    assert!((halves.value - 1.022_525_743_71).abs() < 1e-9);
    assert!((halves.lower.unwrap() - 0.775_109_587_684).abs() < 1e-9);
    assert_eq!((frequency.held, frequency.no_decay, frequency.balanced), (Held::Yes, Held::Yes, true));
    assert!(frequency.signals.is_empty());
}

#[test]
fn a_smaller_margin_of_inferiority_leaves_it_unproven_section_7_s2() {
    let rules = OutlookRules { baseline_months: 6, inferiority: 0.20, ..OutlookRules::default() };
    let plan = OutlookPlan::trailing(rules, as_of(), Tz::UTC).unwrap();
    let found = outlook(&log(&counts(&FIXTURE_B)).as_of(as_of()), &plan, &Definition::default());
    let frequency = of(&found, Metric::DeploymentFrequency);
    assert_eq!(frequency.no_decay, Held::Open);
    assert_eq!(frequency.verdict, OutlookVerdict::ImprovedNotProvenStable);
}

#[test]
fn improved_but_too_few_to_prove_it_stable() {
    let all = stretch(&[(6, busy(2)), (12, busy(6))]);
    assert_eq!(verdict(&all, Metric::DeploymentFrequency), OutlookVerdict::ImprovedNotProvenStable);
}

#[test]
fn improved_then_decayed() {
    let all = stretch(&[(6, busy(10)), (6, busy(24)), (6, busy(10))]);
    let found = judged(&all);
    let frequency = of(&found, Metric::DeploymentFrequency);
    assert_eq!(frequency.verdict, OutlookVerdict::ImprovedThenDecayed);
    assert_eq!(frequency.no_decay, Held::No);
}

#[test]
fn one_quarter_behind_the_baseline_is_decay_section_7_s1() {
    let all = stretch(&[(6, busy(10)), (6, busy(24)), (3, busy(9)), (3, busy(24))]);
    let found = judged(&all);
    let frequency = of(&found, Metric::DeploymentFrequency);
    assert_eq!((frequency.held, frequency.verdict), (Held::No, OutlookVerdict::ImprovedThenDecayed));
}

#[test]
fn a_quarter_behind_the_baseline_is_decay_without_any_signal_section_7_s1() {
    // So uneven that no month stands out; in the second quarter two of three months are slower than the baseline.
    let leads = [10, 90, 10, 300, 10, 300, 90, 10, 90, 10, 90, 10];
    let slow = Month { lead: 110, ..busy(20) };
    let uneven = leads.map(|lead| Month { lead, ..busy(20) });
    let all: Vec<Month> = stretch(&[(6, slow)]).into_iter().chain(uneven).collect();
    let found = judged(&all);
    let lead = of(&found, Metric::ChangeLeadTime);
    assert!(lead.signals.is_empty() && lead.no_decay != Held::No, "{lead:?}");
    assert_eq!((lead.held, lead.verdict), (Held::No, OutlookVerdict::ImprovedThenDecayed));
}

#[test]
fn an_inferior_second_half_is_decay_without_any_signal_section_7_s2() {
    // One month with most of the changes and the shortest times makes the first half ten times as fast as the second.
    let month = |deployments, lead| Month { lead, ..busy(deployments) };
    let leads = [20, 2, 20, 40, 20, 40, 20, 40, 20, 40, 20, 40];
    let quick = leads.map(|lead| month(if lead == 2 { 300 } else { 20 }, lead));
    let all: Vec<Month> = stretch(&[(6, month(20, 100))]).into_iter().chain(quick).collect();
    let found = judged(&all);
    let lead = of(&found, Metric::ChangeLeadTime);
    assert!(lead.signals.is_empty() && lead.held == Held::Yes, "{lead:?}");
    assert_eq!((lead.no_decay, lead.verdict), (Held::No, OutlookVerdict::ImprovedThenDecayed));
}

#[test]
fn an_adverse_trend_is_decay_though_every_quarter_is_better_section_7_s3() {
    let falling = [40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29];
    let all: Vec<Month> = stretch(&[(6, busy(10))]).into_iter().chain(counts(&falling)).collect();
    let found = judged(&all);
    let frequency = of(&found, Metric::DeploymentFrequency);
    assert_eq!(frequency.held, Held::Yes);
    assert!(matches!(frequency.signals.last(), Some(AdverseSignal::Trend { p }) if *p < 0.05));
    assert_eq!(frequency.verdict, OutlookVerdict::ImprovedThenDecayed);
}

#[test]
fn a_rise_is_no_adverse_signal() {
    let rising = [29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40];
    let all: Vec<Month> = stretch(&[(6, busy(10))]).into_iter().chain(counts(&rising)).collect();
    assert_eq!(verdict(&all, Metric::DeploymentFrequency), OutlookVerdict::Sustained);
}

#[test]
fn no_meaningful_change_where_all_of_the_interval_is_small() {
    let all = stretch(&[(18, busy(160))]);
    assert_eq!(verdict(&all, Metric::DeploymentFrequency), OutlookVerdict::NoMeaningfulChange);
}

#[test]
fn inconclusive_comes_with_what_could_have_been_shown() {
    let found = judged(&stretch(&[(18, Month { failing: 1, rework: 1, ..busy(5) })]));
    for metric in Metric::ALL {
        let OutlookVerdict::Inconclusive { min_detectable_effect: least } = of(&found, metric).verdict else {
            panic!("{metric:?}: {:?}", of(&found, metric).verdict);
        };
        assert!(least.better.is_some() || least.worse.is_some(), "{metric:?}");
        assert_eq!(of(&found, metric).smallest_effect, least);
        assert_eq!(found.reading(metric).gap(), Some(Gap::Undefined));
    }
    let fails = of(&found, Metric::ChangeFailRate).smallest_effect;
    // R 4.2.2: sin(asin(sqrt(.2)) + c(-1, 1) * (qnorm(.975) + qnorm(.8)) * sqrt(1/30 + 1/60) / 2)^2 - .2
    assert!((fails.better.unwrap() + 0.177_543_702_9).abs() < 1e-9, "{fails:?}");
    assert!((fails.worse.unwrap() - 0.291_476_608_1).abs() < 1e-9, "{fails:?}");
    let frequency = of(&found, Metric::DeploymentFrequency).smallest_effect;
    assert!(frequency.better.unwrap() > 1.5 && frequency.worse.unwrap() < 1.0 / 1.5, "{frequency:?}");
}

#[test]
fn a_wide_interval_on_the_worse_side_is_inconclusive() {
    let all = stretch(&[(6, busy(12)), (12, busy(9))]);
    let found = judged(&all);
    let frequency = of(&found, Metric::DeploymentFrequency);
    assert!(frequency.effect.unwrap().upper.unwrap() < 1.1);
    assert!(matches!(frequency.verdict, OutlookVerdict::Inconclusive { .. }), "{:?}", frequency.verdict);
}

#[test]
fn worsened() {
    let all = stretch(&[(6, busy(24)), (12, busy(10))]);
    let found = judged(&all);
    assert_eq!(found.verdict(Metric::DeploymentFrequency), Some(OutlookVerdict::Worsened));
    assert_eq!(found.reading(Metric::DeploymentFrequency).value().unwrap().value(), -1.0);
}

#[test]
fn every_metric_turns_the_right_way() {
    let bad = Month { deployments: 40, failing: 12, rework: 8, lead: 60, recovery: 10 };
    let good = Month { deployments: 60, failing: 5, rework: 2, lead: 20, recovery: 2 };
    let better = judged(&stretch(&[(6, bad), (12, good)]));
    let worse = judged(&stretch(&[(6, good), (12, bad)]));
    for metric in Metric::ALL {
        assert_eq!(of(&better, metric).verdict, OutlookVerdict::Sustained, "{metric:?}");
        assert_eq!(of(&worse, metric).verdict, OutlookVerdict::Worsened, "{metric:?}");
    }
    assert_eq!((better.signal(), worse.signal()), (Held::Yes, Held::No));
    let scores: Vec<f64> =
        better.readings().iter().filter_map(|it| it.1.value()).map(|it| it.value()).collect();
    assert_eq!(scores, [1.0; 5]);
}

#[test]
fn nothing_is_sustained_while_another_worsens_section_7_s4() {
    let before = Month { failing: 2, ..busy(20) };
    let after = Month { failing: 16, ..busy(60) };
    let found = judged(&stretch(&[(6, before), (12, after)]));
    assert_eq!(of(&found, Metric::ChangeFailRate).verdict, OutlookVerdict::Worsened);
    let frequency = of(&found, Metric::DeploymentFrequency);
    assert_eq!((frequency.held, frequency.no_decay, frequency.balanced), (Held::Yes, Held::Yes, false));
    assert_eq!(frequency.verdict, OutlookVerdict::ImprovedNotProvenStable);
    assert_eq!(found.signal(), Held::No);
}

#[test]
fn a_baseline_starts_with_the_first_deployment() {
    let silent = stretch(&[(3, Month::default()), (15, busy(10))]);
    let reason = Shortage::BaselineMonths { have: 3, need: 6 };
    let found = judged(&silent);
    for metric in Metric::ALL {
        assert_eq!(of(&found, metric).verdict, OutlookVerdict::InsufficientData { reason }, "{metric:?}");
        assert_eq!(found.reading(metric).gap(), Some(Gap::InsufficientData { have: 3, need: 6 }));
    }
    assert_eq!(found.signal(), Held::Open);
}

#[test]
fn a_month_of_silence_later_on_is_a_real_zero() {
    let all = stretch(&[(6, busy(24)), (12, Month::default())]);
    let found = judged(&all);
    assert_eq!(of(&found, Metric::DeploymentFrequency).verdict, OutlookVerdict::Worsened);
    let reason = Shortage::Evaluation { have: 0, need: 1 };
    assert_eq!(of(&found, Metric::ChangeFailRate).verdict, OutlookVerdict::InsufficientData { reason });
}

#[test]
fn fewer_than_five_recoveries_are_not_compared() {
    let all = stretch(&[
        (4, Month { failing: 1, ..busy(10) }),
        (2, busy(10)),
        (12, Month { failing: 1, ..busy(10) }),
    ]);
    let reason = Shortage::Baseline { have: 4, need: 5 };
    assert_eq!(
        verdict(&all, Metric::FailedDeploymentRecoveryTime),
        OutlookVerdict::InsufficientData { reason }
    );
}

#[test]
fn a_partial_month_does_not_count() {
    let view_at: Instant = "2025-12-20T00:00:00Z".parse().unwrap();
    let first = plan().quarters()[0];
    let plan = OutlookPlan::starting(*plan().rules(), &first).unwrap();
    let found = outlook(&log(&counts(&FIXTURE_B)).as_of(view_at), &plan, &Definition::default());
    let reason = Shortage::EvaluationMonths { have: 11, need: 12 };
    assert_eq!(of(&found, Metric::DeploymentFrequency).verdict, OutlookVerdict::InsufficientData { reason });
}

#[test]
fn bursts_make_the_interval_wider() {
    let even = log(&counts(&FIXTURE_B));
    // The same months, with every deployment of a month on its first day.
    let mut burst = Vec::new();
    for (window, count) in months((2024, 7), 18).iter().zip(FIXTURE_B) {
        for n in 0..count {
            let at = window.start() + Elapsed::from_hours(n as i64);
            let id = DeploymentId::new(format!("{}-{n}", window.label())).unwrap();
            let production = EnvironmentId::new("production").unwrap();
            burst.push(Deployment::new(id, ServiceId::new("api").unwrap(), production, at));
        }
    }
    let burst = EventLog::of_records(burst, [], []).value;
    let effect = |log: &EventLog| {
        of(&outlook(&log.as_of(as_of()), &plan(), &Definition::default()), Metric::DeploymentFrequency)
            .effect
            .unwrap()
    };
    let (even, burst) = (effect(&even), effect(&burst));
    assert!((even.value - burst.value).abs() < 1e-12);
    assert!(burst.lower < even.lower && burst.upper > even.upper && burst.p > even.p);
}

#[test]
fn the_rules_are_checked_all_at_once() {
    let wrong = OutlookRules {
        baseline_months: 5,
        quarters: 2,
        fiscal_start: 13,
        smallest_ratio: f64::NAN,
        smallest_difference: 0.0,
        alpha: 1.0,
        inferiority: -1.0,
        transition_months: 99,
    };
    let Err(DoraError::Outlook { problems }) = OutlookPlan::trailing(wrong, as_of(), Tz::UTC) else {
        panic!()
    };
    assert_eq!(problems.len(), 8, "{problems:?}");
    let early: Instant = "1971-01-01T00:00:00Z".parse().unwrap();
    assert!(OutlookPlan::trailing(OutlookRules::default(), early, Tz::UTC).is_err());
}

#[test]
fn a_transition_is_left_out_of_both() {
    let rules = OutlookRules { baseline_months: 6, transition_months: 2, ..OutlookRules::default() };
    let plan = OutlookPlan::trailing(rules, as_of(), Tz::UTC).unwrap();
    let labels: Vec<String> = plan.baseline().iter().map(Window::label).collect();
    assert_eq!(labels, ["2024-05", "2024-06", "2024-07", "2024-08", "2024-09", "2024-10"]);
    assert_eq!(plan.months().len(), 18);
}

#[test]
fn immature_deployments_are_kept_out_of_the_fail_rate() {
    let all = stretch(&[(18, Month { failing: 4, ..busy(20) })]);
    let log = log(&all);
    let december = log.as_of("2026-01-01T00:00:00Z".parse().unwrap());
    let sample = Sample::of(&december.within(&plan().months()[17]), &Definition::default());
    let mature = sample.delivery().change_fail_rate.mature;
    assert!(mature.value().unwrap().whole() < 20, "{mature:?}");
}
