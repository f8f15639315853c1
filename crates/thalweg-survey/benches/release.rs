//! How long a release plan takes: 10³ to 10⁵ nodes of a hierarchy (survey.md section 5: 10⁵ in under 100 ms).
#![allow(
    missing_docs,
    clippy::expect_used,
    reason = "a benchmark; criterion's macro writes undocumented items"
)]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use thalweg_model::{Entity, GroupId};
use thalweg_survey::confidentiality::{Confidentiality, Group, Hierarchy, NestedPlan, Statistic, verify};

/// A hierarchy with six groups below each inner one, and 0 to 14 respondents in a team, some with some items only.
fn groups(count: u32) -> Vec<Group> {
    let name = |at: u32| Entity::Group(GroupId::new(format!("org/g{at:07}")).expect("an id"));
    let group = |at: u32| {
        let mixed = at.wrapping_mul(2_654_435_761) >> 16;
        let leaf = at.saturating_mul(6) + 1 >= count;
        Group {
            entity: name(at),
            parent: (at > 0).then(|| name((at - 1) / 6)),
            complete: if leaf { mixed % 15 } else { 0 },
            partial: if leaf { u32::from(mixed.is_multiple_of(11)) } else { 0 },
        }
    };
    (0..count).map(group).collect()
}

fn plans(c: &mut Criterion) {
    let policy = Confidentiality::default();
    let mut bench = c.benchmark_group("release");
    bench.sample_size(20);
    for count in [1_000, 10_000, 100_000] {
        let groups = groups(count);
        let hierarchy = Hierarchy::new(groups.clone()).expect("a hierarchy");
        let plan = NestedPlan::new(&hierarchy, Statistic::Means, &policy);
        bench.throughput(Throughput::Elements(count.into()));
        bench.bench_with_input(BenchmarkId::new("check_hierarchy", count), &groups, |b, groups| {
            b.iter(|| Hierarchy::new(black_box(groups).clone()));
        });
        bench.bench_with_input(BenchmarkId::new("plan", count), &hierarchy, |b, hierarchy| {
            b.iter(|| NestedPlan::new(black_box(hierarchy), Statistic::Means, &policy));
        });
        bench.bench_with_input(BenchmarkId::new("verify", count), &hierarchy, |b, hierarchy| {
            b.iter(|| verify(black_box(hierarchy), plan.certificate()));
        });
    }
    bench.finish();
}

criterion_group!(benches, plans);
criterion_main!(benches);
