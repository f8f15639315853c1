//! topology.md section 4: escalations and schedules with everything the tools' documentation allows. Who is on call when is worked out by
//! hand from the files.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

#[path = "support/files.rs"]
mod files;

use serde_json::json;
use thalweg_topology::{Document, Format, Topology, catalog, import};

use files::{Read, json};

fn read(read: Read, name: &str) -> (Document, Vec<String>) {
    files::read(read, &format!("import/{name}"), Format::Json)
}

/// The document with its people and its team beside it, written and read again on the way.
fn whole(document: Document, people: &[&str]) -> Topology {
    let people: Vec<_> = people.iter().map(|id| json!({ "id": id })).collect();
    let own = json!({"teams": [{"id": "payments"}], "people": people}).to_string();
    let own = Topology::from_json(&own).unwrap().document().clone();
    let whole = Topology::of(catalog::join([own, document]));
    // A level whose targets were all left out is told, and kept.
    assert!(whole.rejects.iter().all(|it| it.reason == "step 3 reaches nobody"), "{:?}", whole.rejects);
    let again = Topology::load(&whole.value.to_text(Format::Json).unwrap(), Format::Json, "again").unwrap();
    assert_eq!(again.value.document(), whole.value.document());
    again.value
}

/// Who is on call at each of the instants.
fn on_call(topology: &Topology, schedule: &str, cases: &[(&str, &str)]) {
    for (at, expected) in cases {
        let found = topology.on_call(&schedule.parse().unwrap(), at.parse().unwrap());
        assert_eq!(found.map_or("nobody", |it| it.as_str()), *expected, "{at}");
    }
}

#[test]
fn pagerduty() {
    let (document, told) = read(import::pagerduty, "pagerduty-all.json");
    let expected = [
        "f:1: field `next`: the tool has more than this: give the further pages as well",
        "f:7: field `escalation_rule_assignment_strategy`: the targets take turns, and are all named here",
        "f:38: field `restrictions`: its seconds are left out (record kept without it)",
        "f:32: field `restrictions`: a restriction has a `start_time_of_day`, a `duration_seconds`, and for weeks a day from 1 to 7 (record kept without it)",
        "f:29: field `restrictions`: none of its hours can be read, so the layer is not taken (record kept without it)",
        "f:42: field `overrides`: an override needs its `start` and its `end` (record kept without it)",
        "f:42: field `overrides`: an override needs its `user` with an `id` (record kept without it)",
    ];
    assert_eq!(told, expected);
    let path = json(&document.escalation_paths[0]);
    assert_eq!((&path["num_loops"], &path["services"][0]["id"]), (&json!(3), &json!("SVC1")));
    let steps = json!([
        {"reaches": ["ANN", "BOB"], "respond_within_minutes": 10, "pagerduty.id": null, "escalation_rule_assignment_strategy": {"type": "round_robin"}},
        {"schedules": ["DAYS"]},
        {"respond_within_minutes": 30},
    ]);
    for (step, expected) in path["steps"].as_array().unwrap().iter().zip(steps.as_array().unwrap()) {
        for field in ["reaches", "schedules", "respond_within_minutes", "escalation_rule_assignment_strategy"]
        {
            assert_eq!(step.get(field), expected.get(field), "{field}");
        }
    }
    let topology = whole(document, &["ANN", "BOB", "CID", "DEE"]);
    let cases = [
        ("2026-01-05T07:59:00Z", "nobody"), // before the first day
        ("2026-01-05T08:00:00Z", "ANN"),
        ("2026-01-05T16:59:00Z", "ANN"),
        ("2026-01-05T17:00:00Z", "nobody"), // after the hours of the day
        ("2026-01-06T08:00:00Z", "BOB"),
        ("2026-01-09T17:30:00Z", "nobody"), // Friday evening, before the layer of the weekend begins
        ("2026-02-06T16:59:00Z", "ANN"),    // 32 days after the first: an even turn
        ("2026-02-06T17:00:00Z", "DEE"),
        ("2026-02-08T12:00:00Z", "DEE"), // Sunday, over the layer of the days
        ("2026-02-09T06:59:00Z", "DEE"), // until Monday at eight: 62 hours
        ("2026-02-09T07:00:00Z", "nobody"),
        ("2026-02-09T08:00:00Z", "BOB"),
        ("2026-03-02T08:00:00Z", "CID"), // by overrides
        ("2026-03-03T08:59:00Z", "DEE"),
        ("2026-03-03T09:00:00Z", "BOB"),
        ("2027-01-05T08:00:00Z", "nobody"), // the layer has ended
    ];
    on_call(&topology, "DAYS", &cases);
}

#[test]
fn grafana_oncall() {
    let (document, told) = read(import::grafana_oncall, "grafana-all.json");
    let expected = [
        "f:3: field `next`: the tool has more than this: give the further pages as well",
        "f:6: field `type`: a chain that waits before it reaches anybody (record kept without it)",
        "f:7: field `type`: the people take turns, and are all named here",
        "f:9: field `duration`: a wait needs its `duration` in seconds (record kept without it)",
        "f:10: field `type`: outside of these hours the chain ends here, which has no form (record kept without it)",
        "f:12: field `type`: a policy of the type `repeat_escalation` reaches nobody here (record kept without it)",
        "f:20: field `users`: of people on call at the same time the first is taken (record kept without it)",
        "f:21: field `users`: of people on call at the same time the first is taken (record kept without it)",
        "f:23: field `frequency`: what does not recur every day or every week has no form here, so the shift is not taken (record kept without it)",
        "f:25: field `by_monthday`: days of a month have no form here, so the shift is not taken (record kept without it)",
        "f:26: field `time_zone`: its zone is not that of its schedule, so the shift is not taken (record kept without it)",
        "f:27: field `frequency`: what does not recur every day or every week has no form here, so the shift is not taken (record kept without it)",
        "f:28: field `users`: nobody is in this shift (record kept without it)",
        "f:16: field `ical_url_overrides`: a calendar is not fetched: who is on call by it is not known here (record kept without it)",
        "f:29: no schedule has the shift `STRAY` (record refused)",
    ];
    assert_eq!(told, expected);
    let steps = json(&document.escalation_paths[0].steps);
    assert_eq!(
        steps,
        json!([{"reaches": ["ANN", "BOB"], "respond_within_minutes": 2}, {"schedules": ["CAL"]}])
    );
    let topology = whole(document, &["ANN", "BOB", "CID", "DEE"]);
    let cases = [
        ("2026-01-03T09:00:00Z", "CID"), // Saturday at ten, alone until the rotas begin
        ("2026-01-05T08:00:00Z", "BOB"), // the rota begins with its second group, for five days
        ("2026-01-10T07:59:00Z", "BOB"),
        ("2026-01-10T08:00:00Z", "ANN"), // below it, the rota of two weeks
        ("2026-01-10T09:00:00Z", "CID"),
        ("2026-01-12T08:00:00Z", "ANN"), // the second turn of the week
        ("2026-01-24T08:00:00Z", "BOB"), // the second turn of two weeks
        ("2026-03-07T21:00:00Z", "DEE"), // once, over all
        ("2026-03-08T00:59:00Z", "DEE"),
    ];
    on_call(&topology, "CAL", &cases);
}

/// The nights of Wednesdays and Fridays change hands when the week begins, on Sunday, and not on Wednesday at eight in the evening.
#[test]
fn turns_of_days_of_the_week_change_with_the_week() {
    let text = r#"{"schedules": [{"id": "S", "time_zone": "Europe/Berlin", "shifts": ["D"]}], "on_call_shifts": [{"id": "D",
        "type": "rolling_users", "start": "2026-01-09T20:00:00", "until": "2026-03-01T00:00:00", "duration": 36000,
        "frequency": "weekly", "by_day": ["WE", "FR"], "rolling_users": [["ANN"], ["BOB"]]}]}"#;
    let read = import::grafana_oncall(text, Format::Json, "f").unwrap();
    assert!(read.rejects.is_empty());
    let topology = whole(read.value, &["ANN", "BOB"]);
    let cases = [
        ("2026-01-07T20:00:00Z", "nobody"), // Wednesday before it begins
        ("2026-01-09T19:00:00Z", "ANN"),
        ("2026-01-10T04:59:00Z", "ANN"), // over midnight
        ("2026-01-10T05:00:00Z", "nobody"),
        ("2026-01-14T19:00:00Z", "BOB"), // Wednesday of the next week
        ("2026-01-16T19:00:00Z", "BOB"),
        ("2026-01-21T19:00:00Z", "ANN"),
        ("2026-03-04T19:00:00Z", "nobody"), // after the end
    ];
    on_call(&topology, "S", &cases);
}

#[test]
fn opsgenie() {
    let (document, told) = read(import::opsgenie, "opsgenie-all.json");
    let expected = [
        "f:1: field `next`: the tool has more than this: give the further pages as well",
        "f:10: field `delay`: a delay has a `timeAmount` and a `timeUnit`, as `minutes` (record kept without it)",
        "f:7: field `recipient`: who is `next` in a schedule has no form here and is not reached (record kept without it)",
        "f:9: field `recipient`: a recipient of the type `team` reaches nobody here (record kept without it)",
        "f:26: field `timeRestriction`: a restriction has a `startHour` and an `endHour`, and a day for both or for none (record kept without it)",
        "f:25: field `timeRestriction`: none of its hours can be read, so the rotation is not taken (record kept without it)",
        "f:27: field `participants`: the turns of a participant of the type `none` have no form here, so the rotation is not taken (record kept without it)",
        "f:33: field `overrides`: an override of single rotations has no form here (record kept without it)",
        "f:34: field `overrides`: an override needs its `user`, its `startDate` and its `endDate` (record kept without it)",
        "f:37: field `enabled`: the schedule is switched off, so nobody is on call by it (record kept without it)",
        "f:38: neither an escalation with `rules` nor a schedule with `rotations` (record refused)",
    ];
    assert_eq!(told, expected);
    let path = json(&document.escalation_paths[0]);
    let steps = json!([
        {"schedules": ["sch"], "respond_within_minutes": 10},
        {"reaches": ["lead@example.org"], "respond_within_minutes": 1430},
        {},
    ]);
    assert_eq!((&path["steps"], &path["repeat"]["count"]), (&steps, &json!(2)));
    let topology = whole(document, &["ann", "bob", "cid", "dee", "lead@example.org"]);
    let cases = [
        ("2026-01-05T06:59:00Z", "nobody"), // before the start
        ("2026-01-05T07:00:00Z", "cid"),    // the later rotation covers every hour
        ("2026-03-02T08:00:00Z", "dee"),
        ("2026-03-02T10:00:00Z", "cid"),
    ];
    on_call(&topology, "sch", &cases);
    on_call(&topology, "off", &[("2026-01-06T12:00:00Z", "nobody")]);
}

/// From Monday at eight to Tuesday at half past six in the evening, and from Friday to Saturday over midnight; turns of two weeks.
#[test]
fn hours_of_the_week_over_midnights() {
    let (mut document, _) = read(import::opsgenie, "opsgenie-all.json");
    document.schedules[0].layers.truncate(1);
    document.schedules[0].overrides.clear();
    let topology = whole(document, &["ann", "bob", "lead@example.org"]);
    let cases = [
        ("2026-01-05T07:00:00Z", "ann"),
        ("2026-01-05T23:00:00Z", "ann"),
        ("2026-01-06T17:29:00Z", "ann"),
        ("2026-01-06T17:30:00Z", "nobody"),
        ("2026-01-09T21:00:00Z", "ann"),
        ("2026-01-10T04:59:00Z", "ann"),
        ("2026-01-10T05:00:00Z", "nobody"),
        ("2026-01-19T07:00:00Z", "bob"),
        ("2026-12-07T08:00:00Z", "nobody"), // it has ended
    ];
    on_call(&topology, "sch", &cases);
}

#[test]
fn an_answer_without_any_list_is_refused() {
    for read in [import::pagerduty as Read, import::grafana_oncall, import::opsgenie] {
        let read = read(r#"{"users": []}"#, Format::Json, "f").unwrap();
        assert!(read.rejects[0].to_string().starts_with("f:1: none of the lists "), "{:?}", read.rejects);
    }
}

/// Answers that leave out what a schedule is made of, or write times without an offset.
#[test]
fn what_is_not_given_is_told() {
    let told = |read: Read, text: &str| -> Vec<String> {
        read(text, Format::Json, "f").unwrap().rejects.iter().map(ToString::to_string).collect()
    };
    let listed = r#"{"schedules": [{"id": "s", "time_zone": "Europe/Berlin"}]}"#;
    assert_eq!(
        told(import::pagerduty, listed),
        [
            "f:1: field `schedule_layers`: its layers are not given, as in a list of schedules: give the answer for the schedule itself (record kept without it)"
        ]
    );
    assert_eq!(
        told(import::grafana_oncall, listed),
        [
            "f:1: field `shifts`: its shifts are not given, so nobody is on call by it here (record kept without it)"
        ]
    );
    assert_eq!(
        told(import::opsgenie, listed),
        ["f:1: neither an escalation with `rules` nor a schedule with `rotations` (record refused)"]
    );
    let clock = r#"{"schedules": [{"id": "s", "time_zone": "Europe/Berlin", "schedule_layers": [{"start": "2026-01-05T09:00:00",
        "rotation_turn_length_seconds": 86400, "users": [{"id": "ANN", "type": "user"}]}]}]}"#;
    let read = import::pagerduty(clock, Format::Json, "f").unwrap();
    let topology = whole(read.value, &["ANN"]);
    on_call(&topology, "s", &[("2026-01-05T07:59:59Z", "nobody"), ("2026-01-05T08:00:00Z", "ANN")]);
    let off = r#"{"schedules": [{"id": "s", "rotations": [{"enabled": false, "startDate": "2026-01-05T00:00:00Z", "type": "daily", "participants": [{"type": "user", "id": "a"}]},
        {"startDate": "2026-01-05T00:00:00Z", "type": "daily", "participants": [{"type": "user", "id": "b"}], "timeRestriction": {"restriction": {"endHour": 6}}}]}]}"#;
    let read = import::opsgenie(off, Format::Json, "f").unwrap();
    let topology = whole(read.value, &["a", "b"]);
    let cases =
        [("2026-01-06T00:00:00Z", "b"), ("2026-01-06T05:59:59Z", "b"), ("2026-01-06T06:00:00Z", "nobody")];
    on_call(&topology, "s", &cases);
}
