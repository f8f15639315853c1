//! How long a release plan takes: 10³ to 10⁵ nodes of a hierarchy (survey.md section 5: 10⁵ in under 100 ms).
#![allow(
    missing_docs,
    clippy::expect_used,
    reason = "a benchmark; criterion's macro writes undocumented items"
)]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use thalweg_model::answer::Respondent;
use thalweg_model::{Entity, GroupId, ItemId, PersonId, WaveId};
use thalweg_survey::confidentiality::{
    Answered, Belonging, Census, Confidentiality, Group, Hierarchy, Ledger, NestedPlan, Statistic, verify,
};

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

/// People in teams of ten and departments of ten teams; every manager's span is a team and a half, so spans cross teams.
/// `moved` people of a hundred are in another team.
fn census(people: u32, moved: u32) -> Census {
    let item = ItemId::new("trust_1").expect("an id");
    let mut census = Census::of_answers(WaveId::new("2026-q3").expect("an id"), [item]);
    let group = |name: String| Entity::Group(GroupId::new(name).expect("an id"));
    for n in 0..people {
        let team = if n % 100 < moved { (n / 10 + 7) % (people / 10) } else { n / 10 };
        let path = vec![
            Entity::Organisation,
            group(format!("d{}", team / 10)),
            group(format!("d{}/t{team}", team / 10)),
        ];
        let span = Entity::Span(PersonId::new(format!("m{}", n / 15)).expect("an id"));
        let mut hash = [0; 16];
        hash[..4].copy_from_slice(&n.to_be_bytes());
        census.add(Respondent::of_hash(hash), &Belonging { path, slices: vec![span] }, &Answered::Every);
    }
    census
}

/// Spans across teams, then the same answers after a reorganisation, against the ledger of the first release.
fn releases(c: &mut Criterion) {
    let policy = Confidentiality::default();
    let mut bench = c.benchmark_group("ledger");
    bench.sample_size(10);
    for people in [300, 3_000, 30_000] {
        let (first, second) = (census(people, 0), census(people, 5));
        bench.throughput(Throughput::Elements(people.into()));
        bench.bench_function(BenchmarkId::new("spans", people), |b| {
            b.iter(|| Ledger::default().release(&first, &policy));
        });
        let mut ledger = Ledger::default();
        let _plan = ledger.release(&first, &policy).expect("a plan");
        bench.bench_function(BenchmarkId::new("reorganised", people), |b| {
            b.iter(|| ledger.clone().release(&second, &policy));
        });
    }
    bench.finish();
}

criterion_group!(benches, plans, releases);
criterion_main!(benches);
