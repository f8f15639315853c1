//! The readings of a topology as it grows: ownership, rules, flow over the graph, escalations and their paths, a history of changes.
//!
//! `cargo bench -p thalweg-benches --bench topology`. A tenth, a hundredth and all of 1,000 teams with 100,000 services and as many
//! dependencies; per item the cost should stay flat.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may stop where it stands")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use serde_json::{Value, json};
use thalweg::model::record::{Escalation, Touch};
use thalweg::model::{Elapsed, Instant, ServiceId, Sources, Tz, Window};
use thalweg::topology::observed::{ChangeLog, CouplingRules, Exclude};
use thalweg::topology::rules::{Rules, Situation};
use thalweg::topology::{PathLimits, Topology, readings};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

fn at() -> Instant {
    "2026-10-07T10:00:00Z".parse().unwrap()
}

/// One team for a hundred services; as many dependencies as services, of which few block.
fn document(services: usize) -> String {
    let teams = (services / 100).max(2);
    let kinds = ["stream-aligned", "stream-aligned", "stream-aligned", "platform", "enabling"];
    let team = |i: usize| {
        json!({ "id": format!("t{i}"), "kind": kinds.get(i % 5), "manager": format!("p{i}"), "size": 5 + i % 5,
            "contact": "here" })
    };
    let manager = |i: usize| json!({ "id": format!("p{i}"), "manager": format!("h{}", i / 10) });
    let head = |i: usize| json!({ "id": format!("h{i}"), "manager": "top" });
    let mut people: Vec<Value> = (0..teams).map(manager).chain((0..=teams / 10).map(head)).collect();
    people.push(json!({ "id": "top" }));
    let owned = |i: usize| json!({ "service": format!("s{i}"), "team": format!("t{}", i / 100) });
    let service = |i: usize| json!({ "id": format!("s{i}"), "complexity": "simple" });
    // From lower to higher numbers only, but for one in a thousand, so that some teams wait in circles.
    let waits = |i: usize| {
        let (from, step) = (i % teams, 1 + (i / teams * 7 + i % 13) % 40);
        let to = if i % 1_000 == 999 { (from + teams - 1) % teams } else { (from + step).min(teams - 1) };
        let state = if i.is_multiple_of(50) { "blocking" } else { "slowing" };
        (from != to).then(|| {
            json!({ "team": format!("t{from}"), "on": format!("t{to}"), "state": state,
                "median_wait_hours": 1 + i % 9, "from": "2026-09-01" })
        })
    };
    let path = |i: usize| {
        json!({ "id": format!("e{i}"), "team": format!("t{i}"), "steps": [
            { "reaches": [format!("p{i}")], "respond_within_minutes": 30 },
            { "reaches": [format!("h{}", i / 10)], "respond_within_minutes": 60 } ] })
    };
    let document = json!({
        "teams": (0..teams).map(team).collect::<Vec<_>>(), "people": people,
        "services": (0..services).map(service).collect::<Vec<_>>(),
        "ownership": (0..services).map(owned).collect::<Vec<_>>(),
        "dependencies": (0..services).filter_map(waits).collect::<Vec<_>>(),
        "escalation_paths": (0..teams).map(path).collect::<Vec<_>>(),
    });
    document.to_string()
}

fn structure(c: &mut Criterion) {
    let mut group = c.benchmark_group("topology");
    for size in SIZES {
        group.throughput(Throughput::Elements(size as u64));
        let text = document(size);
        group.bench_function(BenchmarkId::new("read", size), |b| {
            b.iter(|| black_box(Topology::from_json(&text).unwrap()));
        });
        let topology = Topology::from_json(&text).unwrap();
        let services: Vec<ServiceId> = (0..size).map(|i| ServiceId::new(format!("s{i}")).unwrap()).collect();
        group.bench_function(BenchmarkId::new("owners", size), |b| {
            b.iter(|| services.iter().filter(|it| topology.owner_of(it, at()).is_some()).count());
        });
        group.bench_function(BenchmarkId::new("coverage", size), |b| {
            b.iter(|| black_box(topology.coverage(at())));
        });
        group.bench_function(BenchmarkId::new("flow", size), |b| {
            b.iter(|| {
                let flow = topology.flow(at());
                black_box((
                    flow.cycles(),
                    flow.cut_first(),
                    flow.critical_path(),
                    flow.gates(),
                    flow.unblock(),
                ))
            });
        });
        group.bench_function(BenchmarkId::new("rules", size), |b| {
            b.iter(|| black_box(Rules::builtin().evaluate(&Situation::new(&topology, at()))));
        });
        group.bench_function(BenchmarkId::new("paths", size), |b| {
            b.iter(|| black_box(topology.verify_paths(at(), PathLimits::default())));
        });
        let escalations = escalations(size);
        let month = Window::month(2026, 9, Tz::UTC).unwrap();
        group.bench_function(BenchmarkId::new("escalations", size), |b| {
            let sources = Sources::default();
            b.iter(|| black_box(readings(&topology, &escalations, &sources, month, month.previous(), at())));
        });
    }
    group.finish();
}

/// As many as there are services, over two months.
fn escalations(count: usize) -> Vec<Escalation> {
    let start: Instant = "2026-08-01T00:00:00Z".parse().unwrap();
    let minutes = 61 * 24 * 60;
    let one = |i: usize| {
        let raised = start + Elapsed::from_seconds(60 * i64::try_from(i * 7_919 % minutes).unwrap());
        let level = ["platform", "team", "peer", "lead"].get(i % 4);
        serde_json::from_value(json!({ "id": format!("e{i}"), "team": format!("t{}", i % (count / 100).max(2)),
            "raised_at": raised.to_string(), "resolved_at": (raised + Elapsed::from_hours(1 + i64::try_from(i % 30).unwrap())).to_string(),
            "resolved_at_level": level }))
        .unwrap()
    };
    (0..count).map(one).collect()
}

/// Commits of three files each; files and people grow with them, as in real histories.
fn history(c: &mut Criterion) {
    let mut group = c.benchmark_group("topology/history");
    for size in SIZES {
        let start: Instant = "2025-01-01T00:00:00Z".parse().unwrap();
        let touch = |i: usize| Touch {
            sha: format!("c{:06}", i / 3),
            author: Some(format!("a{}", i / 3 % (size / 200).max(3))),
            at: start + Elapsed::from_seconds(60 * i64::try_from(i / 3).unwrap()),
            path: format!("part{}/file{}", i % 40, (i * 31 + i / 7) % (size / 10)),
            added: None,
            deleted: None,
        };
        let touches: Vec<Touch> = (0..size).map(touch).collect();
        group.throughput(Throughput::Elements(size as u64));
        group.bench_function(BenchmarkId::new("observed", size), |b| {
            b.iter(|| {
                let log = ChangeLog::new(&touches, &Exclude::default());
                let coupling = log.coupling(&CouplingRules::default());
                black_box((log.authorship().truck_factor(), coupling, log.shares()))
            });
        });
    }
    group.finish();
}

criterion_group! {
    name = all;
    config = Criterion::default().sample_size(10).warm_up_time(std::time::Duration::from_millis(300))
        .measurement_time(std::time::Duration::from_secs(1));
    targets = structure, history
}
criterion_main!(all);
