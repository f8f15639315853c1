//! topology.md section 4: flow over the graph of who waits for whom, against networkx.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use thalweg_model::{Instant, TeamId};
use thalweg_topology::{Flow, Journey, Stage, Stop, Topology, handoffs};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn now() -> Instant {
    at("2026-10-07T10:00:00Z")
}

fn team(id: &str) -> TeamId {
    TeamId::new(id).unwrap()
}

/// The cases of networkx; `tests/data/flow_oracle.py` writes them, and they name its version.
fn cases() -> Vec<Value> {
    let told: Value = serde_json::from_str(include_str!("data/flow.json")).unwrap();
    assert!(told["networkx"].is_string());
    let mut cases = told["cases"].as_array().unwrap().clone();
    // More of them, where somebody has had them written: `flow_oracle.py 300 > more.json`.
    if let Some(file) = std::env::var_os("THALWEG_FLOW_CASES") {
        let more: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        cases.extend(more["cases"].as_array().unwrap().iter().cloned());
    }
    cases
}

fn topology(case: &Value) -> Topology {
    let teams: Vec<Value> = (0..case["teams"].as_u64().unwrap())
        .map(|n| serde_json::json!({ "id": format!("t{n:03}") }))
        .collect();
    let edges = case["edges"].as_array().unwrap().iter().map(
        |it| serde_json::json!({ "team": it[0], "on": it[1], "state": "blocking", "median_wait_hours": it[2] }),
    );
    let document = serde_json::json!({ "teams": teams, "dependencies": edges.collect::<Vec<_>>() });
    Topology::from_json(&document.to_string()).unwrap()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect()
}

#[test]
fn betweenness_is_that_of_networkx_section_4() {
    for case in cases() {
        let topology = topology(&case);
        let found = topology.flow(now()).betweenness().unwrap();
        for (id, wanted) in case["betweenness"].as_object().unwrap() {
            let (found, wanted) = (found[&team(id)], wanted.as_f64().unwrap());
            assert!((found - wanted).abs() < 1e-12, "{id}: {found} is not {wanted}");
        }
    }
}

#[test]
fn knots_and_the_length_of_their_shortest_cycle_are_those_of_networkx_section_4() {
    let mut seen = 0;
    for case in cases() {
        let topology = topology(&case);
        let flow = topology.flow(now());
        let cycles = flow.cycles();
        let knots: Vec<Vec<String>> =
            cycles.iter().map(|it| it.members.iter().map(ToString::to_string).collect()).collect();
        assert_eq!(knots, case["knots"].as_array().unwrap().iter().map(texts).collect::<Vec<_>>());
        for (cycle, girth) in cycles.iter().zip(case["girths"].as_array().unwrap()) {
            assert_eq!(cycle.witness.len() as u64, girth.as_u64().unwrap());
            assert!(cycle.shortest);
            is_a_cycle(&flow, &cycle.witness);
            seen += 1;
        }
    }
    assert!(seen >= 5);
}

fn is_a_cycle(flow: &Flow<'_>, witness: &[TeamId]) {
    let edges: BTreeSet<_> = flow.dependencies().iter().map(|it| (&it.team, &it.on)).collect();
    for (team, next) in witness.iter().zip(witness.iter().cycle().skip(1)) {
        assert!(edges.contains(&(team, next)), "{team} does not wait for {next}");
    }
}

#[test]
fn gates_are_the_immediate_dominators_of_networkx_section_4() {
    for case in cases() {
        let topology = topology(&case);
        let found: BTreeMap<String, String> = topology
            .flow(now())
            .gates()
            .into_iter()
            .map(|(team, gate)| (team.to_string(), gate.to_string()))
            .collect();
        let wanted: BTreeMap<String, String> = serde_json::from_value(case["gates"].clone()).unwrap();
        assert_eq!(found, wanted);
    }
}

#[test]
fn the_critical_path_of_an_acyclic_graph_is_the_longest_of_networkx_section_4() {
    for case in cases().into_iter().filter(|case| !case["longest"].is_null()) {
        let topology = topology(&case);
        let path = topology.flow(now()).critical_path().unwrap();
        assert!((path.hours - case["longest"].as_f64().unwrap()).abs() < 1e-9);
        assert!(path.left_out.is_empty());
    }
}

#[test]
fn without_the_cut_nothing_goes_round_and_every_cut_edge_is_needed_section_4() {
    for case in cases() {
        let cut = topology(&case).flow(now()).cut_first();
        let without = |skip: Option<usize>| {
            let mut case = case.clone();
            let kept = case["edges"].as_array().unwrap().iter().filter(|it| {
                let place = cut.iter().position(|(from, to)| it[0] == from.as_str() && it[1] == to.as_str());
                place.is_none() || place == skip
            });
            case["edges"] = kept.cloned().collect();
            topology(&case).flow(now()).cycles().len()
        };
        assert_eq!(without(None), 0);
        for (place, edge) in cut.iter().enumerate() {
            assert!(without(Some(place)) > 0, "{edge:?} need not be cut");
        }
    }
}

#[test]
fn the_unblock_list_ranks_by_the_waiting_time_saved_section_4() {
    let topology = Topology::from_toml(
        r#"
        teams = [{ id = "a" }, { id = "b" }, { id = "c" }, { id = "d" }]
        dependencies = [
            { team = "a", on = "b", state = "blocking", median_wait_hours = 10.0, items = 2 },
            { team = "b", on = "d", state = "slowing", median_wait_hours = 30.0 },
            { team = "a", on = "c", state = "slowing", median_wait_hours = 35.0 },
            { team = "c", on = "d", state = "blocking", from = 2026-09-07 },
            { team = "d", on = "a", state = "ok", median_wait_hours = 99.0 },
        ]"#,
    )
    .unwrap();
    let list = topology.flow(now()).unblock();
    let told: Vec<_> =
        list.iter().map(|it| (it.team.as_str(), it.on.as_str(), it.saved_hours, it.critical_hours)).collect();
    // The critical path is a → b → d with 40 hours; without either of its steps a → c with 35 is the longest.
    let expected = [
        ("a", "c", Some(35.0), 0.0),
        ("b", "d", Some(30.0), 5.0),
        ("a", "b", Some(20.0), 5.0),
        ("c", "d", None, 0.0),
    ];
    assert_eq!(told, expected);
    assert!((list[3].days.unwrap() - 30.416_666_666_666_668).abs() < 1e-9);
    assert_eq!(topology.flow(at("2026-09-01T00:00:00Z")).unblock().len(), 3, "as of another day");
}

#[test]
fn a_critical_path_through_a_circle_says_what_it_left_out() {
    let topology = Topology::from_toml(
        r#"
        teams = [{ id = "a" }, { id = "b" }]
        dependencies = [
            { team = "a", on = "b", state = "blocking", median_wait_hours = 10.0 },
            { team = "b", on = "a", state = "blocking", median_wait_hours = 5.0 },
        ]"#,
    )
    .unwrap();
    let path = topology.flow(now()).critical_path().unwrap();
    assert_eq!(path.left_out.len(), 1);
    assert!(Topology::from_toml("teams = [{ id = 'a' }]").unwrap().flow(now()).critical_path().is_none());
}

#[test]
fn ping_pong_handoffs_and_queues_section_4() {
    let stop = |team: &str, from: &str, until: Option<&str>, queued| Stop {
        team: TeamId::new(team).unwrap(),
        from: at(from),
        until: until.map(at),
        queued,
    };
    let direct = Journey {
        item: "w-1".parse().unwrap(),
        stops: vec![
            stop("a", "2026-03-02T00:00:00Z", Some("2026-03-02T06:00:00Z"), true),
            stop("a", "2026-03-02T06:00:00Z", Some("2026-03-02T08:00:00Z"), false),
            stop("b", "2026-03-02T08:00:00Z", None, true),
        ],
    };
    let there_and_back = Journey {
        item: "w-2".parse().unwrap(),
        stops: ["a", "b", "a", "c"]
            .iter()
            .map(|team| stop(team, "2026-03-02T08:00:00Z", Some("2026-03-02T08:00:00Z"), false))
            .collect(),
    };
    let later =
        Journey { item: "w-3".parse().unwrap(), stops: vec![stop("a", "2026-05-02T00:00:00Z", None, false)] };
    assert_eq!((direct.handoffs(), direct.returns()), (1, 0));
    assert_eq!((there_and_back.handoffs(), there_and_back.returns()), (3, 1));
    let told = handoffs(&[direct, there_and_back, later], at("2026-03-02T10:00:00Z"));
    assert_eq!(told.per_item.value().unwrap().value(), 2.0);
    assert_eq!(told.ping_pong.value().unwrap().value(), 0.5);
    assert_eq!(told.crossing, [("w-2".parse().unwrap(), 3)].into());
    assert_eq!(told.queues[&team("a")].share.value().unwrap().value(), 0.75);
    assert_eq!(told.queues[&team("b")].queued.hours(), 2.0, "it waits until now");
    assert!(told.queues[&team("c")].share.value().is_none(), "no time is no share");
}

#[test]
fn a_long_chain_and_a_large_knot_end_in_time() {
    let count = 1_000;
    let edges: Vec<Value> = (0..count)
        .map(|n| serde_json::json!([format!("t{n:03}"), format!("t{:03}", (n + 1) % count), 1.0]))
        .collect();
    let topology = topology(&serde_json::json!({ "teams": count, "edges": edges }));
    let flow = topology.flow(now());
    assert_eq!(flow.cycles()[0].witness.len(), count);
    assert_eq!(flow.cut_first().len(), 1);
    assert_eq!(flow.critical_path().unwrap().hours, (count - 1) as f64);
    assert_eq!(flow.unblock().len(), count);
}

#[test]
#[ignore = "half a minute in debug"]
fn a_hundred_thousand_teams_in_fifty_thousand_circles_end_in_time() {
    use thalweg_topology::rules::{Rules, Situation};
    let count = 100_000;
    let edges: Vec<Value> =
        (0..count).map(|n| serde_json::json!([format!("t{n:03}"), format!("t{:03}", n ^ 1), 1.0])).collect();
    let topology = topology(&serde_json::json!({ "teams": count, "edges": edges }));
    assert_eq!(topology.flow(now()).cycles().len(), count / 2);
    let audit = Rules::builtin().evaluate(&Situation::new(&topology, now()));
    assert_eq!(audit.findings.iter().filter(|it| it.rule == "TT015").count(), count / 2);
}

#[test]
fn the_way_of_an_item_follows_the_team_of_each_change_section_4() {
    let item = |text: &str| serde_json::from_str::<thalweg_model::record::WorkItem>(text).unwrap();
    let stage = |state: &str| match state {
        "done" => Stage::Finished,
        "todo" | "wait" => Stage::Queued,
        _ => Stage::Worked,
    };
    // Given out of order; back at `a` after `b` and `c`, done there, and taken up once more.
    let way = Journey::of(
        &item(
            r#"{ "id": "w", "team": "a", "kind": "defect", "states": [
            { "state": "doing", "at": "2026-03-02T00:00:00Z" }, { "state": "todo", "at": "2026-03-01T00:00:00Z" },
            { "state": "wait", "at": "2026-03-03T00:00:00Z", "team": "b" }, { "state": "doing", "at": "2026-03-05T00:00:00Z" },
            { "state": "doing", "at": "2026-03-06T00:00:00Z", "team": "c" }, { "state": "done", "at": "2026-03-08T00:00:00Z", "team": "a" },
            { "state": "doing", "at": "2026-03-09T00:00:00Z" }
        ] }"#,
        ),
        stage,
    )
    .unwrap();
    let told: Vec<_> = way.stops.iter().map(|it| (it.team.as_str(), it.queued, it.until.is_some())).collect();
    let expected = [
        ("a", true, true),
        ("a", false, true),
        ("b", true, true),
        ("b", false, true),
        ("c", false, true),
        ("a", false, false),
    ];
    assert_eq!(told, expected);
    assert_eq!((way.handoffs(), way.returns(), way.teams().len()), (3, 1, 3));
    let told = handoffs(&[way], at("2026-03-10T00:00:00Z"));
    let b = &told.queues[&team("b")];
    assert_eq!((b.elapsed.hours(), b.queued.hours()), (72.0, 48.0));
    assert_eq!(told.queues[&team("a")].elapsed.hours(), 72.0, "its time after `done` is the last stop alone");
    assert_eq!(told.crossing.len(), 1);
    let nobody = item(
        r#"{ "id": "w", "kind": "defect", "states": [{ "state": "doing", "at": "2026-03-02T00:00:00Z" }] }"#,
    );
    assert!(Journey::of(&nobody, stage).is_none());
    let finished = item(
        r#"{ "id": "w", "team": "a", "kind": "defect", "states": [{ "state": "done", "at": "2026-03-02T00:00:00Z" }] }"#,
    );
    assert!(Journey::of(&finished, stage).is_none(), "it was never with anybody");
}
