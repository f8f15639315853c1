//! Change sets over the commit graph, as commits and deployments grow: a deployment for every ten commits.
//!
//! `cargo bench -p thalweg-benches --bench dora_history`; `THALWEG_BENCH_MAX=1000000` for a million commits and 100,000 deployments.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may stop where it stands")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use thalweg::dora::history::{Policy, Released, releases};
use thalweg::model::Instant;
use thalweg::model::record::{Commit, Release};
use thalweg_benches::delivery::sizes;

fn sha(at: u64) -> String {
    format!("{:016x}{at:08x}", at.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

fn at(seconds: u64) -> Instant {
    Instant::from_seconds(1_500_000_000 + i64::try_from(seconds).unwrap()).unwrap()
}

/// A main line with a branch off every seventh commit, merged five commits later.
fn commits(count: u64) -> Vec<Commit> {
    let parents = |n: u64| match n {
        0 => vec![],
        n if n % 7 == 5 && n > 6 => vec![sha(n - 1), sha(n - 5)],
        n if n % 7 == 1 => vec![sha(n.saturating_sub(3).min(n - 1))],
        n => vec![sha(n - 1)],
    };
    let one = |n: u64| Commit {
        sha: sha(n),
        parents: parents(n),
        author: None,
        authored_at: at(n * 60),
        committed_at: at(n * 60),
    };
    (0..count).map(one).collect()
}

fn tags(commits: u64) -> Vec<Release> {
    let one = |n: u64| Release { tag: format!("v{n}"), sha: sha(n * 10), released_at: at(n * 600 + 300) };
    (0..commits / 10).map(one).collect()
}

fn sweep(c: &mut Criterion) {
    let mut group = c.benchmark_group("dora/history");
    group.sample_size(10);
    let of = Released {
        repository: "big".parse().unwrap(),
        service: "big".parse().unwrap(),
        environment: "production".parse().unwrap(),
    };
    for size in sizes() {
        let (commits, tags) = (commits(size), tags(size));
        group.throughput(Throughput::Elements(size));
        group.bench_function(BenchmarkId::new("releases", size), |b| {
            b.iter(|| black_box(releases(&commits, &[], &tags, &of, &Policy::default())));
        });
    }
    group.finish();
}

criterion_group!(benches, sweep);
criterion_main!(benches);
