//! The event log (dora.md sections 1 and 2): what is dropped, refused, kept, linked and in what order.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use thalweg_model::record::RecordKind;
use thalweg_model::{
    Change, Deployment, Duplicates, Event, EventLog, Fate, Incident, Instant, Loaded, Place, Service, Tz,
    View, Window,
};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn deployment(id: &str, service: &str, finished: &str) -> Deployment {
    Deployment::new(
        id.parse().unwrap(),
        service.parse().unwrap(),
        "production".parse().unwrap(),
        at(finished),
    )
}

fn change(id: &str, committed: &str) -> Change {
    Change::new(id.parse().unwrap(), at(committed))
}

fn ids(view: &View<'_>) -> Vec<String> {
    view.deployments().map(|row| view.log().deployment_id(row).unwrap().to_string()).collect()
}

fn told(loaded: &Loaded<EventLog>) -> Vec<String> {
    loaded.rejects.iter().map(ToString::to_string).collect()
}

fn with(mode: Duplicates, versions: Vec<Deployment>) -> Loaded<EventLog> {
    let mut builder = EventLog::builder().duplicates(mode);
    for (line, version) in (1..).zip(versions) {
        builder.deployment(version, Some(Place::new("deployments.jsonl", line)));
    }
    builder.build()
}

#[test]
fn an_exact_duplicate_is_dropped_and_counted() {
    let one = deployment("D1", "api", "2026-03-03T09:30:00Z");
    let loaded = with(Duplicates::Strict, vec![one.clone(), one]);
    assert_eq!((loaded.value.deployments(), loaded.value.intake().duplicates), (1, 1));
    assert_eq!(loaded.rejects[0].fate, Fate::Duplicate);
    assert_eq!(loaded.rejects[0].place, Some(Place::new("deployments.jsonl", 2)), "the first one stands");
}

#[test]
fn two_records_of_one_id_that_differ_are_both_refused_with_their_places() {
    let versions = vec![
        deployment("D1", "api", "2026-03-03T09:30:00Z"),
        deployment("D1", "api", "2026-03-03T10:30:00Z"),
    ];
    let loaded = with(Duplicates::Strict, versions);
    assert_eq!(loaded.value.deployments(), 0);
    let told = told(&loaded);
    assert_eq!(told.len(), 2);
    for (line, message) in told.iter().enumerate() {
        assert!(
            message.starts_with(&format!("deployments.jsonl:{}: deployment `D1`", line + 1)),
            "{message}"
        );
        assert!(message.contains("deployments.jsonl:1, deployments.jsonl:2"), "{message}");
    }
}

#[test]
fn leniently_the_last_written_stands_and_a_tie_does_not() {
    let version = |finished: &str, written: Option<&str>| Deployment {
        recorded_at: written.map(at),
        ..deployment("D1", "api", finished)
    };
    let early = version("2026-03-03T09:30:00Z", Some("2026-03-03T10:00:00Z"));
    let late = version("2026-03-03T09:45:00Z", Some("2026-03-04T10:00:00Z"));
    let loaded = with(Duplicates::Lenient, vec![late.clone(), early.clone()]);
    assert_eq!(loaded.value.span().unwrap().0, late.finished_at);
    assert_eq!(loaded.value.intake().superseded, 1);

    let tie = version("2026-03-03T11:00:00Z", Some("2026-03-04T10:00:00Z"));
    let loaded = with(Duplicates::Lenient, vec![late, tie, early]);
    assert_eq!(loaded.value.deployments(), 0, "nothing says which of the two");
    assert_eq!(loaded.rejects.len(), 3);

    let undated = vec![version("2026-03-03T09:30:00Z", None), version("2026-03-03T09:45:00Z", None)];
    assert_eq!(with(Duplicates::Lenient, undated).value.deployments(), 0);
}

#[test]
fn very_many_versions_of_one_id_are_settled_without_comparing_each_with_each() {
    let versions = (0..100_000).map(|n| {
        let finished = Instant::from_nanos(1_700_000_000_000_000_000 + n).unwrap();
        Deployment { finished_at: finished, ..deployment("D1", "api", "2026-03-03T09:30:00Z") }
    });
    let loaded = with(Duplicates::Strict, versions.collect());
    assert_eq!(loaded.value.deployments(), 0);
    assert_eq!(loaded.rejected(), 100_000);
    assert_eq!(loaded.unlisted, 90_000);
}

#[test]
fn sides_that_disagree_on_a_link_are_both_refused_and_named() {
    let mut first = deployment("D1", "api", "2026-03-03T09:30:00Z");
    first.changes = vec!["C1".parse().unwrap()];
    let mut moved = change("C1", "2026-03-01T00:00:00Z");
    moved.deployments = vec!["D2".parse().unwrap()];
    let second = deployment("D2", "api", "2026-03-05T09:30:00Z");
    let loaded = EventLog::of_records([first, second], [moved], []);
    let told = told(&loaded);
    assert!(told.iter().any(|it| it.contains("deployment `D1`")), "{told:?}");
    assert!(told.iter().any(|it| it.contains("change `C1`")), "{told:?}");
    assert_eq!((loaded.value.deployments(), loaded.value.changes()), (1, 0));
}

#[test]
fn unknown_names_cost_the_link_and_not_the_record() {
    let mut lonely = deployment("D1", "api", "2026-03-03T09:30:00Z");
    lonely.changes = vec!["C9".parse().unwrap()];
    lonely.remediates = vec!["I9".to_owned()];
    let mut outage = Incident::new("I1".parse().unwrap());
    outage.caused_by = vec!["D9".parse().unwrap(), "D1".parse().unwrap()];
    let loaded = EventLog::of_records([lonely], [], [outage]);
    assert_eq!((loaded.value.deployments(), loaded.value.incidents()), (1, 1));
    let row = loaded.value.as_of(at("2026-04-01T00:00:00Z")).deployments().next().unwrap();
    assert_eq!(loaded.value.incidents_of(row).len(), 1, "the known cause stands");
    let told = told(&loaded);
    for name in ["change `C9` is unknown", "no deployment or incident `I9`", "deployment `D9` is unknown"] {
        assert!(
            told.iter().any(|it| it.contains(name) && it.contains("kept without it")),
            "{name}: {told:?}"
        );
    }
}

#[test]
fn a_circle_of_remedies_is_cut_where_it_would_run_backwards_in_time() {
    let mut first = deployment("D1", "api", "2026-03-03T09:30:00Z");
    first.remediates = vec!["D2".to_owned()];
    let mut second = deployment("D2", "api", "2026-03-04T09:30:00Z");
    second.remediates = vec!["D1".to_owned()];
    let mut itself = deployment("D3", "api", "2026-03-05T09:30:00Z");
    itself.remediates = vec!["D3".to_owned()];
    let loaded = EventLog::of_records([first, second, itself], [], []);
    let log = &loaded.value;
    let rows: Vec<_> = log.as_of(at("2026-04-01T00:00:00Z")).deployments().collect();
    assert_eq!(log.remedies(rows[1]), [rows[0]]);
    assert!(log.remedies(rows[0]).is_empty() && log.remedies(rows[2]).is_empty());
    assert_eq!(loaded.rejects.len(), 2);
}

#[test]
fn both_edges_of_a_window_and_of_as_of() {
    // The edges of the worked example, dora.md section 8: D01 in, D10 out.
    let all = [
        deployment("D01", "api", "2026-02-28T23:00:00Z"),
        deployment("D09", "api", "2026-03-31T21:59:59Z"),
        deployment("D10", "web", "2026-03-31T22:00:00Z"),
    ];
    let log = EventLog::of_records(all, [], []).value;
    let march = Window::month(2026, 3, Tz::Europe__Berlin).unwrap();
    assert_eq!(ids(&log.as_of(at("2026-04-10T00:00:00Z")).within(&march)), ["D01", "D09"]);
    let eligible = |as_of: &str| log.as_of(at(as_of)).eligible().count();
    assert_eq!(eligible("2026-02-28T23:00:00Z"), 1, "finished at the very instant counts");
    assert_eq!(eligible("2026-02-28T22:59:59Z"), 0, "later records than as_of are ignored");
}

#[test]
fn an_end_later_than_as_of_is_absent_and_an_incident_of_later_is_unknown() {
    let mut outage = Incident::new("I1".parse().unwrap());
    outage.caused_by = vec!["D1".parse().unwrap()];
    outage.impact_started_at = Some(at("2026-03-03T10:00:00Z"));
    outage.restored_at = Some(at("2026-03-05T10:00:00Z"));
    let log = EventLog::of_records([deployment("D1", "api", "2026-03-03T09:30:00Z")], [], [outage]).value;
    let incident = |as_of: &str| log.as_of(at(as_of)).incidents().into_iter().next();
    assert_eq!(incident("2026-03-03T09:59:59Z"), None);
    let row = incident("2026-03-03T10:00:00Z").unwrap();
    assert_eq!(log.restored_at(row, at("2026-03-05T09:59:59Z")), None);
    assert!(log.restored_at(row, at("2026-03-05T10:00:00Z")).is_some());
}

#[test]
fn the_names_of_production_are_the_callers() {
    let mut live = deployment("D1", "api", "2026-03-03T09:30:00Z");
    live.environment = "Live-EU".parse().unwrap();
    let counted = |names: Option<&str>| {
        let mut builder = EventLog::builder();
        if let Some(name) = names {
            builder = builder.production([name]);
        }
        builder.deployment(live.clone(), None);
        builder.build().value.as_of(at("2026-04-01T00:00:00Z")).eligible().count()
    };
    assert_eq!((counted(None), counted(Some("live-eu"))), (0, 1));
}

#[test]
fn exposure_is_the_time_in_which_a_service_existed() {
    let march = Window::month(2026, 3, Tz::UTC).unwrap();
    let named = |id: &str, from: Option<&str>, to: Option<&str>| Service {
        id: id.parse().unwrap(),
        active_from: from.map(at),
        active_to: to.map(at),
    };
    let service = |from, to| vec![named("api", from, to)];
    let days = |services: Vec<Service>, as_of: &str| {
        let mut builder = EventLog::builder();
        services.into_iter().for_each(|service| builder.service(service, None));
        let log = builder.build().value;
        log.as_of(at(as_of)).within(&march).exposure().hours() / 24.0
    };
    let late = "2026-04-10T00:00:00Z";
    assert_eq!(days(service(None, None), late), 31.0);
    assert_eq!(days(service(Some("2026-03-11T00:00:00Z"), None), late), 21.0, "born inside");
    assert_eq!(days(service(None, Some("2026-03-11T00:00:00Z")), late), 10.0, "retired inside");
    assert_eq!(days(service(Some("2026-05-01T00:00:00Z"), None), late), 0.0, "not yet born");
    assert_eq!(days(service(None, None), "2026-03-02T12:00:00Z"), 1.5, "the window has not ended");
    let two = |from, to| {
        vec![named("api", Some("2026-03-02T00:00:00Z"), Some("2026-03-21T00:00:00Z")), named("web", from, to)]
    };
    assert_eq!(
        days(two(Some("2026-03-05T00:00:00Z"), Some("2026-03-10T00:00:00Z")), late),
        19.0,
        "one within the other"
    );
    assert_eq!(
        days(two(Some("2026-03-30T00:00:00Z"), None), late),
        21.0,
        "one after the other, with a pause"
    );
}

#[test]
fn groups_are_by_the_owner_at_the_event_and_hold_those_who_did_nothing() {
    let log = EventLog::of_records(
        [deployment("D1", "api", "2026-03-03T09:30:00Z"), deployment("D2", "api", "2026-03-20T09:30:00Z")],
        [],
        [],
    )
    .value;
    let march = Window::month(2026, 3, Tz::UTC).unwrap();
    let view = log.as_of(at("2026-04-10T00:00:00Z")).within(&march);
    let moved = at("2026-03-10T00:00:00Z");
    let owner = |event: Event<'_>| if event.at() < moved { "red" } else { "blue" };
    let groups = view.group_by(owner).map(|part| ids(&part));
    assert_eq!(
        (groups.get(&"red").unwrap().as_slice(), groups.get(&"blue").unwrap().as_slice()),
        (&["D1".to_owned()][..], &["D2".to_owned()][..])
    );
    let idle = view.within(&Window::month(2026, 4, Tz::UTC).unwrap()).group_by(owner);
    assert!(
        idle.get(&"blue").is_some_and(|part| part.deployments().count() == 0),
        "a real zero, not an absence"
    );
    let both = view.group_by_each(|_| ["red", "blue"]).map(|part| ids(&part).len());
    assert_eq!((both.get(&"red"), both.get(&"blue")), (Some(&2), Some(&2)), "co-owned: in each owner's view");
}

#[test]
fn what_the_sources_do_not_record_is_said() {
    let log = EventLog::builder().not_recorded(RecordKind::Incidents).build().value;
    assert!(!log.records(RecordKind::Incidents) && log.records(RecordKind::Changes));
}

/// A small history in which anything may go wrong: few ids, so that they meet.
fn history() -> impl Strategy<Value = (Vec<Deployment>, Vec<Change>, Vec<Incident>)> {
    let hour = |n: i64| Instant::from_nanos(1_772_000_000_000_000_000 + n * 3_600_000_000_000).unwrap();
    let name = |letter: char| (0..6_u8).prop_map(move |n| format!("{letter}{n}"));
    let names = move |letter: char| proptest::collection::vec(name(letter), 0..3);
    let deployments = (name('D'), name('s'), 0..99_i64, names('C'), names('D'), any::<bool>()).prop_map(
        move |(id, service, n, changes, remediates, production)| {
            let environment = if production { "production" } else { "staging" };
            let mut it = Deployment::new(
                id.parse().unwrap(),
                service.parse().unwrap(),
                environment.parse().unwrap(),
                hour(n),
            );
            it.changes = changes.iter().map(|id| id.parse().unwrap()).collect();
            it.remediates = remediates;
            it
        },
    );
    let changes = (name('C'), 0..99_i64, names('D')).prop_map(move |(id, n, deployments)| {
        let mut it = Change::new(id.parse().unwrap(), hour(n));
        it.deployments = deployments.iter().map(|id| id.parse().unwrap()).collect();
        it
    });
    let incidents = (name('I'), 0..99_i64, names('D')).prop_map(move |(id, n, causes)| {
        let mut it = Incident::new(id.parse().unwrap());
        it.impact_started_at = Some(hour(n));
        it.caused_by = causes.iter().map(|id| id.parse().unwrap()).collect();
        it
    });
    let many = |n| 0..n;
    (
        proptest::collection::vec(deployments, many(12)),
        proptest::collection::vec(changes, many(8)),
        proptest::collection::vec(incidents, many(6)),
    )
}

/// All that a log says, in ids.
fn told_whole(log: &EventLog) -> String {
    let view = log.as_of(at("2027-01-01T00:00:00Z"));
    let rows = view.deployments().map(|row| {
        let carried: Vec<_> =
            log.carriages_of(row).iter().map(|it| log.change_id(log.carriage(*it).0)).collect();
        let caused: Vec<_> = log.incidents_of(row).iter().map(|it| log.incident_id(*it)).collect();
        let mends: Vec<_> = log.remedies(row).iter().map(|it| log.deployment_id(*it)).collect();
        format!("{:?} {carried:?} {caused:?} {mends:?} {:?}", log.deployment_id(row), log.facts(row))
    });
    let first = view.carriages().map(|row| {
        let (change, service) = log.carriage(row);
        let first = log.first_deployment(row, view.as_of()).and_then(|it| log.deployment_id(it));
        format!("{:?} {:?} {first:?}", log.change_id(change), log.service_id(service))
    });
    rows.chain(first).collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    /// dora.md section 10: the order of input is irrelevant.
    #[test]
    fn the_order_of_records_is_irrelevant((mut deployments, mut changes, mut incidents) in history()) {
        let there = EventLog::of_records(deployments.clone(), changes.clone(), incidents.clone());
        deployments.reverse();
        changes.reverse();
        incidents.reverse();
        let back = EventLog::of_records(deployments, changes, incidents);
        prop_assert_eq!(told_whole(&there.value), told_whole(&back.value));
        let sorted = |it: &Loaded<EventLog>| told(it).into_iter().collect::<BTreeSet<_>>();
        prop_assert_eq!(sorted(&there), sorted(&back));
    }

    /// A record that stands is there with the instant that it came with; every other one is named.
    #[test]
    fn nothing_is_lost_in_silence((deployments, changes, incidents) in history()) {
        let loaded = EventLog::of_records(deployments.clone(), changes, incidents);
        let view = loaded.value.as_of(at("2027-01-01T00:00:00Z"));
        let standing: BTreeSet<String> = ids(&view).into_iter().collect();
        for record in &deployments {
            let named = || told(&loaded).iter().any(|it| it.contains(&format!("deployment `{}`", record.id)));
            prop_assert!(standing.contains(record.id.as_str()) || named(), "{}", record.id);
        }
        prop_assert!(view.deployments().is_sorted_by_key(|row| loaded.value.finished_at(row)));
    }

    /// The first eligible deployment of a change in a service is the earliest of those that carry it.
    #[test]
    fn the_first_deployment_is_the_earliest_eligible((deployments, changes, incidents) in history()) {
        let log = EventLog::of_records(deployments, changes, incidents).value;
        let view = log.as_of(at("2027-01-01T00:00:00Z"));
        for carriage in view.carriages() {
            let carrying = view.eligible().filter(|row| log.carriages_of(*row).contains(&carriage));
            let earliest = carrying.min_by_key(|row| (log.finished_at(*row), log.deployment_id(*row).cloned()));
            prop_assert_eq!(log.first_deployment(carriage, view.as_of()), earliest);
        }
    }

    /// dora.md section 10: splitting a window loses nothing and counts nothing twice.
    #[test]
    fn windows_split_without_loss((deployments, changes, incidents) in history(), cut in 1..98_i64) {
        let log = EventLog::of_records(deployments, changes, incidents).value;
        let hour = |n: i64| Instant::from_nanos(1_772_000_000_000_000_000 + n * 3_600_000_000_000).unwrap();
        let view = log.as_of(at("2027-01-01T00:00:00Z"));
        let part = |a, b| ids(&view.within(&Window::between(hour(a), hour(b), Tz::UTC).unwrap()));
        prop_assert_eq!([part(0, cut), part(cut, 99)].concat(), part(0, 99));
    }
}
