//! dora.md sections 1 to 7, number by number, against an implementation of the same pages in another language.
//!
//! `testdata/dora/differential` holds random histories full of the edges of section 10 and what the other implementation makes of
//! them; `tests/data/differential/README.md` names its tools and the command. Closed forms agree to 1e-9, p-values to 1e-6.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests"
)]

mod differential {
    pub(crate) mod answer;
    pub(crate) mod compare;
}

use std::path::PathBuf;

use differential::answer::Case;
use differential::compare::differences;
use serde_json::Value;
use thalweg_model::Instant;

fn cases(of: &str) -> Vec<(String, Value)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testdata/dora/differential");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    let named = files.into_iter().map(|it| (it.file_stem().unwrap().to_str().unwrap().to_owned(), it));
    let wanted = named.filter(|(name, _)| name.starts_with(of));
    wanted.map(|(name, it)| (name, serde_json::from_slice(&std::fs::read(it).unwrap()).unwrap())).collect()
}

/// Without the counts of what was left out because it happened later.
fn without_later(of: &Value) -> Value {
    match of {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(key, _)| *key != "after_as_of");
            kept.map(|(key, it)| (key.clone(), without_later(it))).collect::<serde_json::Map<_, _>>().into()
        }
        Value::Array(all) => all.iter().map(without_later).collect(),
        other => other.clone(),
    }
}

fn agree(of: &str, fewest: usize, arranged: impl Fn(&Value) -> Value) {
    agree_by(of, fewest, arranged, Value::clone);
}

fn agree_by(of: &str, fewest: usize, arranged: impl Fn(&Value) -> Value, compared: impl Fn(&Value) -> Value) {
    let all = cases(of);
    assert!(all.len() >= fewest, "{} cases of {of}", all.len());
    let mut found = Vec::new();
    for (name, it) in &all {
        let case: Case = serde_json::from_value(arranged(&it["case"])).unwrap();
        let different = differences(&compared(&it["expected"]), &compared(&case.answer()));
        found.extend(different.into_iter().map(|it| format!("{name}: {it}")));
    }
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found[..found.len().min(40)].join("\n"));
}

#[test]
fn histories_give_the_same_numbers_sections_1_to_6() {
    agree("history", 25, Value::clone);
}

#[test]
fn outlooks_give_the_same_verdicts_section_7() {
    agree("outlook", 20, Value::clone);
}

/// Section 1: an interval says how it was made.
#[test]
fn every_interval_names_its_method_section_1() {
    let methods = [
        ("deployment_frequency/per_week", "garwood"),
        ("deployment_frequency/per_day", "garwood"),
        ("change_fail_rate/rate", "wilson"),
        ("change_fail_rate/mature", "wilson"),
        ("deployment_rework_rate/rate", "wilson"),
        ("change_lead_time/median", "order_statistics"),
        ("change_lead_time/cohort/median", "kaplan_meier_log_log"),
        ("failed_deployment_recovery_time/median", "kaplan_meier_log_log"),
        ("failed_deployment_recovery_time/p90", "kaplan_meier_log_log"),
    ];
    let answers: Vec<Value> = cases("history")
        .into_iter()
        .map(|(_, it)| serde_json::from_value::<Case>(it["case"].clone()).unwrap().answer())
        .collect();
    for (place, method) in methods {
        let windows = answers.iter().flat_map(|it| it["windows"].as_array().unwrap());
        let readings = windows.map(|it| it["all"].pointer(&format!("/{place}")).unwrap());
        let intervals = readings
            .filter_map(|it| it.pointer("/known/interval").or_else(|| it.pointer("/unknown/interval")));
        let told: Vec<&Value> = intervals.map(|it| &it["method"]).collect();
        assert!(!told.is_empty() && told.iter().all(|it| *it == method), "{place}: {told:?}");
    }
}

/// Law of section 10: the order of the input is irrelevant.
#[test]
fn backwards_histories_give_the_same_numbers_section_10() {
    let kinds = ["deployments", "changes", "incidents", "services", "service_levels"];
    agree("history", 25, |case| {
        let mut case = case.clone();
        for kind in kinds {
            case[kind].as_array_mut().unwrap().reverse();
        }
        case
    });
}

/// Section 1: records later than T are ignored, so an answer is that of a history in which they were never written.
#[test]
fn what_happens_later_changes_nothing_section_1() {
    let unwritten = |case: &Value| {
        let as_of: Instant = case["as_of"].as_str().unwrap().parse().unwrap();
        let later = |record: &Value, stamp: &str| {
            record[stamp].as_str().is_some_and(|at| at.parse::<Instant>().unwrap() > as_of)
        };
        let began = |it: &Value| {
            if it["impact_started_at"].is_string() { "impact_started_at" } else { "detected_at" }
        };
        let mut case = case.clone();
        // Two records of one id are settled before the instant is looked at; only what stands alone can be taken away.
        let alone = |all: &[Value], id: &Value| all.iter().filter(|it| it["id"] == *id).count() == 1;
        // A deployment that names changes contradicts those that do not name it, whenever it happened.
        let linked = case["changes"].as_array().unwrap().iter().any(|it| it["deployments"].is_array());
        for kind in ["deployments", "incidents"] {
            let all = case[kind].as_array().unwrap().clone();
            case[kind].as_array_mut().unwrap().retain(|it| {
                let stamp = if kind == "deployments" { "finished_at" } else { began(it) };
                !later(it, stamp) || !alone(&all, &it["id"]) || (kind == "deployments" && linked)
            });
        }
        case
    };
    agree_by("history", 25, unwritten, without_later);
}
