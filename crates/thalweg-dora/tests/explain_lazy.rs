//! Asking costs and not asking is free: a measurement holds no records, an explanation all of them (`explain`).
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod records;

use records::{carrying, change, deployed, incident, log, march};
use serde_json::Value;
use thalweg_dora::{Definition, Metric, Sample, explain, measure};
use thalweg_model::{Deployment, EventLog};

/// The ids begin with what stands in no other text.
const MARK: &str = "qqq";

/// A month with so many deployments, each with a change and every tenth with an incident; every fifth never got there.
fn history(count: usize) -> EventLog {
    let name = |kind: &str, n: usize| format!("{MARK}{kind}{n}");
    let stamp =
        |n: usize, minute: usize| format!("2026-03-{:02}T{:02}:{minute:02}:00Z", 2 + n % 27, n / 27 % 24);
    let all = || 0..count;
    let deployments: Vec<Deployment> = all()
        .map(|n| Deployment {
            reached_production: n % 5 != 4,
            ..carrying(&[&name("c", n)], deployed(&name("d", n), &stamp(n, 30)))
        })
        .collect();
    let changes: Vec<_> = all().map(|n| change(&name("c", n), &stamp(n, 0))).collect();
    let incidents: Vec<_> = all()
        .step_by(10)
        .map(|n| incident(&name("i", n), &[&name("d", n)], &stamp(n, 40), Some(&stamp(n, 50))))
        .collect();
    log(&deployments, &changes, &incidents)
}

/// How many values a piece of JSON holds, all depths together.
fn size(of: &Value) -> usize {
    match of {
        Value::Array(all) => 1 + all.iter().map(size).sum::<usize>(),
        Value::Object(all) => 1 + all.values().map(size).sum::<usize>(),
        _ => 1,
    }
}

#[test]
fn a_measurement_is_as_large_for_many_records_as_for_few_and_names_none() {
    let told = |count| {
        let log = history(count);
        let view = log.as_of("2026-05-01T00:00:00Z".parse().unwrap());
        serde_json::to_value(measure(&view.within(&march()), &Definition::default())).unwrap()
    };
    let (few, many) = (told(60), told(600));
    assert_eq!(size(&few), size(&many));
    assert!(!many.to_string().contains(MARK));
}

#[test]
fn an_explanation_names_every_record_and_changes_nothing() {
    let log = history(300);
    let march = march();
    let view = log.as_of("2026-05-01T00:00:00Z".parse().unwrap()).within(&march);
    let definition = Definition::default();
    let sample = Sample::of(&view, &definition);
    let before = sample.delivery();
    let mut named = 0;
    for metric in Metric::ALL {
        let why = sample.explain(metric);
        assert_eq!(why, explain(&view, &definition, metric));
        named += why.counted.len() + why.left_out.values().map(Vec::len).sum::<usize>();
    }
    // Three times 300 deployments, 300 changes, and 24 incidents of those that got there.
    assert!(named >= 3 * 300 + 240 + 24, "{named}");
    assert_eq!(sample.delivery(), before);
}
