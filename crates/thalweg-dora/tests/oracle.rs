//! Whole months and quarters of the example organisation against numpy, scipy, statsmodels and lifelines.
//!
//! `tests/data/organisation.json` names the versions, and `organisation.py` beside it how to make it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod organisation;

use std::collections::BTreeMap;

use organisation::{as_of, team};
use serde::Deserialize;
use thalweg_dora::outlook::Effect;
use thalweg_dora::{Definition, Delivery, Metric, Monthly, Sample, monthly};
use thalweg_model::{Entity, Interval, Reading, Tz, Window};
use thalweg_stats::quantile::{HyndmanFan, of_sorted};

/// Closed forms; both sides round in other places.
const EXACT: f64 = 1e-9;
/// P-values far out in a tail.
const TAIL: f64 = 1e-6;

#[derive(Deserialize)]
struct Oracle {
    periods: BTreeMap<String, BTreeMap<String, Numbers>>,
    effects: BTreeMap<String, Effects>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Numbers {
    deployments: u64,
    per_week: f64,
    garwood: [f64; 2],
    failed: u64,
    rework: u64,
    leads: u64,
    recoveries: u64,
    open: u64,
    wilson: Option<[f64; 2]>,
    clopper_pearson: Option<[f64; 2]>,
    jeffreys: Option<[f64; 2]>,
    lead_quantiles: Option<[f64; 5]>,
    recovery_median: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Effects {
    frequency_ratio: f64,
    frequency_interval: [f64; 2],
    frequency_p: f64,
    lead_ratio: f64,
    lead_p: f64,
    fail_difference: f64,
    fail_interval: [f64; 2],
    fail_p: f64,
    recovery_p: f64,
}

fn oracle() -> Oracle {
    serde_json::from_str(include_str!("data/organisation.json")).unwrap()
}

fn near(found: f64, expected: f64, relative: f64, what: &str) {
    let scale = expected.abs().max(f64::MIN_POSITIVE);
    assert!((found - expected).abs() <= relative * scale, "{what}: {found} is not {expected}");
}

fn ends(interval: Option<&Interval>, expected: [f64; 2], what: &str) {
    let interval = interval.unwrap();
    near(interval.lower.unwrap(), expected[0], EXACT, what);
    near(interval.upper.unwrap(), expected[1], EXACT, what);
}

fn entity(name: &str) -> Entity {
    if name == "organisation" { Entity::Organisation } else { team(name) }
}

fn period(label: &str) -> Window {
    let zone = Tz::Europe__Berlin;
    match label {
        "2026-Q3" => Window::quarter(2026, 3, 1, zone).unwrap(),
        "2026-09" => Window::month(2026, 9, zone).unwrap(),
        "2025-10" => Window::month(2025, 10, zone).unwrap(),
        other => panic!("{other}"),
    }
}

fn check_rates(found: &Delivery, expected: &Numbers, what: &str) {
    let fail = &found.change_fail_rate;
    let part = |rate: &Reading<thalweg_model::Share>| rate.value().map_or(0, |it| it.part());
    assert_eq!(part(&fail.rate), expected.failed, "{what}");
    assert_eq!(part(&found.deployment_rework_rate.rate), expected.rework, "{what}");
    if let Some(wilson) = expected.wilson {
        ends(fail.rate.interval(), wilson, what);
    }
    if let Some(exact) = expected.clopper_pearson {
        ends(fail.clopper_pearson(0.95).as_ref(), exact, what);
    }
    if let Some(jeffreys) = expected.jeffreys {
        ends(fail.jeffreys(0.95).as_ref(), jeffreys, what);
    }
}

fn check(found: &Delivery, sample: &Sample<'_>, expected: &Numbers, what: &str) {
    let frequency = &found.deployment_frequency;
    assert_eq!(frequency.deployments, expected.deployments, "{what}");
    near(frequency.per_week.value().unwrap().value(), expected.per_week, EXACT, what);
    if frequency.dispersion.is_none_or(|it| it.p >= 0.05) {
        ends(frequency.per_week.interval(), expected.garwood, what);
    }
    check_rates(found, expected, what);
    assert_eq!(found.change_lead_time.changes, expected.leads, "{what}");
    for (p, quantile) in
        [0.5, 0.75, 0.85, 0.9, 0.95].into_iter().zip(expected.lead_quantiles.into_iter().flatten())
    {
        near(of_sorted(&sample.lead_times(), p, HyndmanFan::Type7).unwrap(), quantile, EXACT, what);
    }
    let recovery = &found.failed_deployment_recovery_time;
    assert_eq!((recovery.failures, recovery.open), (expected.recoveries, expected.open), "{what}");
    if let Some(median) = expected.recovery_median {
        near(recovery.median.value().unwrap().value(), median, EXACT, what);
    }
}

#[test]
fn months_and_quarters_of_teams_and_the_whole() {
    let (log, owners, definition) = (organisation::log(), organisation::owners(), Definition::default());
    for (label, groups) in oracle().periods {
        let whole = log.as_of(as_of()).within(&period(&label));
        let parts = whole.group_by(|it| Entity::owner(owners.get(it.service()).cloned()));
        for (name, expected) in groups {
            let view = parts.get(&entity(&name)).unwrap_or(&whole);
            let sample = Sample::of(view, &definition);
            check(&sample.delivery(), &sample, &expected, &format!("{name} in {label}"));
        }
    }
}

fn judged() -> Monthly {
    let (log, owners) = (organisation::log(), organisation::owners());
    let owner = |service| owners.get(service).cloned();
    monthly(&log.as_of(as_of()), &period("2026-Q3"), 1, |it| owner(it.service()), &Definition::default())
}

#[test]
fn the_effects_behind_the_verdicts() {
    let found = judged();
    for (name, expected) in oracle().effects {
        let effect = |metric| -> Effect { found.outlooks[&team(&name)].metrics[&metric].effect.unwrap() };
        let frequency = effect(Metric::DeploymentFrequency);
        near(frequency.value, expected.frequency_ratio, EXACT, "frequency");
        let exact = (frequency.p.unwrap() / expected.frequency_p - 1.0).abs() < TAIL;
        if exact {
            near(frequency.lower.unwrap(), expected.frequency_interval[0], EXACT, "frequency");
            near(frequency.upper.unwrap(), expected.frequency_interval[1], EXACT, "frequency");
        } else {
            // The weeks of a period are uneven, which makes the interval wider.
            assert!(frequency.lower.unwrap() < expected.frequency_interval[0], "{name}");
            assert!(frequency.upper.unwrap() > expected.frequency_interval[1], "{name}");
        }
        let lead = effect(Metric::ChangeLeadTime);
        near(lead.value, expected.lead_ratio, EXACT, "lead time");
        near(lead.p.unwrap(), expected.lead_p, TAIL, "lead time p");
        let fail = effect(Metric::ChangeFailRate);
        near(fail.value, expected.fail_difference, EXACT, "fail rate");
        near(fail.lower.unwrap(), expected.fail_interval[0], EXACT, "fail rate");
        near(fail.upper.unwrap(), expected.fail_interval[1], EXACT, "fail rate");
        near(fail.p.unwrap(), expected.fail_p, TAIL, "fail rate p");
        near(
            effect(Metric::FailedDeploymentRecoveryTime).p.unwrap(),
            expected.recovery_p,
            TAIL,
            "recovery p",
        );
    }
}
