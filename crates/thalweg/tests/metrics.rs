//! The guide's page of metrics is the catalog, and nothing else.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fmt::Write as _;

use thalweg::model::{Better, MetricSpec};

const INTRODUCTION: &str = "\
# Every metric

By these ids metrics are known in evidence, in playbooks and in key results. A value is never alone: it comes with its sample, its interval
and what was left out, or it is a gap that says why there is no value.
";

/// Where the page stands.
fn page() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/metrics.md")
}

/// The page as the catalog has it.
fn written() -> String {
    let mut text = INTRODUCTION.to_owned();
    let mut area = "";
    for spec in thalweg::catalog().iter() {
        let its = spec.id.split('.').next().unwrap();
        if its != area {
            area = its;
            write!(
                text,
                "\n## {area}\n\n| id | what it says | unit | better | source |\n|---|---|---|---|---|\n"
            )
            .unwrap();
        }
        writeln!(text, "{}", row(spec)).unwrap();
    }
    text
}

fn row(spec: &MetricSpec) -> String {
    let better = match spec.better {
        Better::Higher => "more",
        Better::Lower => "less",
        _ => "–",
    };
    let unit = serde_json::to_value(spec.unit).unwrap();
    let unit = unit.as_str().unwrap().replace('_', " ");
    format!("| `{}` | {}: {} | {unit} | {better} | {} |", spec.id, spec.name, spec.meaning, spec.source)
}

#[test]
fn the_page_of_metrics_is_the_catalog() {
    let there = std::fs::read_to_string(page()).unwrap_or_default();
    assert!(there == written(), "write it anew: cargo test -p thalweg --test metrics -- --ignored");
}

/// Writes the page; run by hand where the catalog changed.
#[test]
#[ignore = "it writes docs/metrics.md"]
fn write_the_page_of_metrics() {
    std::fs::write(page(), written()).unwrap();
}
