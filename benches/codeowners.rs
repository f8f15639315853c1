//! CODEOWNERS: resolving sorted paths, building, and wildcards that other engines choke on, beside named peers in the same run.
//!
//! `cargo bench -p thalweg-benches --bench codeowners`, and `--features peers` for the peers. With a folder of CODEOWNERS and file lists in
//! `THALWEG_CODEOWNERS`, that corpus is measured too.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may stop where it stands")]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use thalweg::topology::codeowners::{CodeOwners, Dialect};

/// A repository of packages, each with a rule of its own and some files; a few rules are wild.
struct Corpus {
    name: String,
    text: String,
    paths: Vec<String>,
}

fn packages(count: usize) -> Corpus {
    let mut text = String::from("* @org/all\n*.md @org/docs\n/packages/**/test/ @org/quality\n");
    let mut paths = Vec::new();
    for package in 0..count {
        text += &format!("/packages/p{package:05}/ @org/team-{}\n", package % 97);
        paths.extend((0..6).map(|file| format!("packages/p{package:05}/src/f{file}.ts")));
    }
    paths.sort_unstable();
    Corpus { name: format!("packages-{count}"), text, paths }
}

/// Patterns that begin alike and are all wild, against paths that nearly match them all.
fn wild(count: usize) -> Corpus {
    let rule = |i: usize| format!("/**/a*/**/b*/**/c{i}*d @org/t{i}\n");
    let paths = (0..64).map(|i| format!("{}c{i}x", "a1/b1/".repeat(12)));
    Corpus { name: format!("wild-{count}"), text: (0..count).map(rule).collect(), paths: paths.collect() }
}

/// As many bytes of wildcards as a host loads, no two lines alike.
fn bytes_of_wildcards(bytes: usize) -> Corpus {
    let mut text = String::new();
    let mut line = 0_u32;
    while text.len() < bytes {
        text += &format!("**/*{line}*/?*a*/**/*{}* @t\n", line % 977);
        line += 1;
    }
    let paths = (0..64).map(|i| format!("src/{i}/ba/{}", "aaaa/".repeat(i % 8) + "x1y2z3"));
    Corpus { name: format!("bytes-{bytes}"), text, paths: paths.collect() }
}

/// The corpora of a folder: `<name>/CODEOWNERS` and `<name>/expected_owners.tsv`, whose first column is a path.
fn given() -> Vec<Corpus> {
    let Some(folder) = std::env::var_os("THALWEG_CODEOWNERS") else { return Vec::new() };
    let folders = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).filter(|it| it.is_dir());
    let mut all: Vec<Corpus> = folders
        .map(|it| {
            let list = std::fs::read_to_string(it.join("expected_owners.tsv")).unwrap();
            let mut paths: Vec<String> =
                list.lines().filter_map(|line| line.split('\t').next()).map(str::to_owned).collect();
            paths.sort_unstable();
            let name = it.file_name().unwrap().to_string_lossy().into_owned();
            Corpus { name, text: std::fs::read_to_string(it.join("CODEOWNERS")).unwrap(), paths }
        })
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

fn resolve(c: &mut Criterion) {
    let mut group = c.benchmark_group("codeowners/resolve");
    let corpora = [64, 512, 4096].map(packages).into_iter().chain([8, 64, 512].map(wild)).chain(given());
    let large = [48, 384, 3072].map(|kib| bytes_of_wildcards(kib * 1000));
    for corpus in corpora.chain(large) {
        group.throughput(Throughput::Elements(corpus.paths.len() as u64));
        let file = CodeOwners::parse(corpus.text.as_bytes(), Dialect::GitHub);
        group.bench_with_input(BenchmarkId::new("thalweg", &corpus.name), &corpus, |b, corpus| {
            b.iter(|| {
                let mut resolver = file.resolver();
                corpus.paths.iter().filter(|path| resolver.owners(path.as_str()).is_owned()).count()
            });
        });
        if !corpus.name.starts_with("bytes-") {
            peers::resolve(&mut group, &corpus);
        }
    }
    group.finish();
}

fn build(c: &mut Criterion) {
    let mut group = c.benchmark_group("codeowners/build");
    let large = [48, 384, 3072].map(|kib| bytes_of_wildcards(kib * 1000));
    for corpus in [64, 512, 4096].map(packages).into_iter().chain(given()).chain(large) {
        group.throughput(Throughput::Bytes(corpus.text.len() as u64));
        group.bench_with_input(BenchmarkId::new("thalweg", &corpus.name), &corpus, |b, corpus| {
            b.iter_with_large_drop(|| CodeOwners::parse(corpus.text.as_bytes(), Dialect::GitHub));
        });
        if !corpus.name.starts_with("bytes-") {
            peers::build(&mut group, &corpus);
        }
    }
    group.finish();
}

#[cfg(not(feature = "peers"))]
mod peers {
    use super::Corpus;
    use criterion::{BenchmarkGroup, measurement::WallTime};

    pub(super) fn resolve(_: &mut BenchmarkGroup<'_, WallTime>, _: &Corpus) {}

    pub(super) fn build(_: &mut BenchmarkGroup<'_, WallTime>, _: &Corpus) {}
}

#[cfg(feature = "peers")]
mod peers {
    use super::Corpus;
    use criterion::{BenchmarkGroup, BenchmarkId, measurement::WallTime};

    /// The most pairs of a rule and a path that the slow peers are asked.
    const SLOW: usize = 20_000_000;

    fn gitignore(corpus: &Corpus) -> ignore::gitignore::Gitignore {
        let mut builder = ignore::gitignore::GitignoreBuilder::new("");
        for line in corpus.text.lines() {
            if let Some(pattern) = line.split_whitespace().next() {
                builder.add_line(None, pattern).unwrap();
            }
        }
        builder.build().unwrap()
    }

    pub(super) fn build(group: &mut BenchmarkGroup<'_, WallTime>, corpus: &Corpus) {
        group.bench_with_input(BenchmarkId::new("ignore", &corpus.name), corpus, |b, corpus| {
            b.iter_with_large_drop(|| gitignore(corpus));
        });
        group.bench_with_input(BenchmarkId::new("codeowners-rs", &corpus.name), corpus, |b, corpus| {
            b.iter_with_large_drop(|| codeowners_rs::parse(&corpus.text).into_ruleset());
        });
        group.bench_with_input(BenchmarkId::new("codeowners", &corpus.name), corpus, |b, corpus| {
            b.iter_with_large_drop(|| codeowners::from_reader(corpus.text.as_bytes()));
        });
    }

    pub(super) fn resolve(group: &mut BenchmarkGroup<'_, WallTime>, corpus: &Corpus) {
        let work = corpus.paths.len() * corpus.text.lines().count();
        let matcher = gitignore(corpus);
        group.bench_with_input(BenchmarkId::new("ignore", &corpus.name), corpus, |b, corpus| {
            b.iter(|| {
                let known =
                    |path: &&String| matcher.matched_path_or_any_parents(path.as_str(), false).is_ignore();
                corpus.paths.iter().filter(known).count()
            });
        });
        let rules = codeowners_rs::parse(&corpus.text).into_ruleset();
        group.bench_with_input(BenchmarkId::new("codeowners-rs", &corpus.name), corpus, |b, corpus| {
            b.iter(|| corpus.paths.iter().filter(|path| rules.matching_rule(path).is_some()).count());
        });
        if work <= SLOW {
            let owners = codeowners::from_reader(corpus.text.as_bytes());
            group.bench_with_input(BenchmarkId::new("codeowners", &corpus.name), corpus, |b, corpus| {
                b.iter(|| corpus.paths.iter().filter(|path| owners.of(path.as_str()).is_some()).count());
            });
        }
    }
}

criterion_group! {
    name = all;
    config = Criterion::default().sample_size(10).warm_up_time(std::time::Duration::from_millis(300))
        .measurement_time(std::time::Duration::from_secs(1));
    targets = resolve, build
}
criterion_main!(all);
