//! Every preset on 200 random histories, against a second implementation from the sentences of definitions.md ("Presets"):
//! `tests/data/presets/presets.py`, Python 3.11.7, `python3 presets.py > histories.json`. Tolerance 1e-9.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod told;

use std::collections::BTreeMap;

use thalweg_dora::Metric;
use thalweg_dora::preset::{Answers, Preset};
use thalweg_model::{Tz, Window};

use told::{Case, cases};

/// Where the answers differ from what was expected, in words.
fn differences(n: usize, preset: Preset, found: &Answers, case: &Case) -> Vec<String> {
    let (frequency, level, lead_time, fail_rate, recovery) = &case.answers[preset.name()];
    let expected = [
        (Metric::DeploymentFrequency, frequency),
        (Metric::ChangeLeadTime, lead_time),
        (Metric::ChangeFailRate, fail_rate),
        (Metric::FailedDeploymentRecoveryTime, recovery),
    ];
    let mut told = Vec::new();
    for (metric, expected) in expected {
        let value = found.get(metric).and_then(|it| it.value);
        let near = match (value, expected) {
            (Some(value), Some(expected)) => (value - expected).abs() < 1e-9,
            (value, expected) => value == *expected,
        };
        if !near {
            told.push(format!("{n}, {}, {metric:?}: {value:?}, not {expected:?}", preset.name()));
        }
    }
    if found.deployment_frequency.level != level.as_deref() {
        told.push(format!("{n}, {}: {:?}, not {level:?}", preset.name(), found.deployment_frequency.level));
    }
    told
}

#[test]
fn every_preset_answers_what_its_sentence_says() {
    let cases = cases();
    let march = Window::month(2026, 3, Tz::UTC).unwrap();
    let mut wrong = Vec::new();
    let mut with_value = BTreeMap::<&str, usize>::new();
    for (n, case) in cases.iter().enumerate() {
        let history = case.history();
        for preset in Preset::ALL {
            let found = preset.measure(&history, &march, case.as_of());
            let told = found.change_lead_time.value.is_some_and(|it| it != 0.0);
            *with_value.entry(preset.name()).or_default() += usize::from(told);
            wrong.extend(differences(n, preset, &found, case));
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(cases.len(), 200);
    assert!(with_value.values().all(|it| *it > 40), "too few histories say anything: {with_value:?}");
}
