//! The survey job of eight scales of five items in 200 teams, over 10⁴ to 10⁶ respondents (survey.md section 5).
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a benchmark; criterion's macro writes undocumented items"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::num::NonZeroUsize;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use thalweg_survey::{Columns, Instrument, Table};

const SCALES: usize = 8;
const PER: usize = 5;
const TEAMS: u64 = 200;

/// Eight scales of five items on 1 to 5, the fifth of each reversed.
fn instrument() -> Instrument {
    let mut text = String::from(
        "id = \"job\"\nversion = 1\ntitle = \"Job\"\nframe = \"self\"\nwording = \"key_only\"\n\
         [source]\ncitation = \"the survey job\"\n[scales.five]\nmin = 1\nmax = 5\n",
    );
    for item in 0..SCALES * PER {
        let key = if item % PER == PER - 1 { -1 } else { 1 };
        writeln!(text, "[[items]]\nid = \"q{item}\"\nkey = {key}\nscale = \"five\"").unwrap();
    }
    for scale in 0..SCALES {
        let items: Vec<_> = (0..PER).map(|i| format!("\"q{}\"", scale * PER + i)).collect();
        let items = items.join(", ");
        let rest = "polarity = \"high_is_good\"\nscore = \"mean\"\nmissing = { at_least_fraction = { of = 1, whole = 2 } }";
        writeln!(text, "[[constructs]]\nid = \"s{scale}\"\nitems = [{items}]\n{rest}").unwrap();
    }
    Instrument::from_toml(&text).unwrap()
}

/// Answers that a fixed stream makes: 0 for none in 3 of 100, else 1 to 5.
fn columns(rows: usize) -> Columns {
    let mut state = 1_u64;
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let group = (0..rows).map(|_| u32::try_from(draw(TEAMS)).unwrap()).collect();
    let mut answer = || if draw(100) < 3 { 0 } else { u8::try_from(draw(5) + 1).unwrap() };
    let codes = (0..SCALES * PER).map(|_| (0..rows).map(|_| answer()).collect()).collect();
    Columns::from_codes(&instrument(), group, codes).unwrap()
}

/// Every number of the job once, so that nothing is left out of the time.
fn numbers(table: &Table) -> f64 {
    let ids: Vec<String> = table.constructs().iter().map(|construct| construct.id.to_string()).collect();
    let groups = (0..table.groups()).map(Some).chain([None]);
    let sum_of = |group: Option<usize>| {
        let cells =
            ids.iter().map(|id| group.map_or_else(|| table.whole(id), |at| table.cell(id, at)).unwrap());
        let sums = cells.map(|cell| {
            let drops = (0..PER).filter_map(|at| cell.alpha_without(at)).sum::<f64>();
            cell.mean().unwrap_or(0.0) + cell.alpha().unwrap_or(0.0) + drops
        });
        sums.sum::<f64>()
    };
    groups.map(sum_of).sum()
}

fn job(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("survey_job");
    group.sample_size(20);
    for rows in [10_000, 100_000, 1_000_000] {
        let columns = columns(rows);
        group.throughput(Throughput::Elements(rows as u64));
        for threads in [1, 2] {
            let id = BenchmarkId::new(format!("{threads}_threads"), rows);
            let threads = NonZeroUsize::new(threads).unwrap();
            group.bench_function(id, |bencher| {
                bencher.iter(|| black_box(numbers(&Table::of(&columns, threads))))
            });
        }
    }
    group.finish();
}

criterion_group!(benches, job);
criterion_main!(benches);
