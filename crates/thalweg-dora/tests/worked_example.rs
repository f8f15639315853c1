//! The whole worked example of dora.md section 8, as data through the public API.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeMap;

use serde::Deserialize;
use thalweg_dora::aggregate::{Mix, roll_up};
use thalweg_dora::quick_check::QuickCheck;
use thalweg_dora::{Definition, Delivery, Metric, Sample, explain, measure};
use thalweg_model::{
    Change, Deployment, EventLog, Exclusion, Flag, Gap, Incident, Instant, Interval, Quantity, Tz, View,
    Window,
};
use thalweg_stats::quantile::{HyndmanFan, of_sorted};

/// The digits that section 8 prints.
const PRINTED: f64 = 1e-6;

#[derive(Deserialize)]
struct Example {
    zone: String,
    month: (i32, u32),
    as_of: Instant,
    deployments: Vec<Deployment>,
    changes: Vec<Change>,
    incidents: Vec<Incident>,
    expected: BTreeMap<String, Expected>,
    whole: Whole,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    deployments: u64,
    per_week: [f64; 3],
    deploy_days: u64,
    median_gap: f64,
    planned: u64,
    changes: u64,
    lead_median: f64,
    lead_p75: f64,
    lead_p85: f64,
    lead_p95: f64,
    lead_interval: Option<[f64; 2]>,
    failed: u64,
    fail_wilson: [f64; 2],
    fail_clopper_pearson: [f64; 2],
    fail_jeffreys: [f64; 2],
    rework: u64,
    rework_wilson: [f64; 2],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    hours: f64,
    weeks: Vec<u64>,
    cohort_changes: u64,
    cohort_censored_hours: f64,
    cohort_median: f64,
    fail_standardised_half_half: f64,
    recovery_event: f64,
    recovery_open_hours: f64,
    recovery_at_least: f64,
    lead_band: u8,
    frequency_band: u8,
    median_of_service_medians: f64,
    quick_check_overall: f64,
    quick_check_stability: f64,
}

fn example() -> Example {
    toml::from_str(include_str!("../../../testdata/dora/worked_example.toml")).unwrap()
}

fn log(example: &Example) -> EventLog {
    let loaded =
        EventLog::of_records(example.deployments.clone(), example.changes.clone(), example.incidents.clone());
    // Only the negative lead time of C08 is told about.
    assert_eq!(loaded.rejects.len(), 1, "{:?}", loaded.rejects);
    loaded.value
}

fn march(example: &Example) -> Window {
    assert_eq!(example.zone, "Europe/Berlin");
    Window::month(example.month.0, example.month.1, Tz::Europe__Berlin).unwrap()
}

fn near(found: f64, expected: f64, what: &str) {
    assert!((found - expected).abs() < PRINTED, "{what}: {found} is not {expected}");
}

fn value(reading: &thalweg_model::Reading<Quantity>) -> f64 {
    reading.value().unwrap().value()
}

fn ends(interval: Option<&Interval>, expected: [f64; 2], what: &str) {
    let interval = interval.unwrap();
    near(interval.lower.unwrap(), expected[0], what);
    near(interval.upper.unwrap(), expected[1], what);
}

/// The view of the organisation, or of one service.
fn part<'log>(log: &'log EventLog, example: &Example, group: &str) -> View<'log> {
    let whole = log.as_of(example.as_of).within(&march(example));
    if group == "org" {
        return whole;
    }
    whole.group_by(|event| event.service().as_str().to_owned()).get(&group.to_owned()).unwrap().clone()
}

fn check_frequency(delivery: &Delivery, expected: &Expected) {
    let frequency = &delivery.deployment_frequency;
    assert_eq!(frequency.deployments, expected.deployments);
    near(value(&frequency.per_week), expected.per_week[0], "per week");
    let [_, lower, upper] = expected.per_week;
    ends(frequency.per_week.interval(), [lower, upper], "Garwood");
    assert_eq!(frequency.deploy_days, expected.deploy_days);
    near(value(&frequency.median_gap), expected.median_gap, "median gap");
    assert_eq!(frequency.planned, expected.planned);
}

fn check_lead_time(delivery: &Delivery, sample: &Sample<'_>, expected: &Expected) {
    let lead = &delivery.change_lead_time;
    assert_eq!(lead.changes, expected.changes);
    near(value(&lead.median), expected.lead_median, "median");
    near(value(&lead.p75), expected.lead_p75, "p75");
    let raw = |p| of_sorted(&sample.lead_times(), p, HyndmanFan::Type7).unwrap();
    near(raw(0.85), expected.lead_p85, "raw p85");
    near(raw(0.95), expected.lead_p95, "raw p95");
    match expected.lead_interval {
        Some(interval) => ends(lead.median.interval(), interval, "order statistics"),
        None => assert_eq!(lead.median.interval(), None),
    }
}

fn check_rates(delivery: &Delivery, expected: &Expected) {
    let fail = &delivery.change_fail_rate;
    let share = fail.rate.value().unwrap();
    assert_eq!((share.part(), share.whole()), (expected.failed, expected.deployments));
    ends(fail.rate.interval(), expected.fail_wilson, "Wilson");
    ends(fail.clopper_pearson(0.95).as_ref(), expected.fail_clopper_pearson, "Clopper–Pearson");
    ends(fail.jeffreys(0.95).as_ref(), expected.fail_jeffreys, "Jeffreys");
    let rework = &delivery.deployment_rework_rate.rate;
    assert_eq!(rework.value().unwrap().part(), expected.rework);
    ends(rework.interval(), expected.rework_wilson, "Wilson of rework");
    assert!(!fail.rate.basis().flags.contains(&Flag::Provisional), "the youngest is nine days old");
}

#[test]
fn every_number_of_the_table_of_section_8() {
    let example = example();
    let log = log(&example);
    for (group, expected) in &example.expected {
        let view = part(&log, &example, group);
        let delivery = measure(&view, &Definition::default());
        let sample = Sample::of(&view, &Definition::default());
        check_frequency(&delivery, expected);
        check_lead_time(&delivery, &sample, expected);
        check_rates(&delivery, expected);
    }
}

#[test]
fn the_minimum_counts_of_section_3_hold() {
    let example = example();
    let log = log(&example);
    let lead = |group| measure(&part(&log, &example, group), &Definition::default()).change_lead_time;
    near(value(&lead("org").p85), 125.5875, "p85");
    assert_eq!(lead("web").p85.gap(), Some(Gap::InsufficientData { have: 4, need: 7 }));
    assert_eq!(lead("api").p85.gap(), Some(Gap::InsufficientData { have: 6, need: 7 }));
    for (group, have) in [("org", 10), ("api", 6), ("web", 4)] {
        assert_eq!(lead(group).p95.gap(), Some(Gap::InsufficientData { have, need: 20 }), "{group}");
    }
}

#[test]
fn weeks_and_exposure_of_section_8() {
    let example = example();
    let log = log(&example);
    let frequency = measure(&part(&log, &example, "org"), &Definition::default()).deployment_frequency;
    let weeks: Vec<u64> = frequency.weeks.iter().map(|it| it.deployments).collect();
    assert_eq!(weeks, example.whole.weeks);
    assert_eq!(frequency.weeks[0].first_day.to_string(), "2026-02-23");
    let whole: Vec<bool> = frequency.weeks.iter().map(|it| it.whole).collect();
    assert_eq!(whole, [false, true, true, true, true, false]);
    assert_eq!(frequency.per_week.basis().exposure.unwrap().hours(), example.whole.hours);
}

#[test]
fn the_cohort_view_of_section_8() {
    let example = example();
    let log = log(&example);
    let lead = measure(&part(&log, &example, "org"), &Definition::default()).change_lead_time;
    assert_eq!((lead.cohort.changes, lead.cohort.undeployed), (example.whole.cohort_changes, 1));
    near(value(&lead.cohort.median), example.whole.cohort_median, "cohort median");
    // C12, the last to be committed that waits, by the as-of instant.
    let committed = example.changes.iter().find(|it| it.id.as_str() == "C12").unwrap().committed_at;
    assert_eq!(example.as_of.since(committed).hours(), example.whole.cohort_censored_hours);
    assert!(lead.median.basis().flags.contains(&Flag::ViewsDiffer), "one of eight waits");
}

#[test]
fn the_recovery_of_section_8() {
    let example = example();
    let log = log(&example);
    let view = part(&log, &example, "org");
    let recovery = measure(&view, &Definition::default()).failed_deployment_recovery_time;
    let whole = &example.whole;
    let sample = Sample::of(&view, &Definition::default());
    assert_eq!(sample.recovery_times(), [(whole.recovery_event, true), (whole.recovery_open_hours, false)]);
    let Some(Gap::NotReached { at_least }) = recovery.median.gap() else { panic!("{:?}", recovery.median) };
    near(at_least.value(), whole.recovery_at_least, "at least");
    assert_eq!((recovery.failures, recovery.open), (2, 1));
    assert_eq!(recovery.oldest_open, Some(whole.recovery_open_hours));
    assert!(recovery.median.basis().flags.contains(&Flag::DescriptiveOnly));
    assert_eq!(recovery.band, None);
}

#[test]
fn what_section_8_leaves_out_is_counted_with_its_reason() {
    let example = example();
    let log = log(&example);
    let delivery = measure(&part(&log, &example, "org"), &Definition::default());
    let left_out = &delivery.deployment_frequency.per_week.basis().left_out;
    assert_eq!(left_out, &BTreeMap::from([(Exclusion::NeverReachedProduction, 1)]));
    let left_out = &delivery.change_lead_time.median.basis().left_out;
    assert_eq!(left_out, &BTreeMap::from([(Exclusion::NegativeDuration, 1)]));
}

#[test]
fn the_bands_of_section_8() {
    let example = example();
    let log = log(&example);
    let delivery = measure(&part(&log, &example, "org"), &Definition::default());
    let lead = delivery.change_lead_time.band.unwrap();
    assert_eq!(lead.point.unwrap().number(), example.whole.lead_band);
    assert_eq!((lead.slowest.number(), lead.fastest.number()), (4, 6), "0.5 h to 151.75 h");
    let frequency = delivery.deployment_frequency.band.unwrap();
    assert_eq!(frequency.point.unwrap().number(), example.whole.frequency_band);
    assert_eq!((frequency.slowest.number(), frequency.fastest.number()), (3, 4));
}

#[test]
fn the_pooled_median_is_not_the_median_of_medians_section_8() {
    let example = example();
    let log = log(&example);
    let median =
        |group| value(&measure(&part(&log, &example, group), &Definition::default()).change_lead_time.median);
    let wrong = f64::midpoint(median("api"), median("web"));
    near(wrong, example.whole.median_of_service_medians, "wrong on purpose");
    assert!((median("org") - wrong).abs() > 0.1);
}

#[test]
fn the_fail_rate_standardised_to_a_mix_of_halves_section_8() {
    let example = example();
    let log = log(&example);
    let services = log.services().to_vec();
    let view = part(&log, &example, "org");
    let rolled = roll_up(&view, &Definition::default(), Some(&Mix::even(services)));
    near(
        value(&rolled.change_fail_rate.standardised),
        example.whole.fail_standardised_half_half,
        "standardised",
    );
    assert_eq!(rolled.change_fail_rate.pooled.value().unwrap().value(), 0.25);
    near(value(&rolled.change_fail_rate.median_over_services), 0.2, "between 0.4 and 0");
    assert_eq!(rolled.services, 2);
    let lacking = &rolled.lacking[&Metric::FailedDeploymentRecoveryTime];
    assert_eq!(lacking.iter().map(ToString::to_string).collect::<Vec<_>>(), ["web"]);
}

#[test]
fn the_quick_check_of_the_example() {
    let example = example();
    let log = log(&example);
    let check = QuickCheck::of(&measure(&part(&log, &example, "org"), &Definition::default()));
    let scores = Metric::ALL.map(|it| check.score(it));
    assert_eq!(scores, [Some(6.0), Some(6.0), Some(7.5), Some(8.75), None]);
    near(check.overall().unwrap(), example.whole.quick_check_overall, "overall");
    near(check.stability().unwrap(), example.whole.quick_check_stability, "stability");
}

#[test]
fn the_records_behind_the_numbers_of_section_8() {
    let example = example();
    let log = log(&example);
    let view = part(&log, &example, "org");
    let named = |metric| {
        let why = explain(&view, &Definition::default(), metric);
        let counted: Vec<String> = why.counted.iter().map(|it| it.record.to_string()).collect();
        (counted, why.left_out)
    };
    let (deployments, left_out) = named(Metric::DeploymentFrequency);
    assert_eq!(deployments.first().map(String::as_str), Some("deployment D01"));
    assert_eq!(deployments.len(), 8);
    assert_eq!(left_out[&Exclusion::NeverReachedProduction][0].to_string(), "deployment D05");
    let (changes, left_out) = named(Metric::ChangeLeadTime);
    assert!(!changes.contains(&"change C12 in api".to_owned()), "never deployed");
    assert_eq!(left_out[&Exclusion::NegativeDuration][0].to_string(), "change C08 in web");
    let (failures, _) = named(Metric::FailedDeploymentRecoveryTime);
    assert_eq!(failures, ["deployment D03", "deployment D07"]);
}
