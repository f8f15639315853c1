//! The monthly table of all teams and of the whole, as the history grows: the cost of a deployment should stay what it is.
//!
//! `cargo bench -p thalweg-benches --bench dora_table`; `THALWEG_BENCH_MAX=10000000` for the whole curve. Beside peers: `run_peers.sh`.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may stop where it stands")]

use std::hint::black_box;
use std::num::NonZeroUsize;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use thalweg::dora::table::{Carry, Monthly};
use thalweg::model::{Instant, Tz};
use thalweg_benches::delivery::{Delivery, sizes};

fn monthly(threads: usize) -> Monthly<'static> {
    Monthly {
        carry: Carry::Forward,
        zone: Tz::UTC,
        as_of: Instant::MAX,
        probabilities: &[0.5, 0.9],
        threads: NonZeroUsize::new(threads).unwrap(),
    }
}

fn table(c: &mut Criterion) {
    let mut group = c.benchmark_group("dora/table");
    group.sample_size(10);
    for size in sizes() {
        let delivery = Delivery::of(size);
        group.throughput(Throughput::Elements(size));
        for threads in [1, 2] {
            let monthly = monthly(threads);
            let facts = delivery.columns().facts(monthly.carry, monthly.as_of, monthly.threads).unwrap();
            let name = |what: &str| BenchmarkId::new(format!("{what}/{threads} threads"), size);
            group.bench_function(name("query"), |b| b.iter(|| black_box(facts.monthly(&monthly))));
            group.bench_function(name("facts and query"), |b| {
                b.iter(|| black_box(delivery.columns().monthly(&monthly).unwrap()));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, table);
criterion_main!(benches);
