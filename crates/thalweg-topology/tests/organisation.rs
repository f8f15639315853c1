//! The example organisation, whose records tell a story: what this crate reads of it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail by panicking")]

use std::collections::BTreeMap;
use std::path::Path;

use serde::de::DeserializeOwned;
use thalweg_model::record::RecordKind;
use thalweg_model::{
    Completeness, Entity, Flag, Instant, MetricId, Reading, Readings, Records, Sources, Tz, Window,
};
use thalweg_topology::rules::{Rules, Situation};
use thalweg_topology::{PathLimits, Topology, TopologyReadings, readings};

fn lines<T: DeserializeOwned>(kind: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/organisation").join(kind);
    let text = std::fs::read_to_string(path.with_extension("jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn records() -> Records {
    Records {
        people: lines("people"),
        teams: lines("teams"),
        services: lines("services"),
        ownership: lines("ownership"),
        escalation_paths: lines("escalation_paths"),
        escalations: lines("escalations"),
        ..Records::default()
    }
}

fn sources() -> Sources {
    Sources::new([Completeness {
        kind: RecordKind::Escalations,
        complete_from: "2024-10-01".parse().unwrap(),
        complete_to: "2026-10-08".parse().unwrap(),
    }])
}

fn as_of() -> Instant {
    "2026-10-08T22:00:00Z".parse().unwrap()
}

fn topology() -> Topology {
    let loaded = Topology::from_records(&records());
    assert!(loaded.rejects.is_empty(), "{:#?}", loaded.rejects);
    loaded.value.in_zone(Tz::Europe__Berlin)
}

fn of(window: Window) -> BTreeMap<String, Reading> {
    let all = readings(&topology(), &records().escalations, &sources(), window, window.previous(), as_of());
    let whole: &TopologyReadings = all.get(&Entity::Organisation).unwrap();
    whole
        .readings()
        .into_iter()
        .map(|(metric, reading): (MetricId, Reading)| (metric.to_string(), reading))
        .collect()
}

#[test]
fn one_service_has_no_owner() {
    let coverage = topology().coverage(as_of());
    assert_eq!(coverage.services, 20);
    assert_eq!(coverage.unowned.iter().map(ToString::to_string).collect::<Vec<_>>(), ["legacy-reports"]);
}

#[test]
fn ownership_is_as_of_the_event() {
    let topology = topology();
    let pricing = "pricing".parse().unwrap();
    let owner = |at: &str| topology.owner_of(&pricing, at.parse().unwrap()).unwrap().to_string();
    assert_eq!(
        (owner("2025-06-30T23:59:59Z"), owner("2025-07-01T00:00:00Z")),
        ("catalogue".into(), "checkout".into())
    );
}

#[test]
fn a_quarter_has_every_reading_and_the_current_month_is_partial() {
    let quarter = of(Window::quarter(2026, 3, 1, Tz::Europe__Berlin).unwrap());
    for (metric, reading) in &quarter {
        println!(
            "{metric}: {:?} {:?} {:?}",
            reading.value().map(ToString::to_string),
            reading.gap(),
            reading.interval()
        );
        assert!(reading.value().is_some() || reading.gap().is_some());
    }
    let ratio = &quarter["topology.escalation_rate_ratio"];
    assert!(ratio.interval().unwrap().contains(ratio.value().unwrap().value()));
    let october = of(Window::month(2026, 10, Tz::Europe__Berlin).unwrap());
    assert!(october["topology.escalation_rate"].basis().flags.contains(&Flag::Partial));
    assert!(
        october["topology.escalation_rate"].value().is_some(),
        "the log is complete for the days that have passed"
    );
}

#[test]
fn its_paths_are_verified_and_its_rules_evaluated() {
    let topology = topology();
    for report in topology.verify_paths(as_of(), PathLimits::default()) {
        println!("{}: {:?}", report.team, report.faults);
    }
    let audit = Rules::builtin().evaluate(&Situation::new(&topology, as_of()));
    audit.findings.iter().for_each(|finding| println!("{finding}"));
    audit.unknown.iter().for_each(|it| println!("{it}"));
    let unowned = audit
        .findings
        .iter()
        .any(|it| it.rule == "TT013" && it.subject.to_string() == "service:legacy-reports");
    assert!(unowned);
}
