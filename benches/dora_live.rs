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
use thalweg_benches::facts::facts;

/// All records as events, as a stream tells them in time.
fn events(delivery: &Delivery) -> Vec<Event> {
    let mut all: Vec<Fact> = facts(&delivery.columns()).collect();
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
