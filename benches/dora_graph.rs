//! Change sets of a repository of any shape and size: seconds and memory.
//!
//!     cargo build --release -p thalweg-benches --bin dora_graph
//!     target/release/dora_graph SHAPE|all COMMITS DEPLOYMENTS SERVICES paths|whole
//!
//! Prints the seconds of the graph and of the sweeps, and what the peak of memory grew by meanwhile, in bytes a commit.
#![allow(clippy::print_stdout, missing_docs, reason = "a tool that prints")]

use std::hint::black_box;
use std::time::Instant;

use thalweg::dora::FirstDeployment;
use thalweg::dora::history::{Graph, Policy, deployments};
use thalweg_benches::graphs::{Repository, Shape, Size};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// The greatest memory so far, in bytes, where the system tells.
fn peak() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|it| it.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kibibytes.unwrap_or(0) * 1_024
}

fn run(name: &str, shape: Shape, size: Size, with_paths: bool) -> Outcome<()> {
    let of = Repository::of(shape, size)?;
    let paths = with_paths.then(|| of.paths.clone());
    let policy = Policy { first: FirstDeployment::Counted, paths, ..Policy::default() };
    let deployed = of.deployed.clone();
    let before = peak();
    let start = Instant::now();
    let graph = Graph::new(of.id.clone(), &of.commits).value;
    let graph = if with_paths { graph.touching(&of.touches) } else { graph };
    let linked = start.elapsed();
    let delivered = black_box(deployments(&[graph], deployed, &policy));
    let all = start.elapsed();
    let links: usize = delivered.value.changes.iter().map(|it| it.deployments.len()).sum();
    println!(
        "{name} {} {} {}: graph {:.3} s, with sweeps {:.3} s, {} changes, {links} links, {} rejects, {} bytes a commit",
        size.commits,
        size.deployments,
        size.services,
        linked.as_secs_f64(),
        all.as_secs_f64(),
        delivered.value.changes.len(),
        delivered.rejects.len(),
        (peak() - before) / size.commits,
    );
    Ok(())
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [shape, commits, deployments, services, paths] = arguments.as_slice() else {
        return Err("usage: dora_graph SHAPE|all COMMITS DEPLOYMENTS SERVICES paths|whole".into());
    };
    let size =
        Size { commits: commits.parse()?, deployments: deployments.parse()?, services: services.parse()? };
    for (name, it) in Shape::ALL.into_iter().filter(|it| shape == "all" || it.0 == shape) {
        run(name, it, size, paths == "paths")?;
    }
    Ok(())
}
