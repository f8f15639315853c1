//! Live: the cost of an event as the history grows, and of one team's month after it.
//!
//! `cargo bench -p thalweg-benches --bench dora_live`; `THALWEG_BENCH_MAX=1000000` for a million deployments.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may stop where it stands")]

use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use thalweg::dora::live::{Accumulator, Event, Fact};
use thalweg::dora::table::{Carry, Tick};
use thalweg::model::{Instant, Tz, Window};
use thalweg_benches::delivery::{Delivery, sizes};

/// All records as events: a deployment, then its changes and incidents, as a stream tells them. Each kind counts its own ids.
fn events(delivery: &Delivery) -> Vec<Event> {
    let d = delivery;
    let rows = d.ids.iter().zip(&d.services).zip(&d.groups).zip(&d.finished_at).zip(&d.marks);
    let deployments = rows.map(|((((id, service), group), at), marks)| Fact::Deployment {
        id: *id,
        service: *service,
        group: *group,
        finished_at: *at,
        marks: *marks,
    });
    let changes = (1..).zip(&d.changes.0).zip(&d.changes.1);
    let changes = changes.map(|((id, of), at)| Fact::Change { id, deployment: *of, committed_at: *at });
    let incidents = (1..).zip(&d.incidents.0).zip(&d.incidents.1);
    let incidents = incidents.map(|((id, of), at)| Fact::Incident { id, deployment: *of, restored_at: *at });
    let mut all: Vec<Fact> = deployments.chain(changes).chain(incidents).collect();
    all.sort_by_key(|it| match it {
        Fact::Deployment { finished_at: at, .. } | Fact::Change { committed_at: at, .. } => *at,
        Fact::Incident { restored_at: at, .. } => *at,
        Fact::Withdrawn { .. } => 0,
    });
    all.into_iter().map(|it| Event::new(1, it)).collect()
}

fn filled(events: &[Event]) -> Accumulator {
    let mut live = Accumulator::new(Tick::Microsecond, Carry::Forward);
    events.iter().for_each(|event| {
        black_box(live.apply(*event));
    });
    live
}

fn live(c: &mut Criterion) {
    let mut group = c.benchmark_group("dora/live");
    group.sample_size(10);
    for size in sizes() {
        let events = events(&Delivery::of(size));
        group.throughput(Throughput::Elements(events.len() as u64));
        group.bench_function(BenchmarkId::new("events", size), |b| {
            b.iter_batched(|| (), |()| filled(&events), BatchSize::PerIteration);
        });
        let live = filled(&events);
        let month = Window::month(2025, 11, Tz::UTC).unwrap();
        let as_of: Instant = "2025-11-25T00:00:00Z".parse().unwrap();
        group.throughput(Throughput::Elements(1));
        group.bench_function(BenchmarkId::new("a team's month", size), |b| {
            b.iter(|| black_box(live.cell(3, &month, as_of, &[0.5, 0.9])));
        });
    }
    group.finish();
}

criterion_group!(benches, live);
criterion_main!(benches);
