//! topology.md sections 4 and 6: the lists of other tools, in files as those tools write them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

use thalweg_model::Loaded;
use thalweg_topology::{Document, EscalationStep, Format, Topology, Weekday, import};

fn file(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/import").join(name);
    std::fs::read_to_string(path).unwrap()
}

/// Whom a step reaches, and within how many minutes.
fn told(step: &EscalationStep) -> (Vec<&str>, Vec<&str>, Option<u32>) {
    let people = step.reaches.iter().map(|it| it.as_str()).collect();
    (people, step.schedules.iter().map(|it| it.as_str()).collect(), step.respond_within_minutes)
}

fn reasons(read: &Loaded<Document>) -> Vec<String> {
    read.rejects.iter().map(ToString::to_string).collect()
}

#[test]
fn pagerduty() {
    let read = import::pagerduty(&file("pagerduty.json"), Format::Json, "pagerduty.json").unwrap();
    let path = &read.value.escalation_paths[0];
    assert_eq!((path.team.as_str(), path.involves[0].as_str()), ("payments", "ledger"));
    assert_eq!(told(&path.steps[0]), (vec![], vec!["SCHED1"], Some(15)));
    assert_eq!(told(&path.steps[1]), (vec!["LEAD1"], vec![], Some(30)));
    let schedule = &read.value.schedules[0];
    assert_eq!(schedule.zone.unwrap().to_string(), "Europe/Berlin");
    // The tool's first layer is its topmost, and comes last here.
    assert_eq!(schedule.layers[0].people[0].as_str(), "CID");
    let top = &schedule.layers[1];
    assert_eq!(
        (top.turn_hours, top.shifts[0].from.to_string(), top.shifts[0].until.to_string()),
        (Some(24), "22:00".into(), "06:00".into())
    );
    assert_eq!(top.shifts[0].days, [Weekday::Mon]);
    assert_eq!(
        reasons(&read),
        [
            "pagerduty.json:7: field `targets`: a target of the type `webhook` reaches nobody here (record kept without it)",
            "pagerduty.json:11: the escalation policy `ORPHAN` names no team (record refused)",
        ]
    );
}

#[test]
fn grafana_oncall() {
    let read = import::grafana_oncall(&file("grafana_oncall.json"), Format::Json, "oncall.json").unwrap();
    let path = &read.value.escalation_paths[0];
    assert_eq!(
        path.steps.iter().map(told).collect::<Vec<_>>(),
        [(vec![], vec!["SBM7DV7BKFUYU"], Some(5)), (vec!["LEAD1"], vec![], None),]
    );
    let layer = &read.value.schedules[0].layers[0];
    assert_eq!((layer.turn_hours, layer.people.len()), (Some(168), 2));
    assert_eq!(
        (layer.shifts[0].from.to_string(), layer.shifts[0].until.to_string()),
        ("08:00".into(), "20:00".into())
    );
    assert_eq!(layer.shifts[0].days, [Weekday::Mon, Weekday::Fri]);
    let reasons = reasons(&read);
    assert_eq!(reasons.len(), 3, "{reasons:?}");
    assert!(reasons[0].contains("`trigger_webhook` reaches nobody"));
    assert!(reasons[1].starts_with("oncall.json:8: the chain of this escalation policy"));
    assert!(reasons[2].contains("the shift `MISSING`"));
}

#[test]
fn opsgenie() {
    let read = import::opsgenie(&file("opsgenie.json"), Format::Json, "opsgenie.json").unwrap();
    let path = &read.value.escalation_paths[0];
    // Delays count from the start: 0, 5 and 60 minutes.
    assert_eq!(
        path.steps.iter().map(told).collect::<Vec<_>>(),
        [
            (vec![], vec!["sch-1"], Some(5)),
            (vec![], vec![], Some(55)),
            (vec!["lead@example.org"], vec![], None),
        ]
    );
    let layer = &read.value.schedules[0].layers[0];
    assert_eq!((layer.turn_hours, layer.people[0].as_str()), (Some(48), "ann"));
    assert_eq!(
        (layer.shifts[0].from.to_string(), layer.shifts[0].until.to_string()),
        ("20:30".into(), "06:00".into())
    );
    assert!(reasons(&read)[0].contains("a recipient of the type `team` reaches nobody here"));
}

#[test]
fn what_was_read_joins_into_a_topology() {
    let pagerduty = import::pagerduty(&file("pagerduty.json"), Format::Json, "p").unwrap().value;
    let own = r#"{"teams": [{"id": "payments"}, {"id": "ledger"}], "people": [{"id": "ANN"}, {"id": "BOB"}, {"id": "CID"}, {"id": "LEAD1"}]}"#;
    let own = Topology::from_json(own).unwrap().document().clone();
    let whole = Topology::of(thalweg_topology::catalog::join([own, pagerduty]));
    assert!(whole.rejects.is_empty(), "{:?}", whole.rejects);
    assert_eq!(whole.value.document().escalation_paths.len(), 1);
}

#[test]
fn rubbish_is_refused_with_its_place_and_never_panics() {
    for text in ["", "{", "[1, 2]", "null", "{\"schedules\": 7}", "{\"escalation_policies\": [[[[1]]]]}"] {
        for read in [import::pagerduty, import::opsgenie, import::grafana_oncall] {
            if let Ok(loaded) = read(text, Format::Json, "x") {
                assert!(loaded.value.escalation_paths.is_empty());
            }
        }
    }
}
