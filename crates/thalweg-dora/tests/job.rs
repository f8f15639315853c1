//! The job of warehouses ("peers-job", definitions.md) in one call, against tables that an independent program computed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "tests"
)]
#![allow(clippy::cast_precision_loss, reason = "counts of tests are small")]

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;

use thalweg_dora::table::{
    Carry, ChangeColumns, Columns, DeploymentColumns, IncidentColumns, Marks, Monthly, OPEN, Table, Tick,
};
use thalweg_model::{Calendar, Instant, Tz};

/// A table of text: its rows by the names of their columns.
fn rows(text: &str) -> Vec<BTreeMap<&str, &str>> {
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    lines.map(|line| names.iter().copied().zip(line.split(',')).collect()).collect()
}

fn number<T: std::str::FromStr + Default>(text: &str) -> T {
    text.parse().unwrap_or_default()
}

fn micros(text: &str) -> i64 {
    if text.is_empty() { OPEN } else { text.parse::<Instant>().unwrap().nanos() / 1_000 }
}

fn table(folder: &Path, carry: Carry, threads: usize) -> Table {
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let (deployments, changes, incidents) =
        (read("deployments.csv"), read("changes.csv"), read("incidents.csv"));
    let (deployments, changes, incidents) = (rows(&deployments), rows(&changes), rows(&incidents));
    let marks = |it: &BTreeMap<&str, &str>| {
        let production = Marks::PRODUCTION.when(it["environment"] == "production");
        let good = Marks::SUCCESSFUL.when(it["outcome"] == "success");
        production.and(good).and(Marks::REWORK.when(it["is_rework"] == "true"))
    };
    let ids =
        |of: &[BTreeMap<&str, &str>], name: &str| of.iter().map(|it| number(it[name])).collect::<Vec<u64>>();
    let small = |name: &str| deployments.iter().map(|it| number(it[name])).collect::<Vec<u32>>();
    let at =
        |of: &[BTreeMap<&str, &str>], name: &str| of.iter().map(|it| micros(it[name])).collect::<Vec<i64>>();
    let columns = Columns {
        tick: Tick::Microsecond,
        deployments: DeploymentColumns {
            ids: &ids(&deployments, "id"),
            services: &small("service"),
            groups: &small("team"),
            finished_at: &at(&deployments, "finished_at"),
            marks: &deployments.iter().map(marks).collect::<Vec<_>>(),
        },
        changes: ChangeColumns {
            deployments: &ids(&changes, "deployment_id"),
            committed_at: &at(&changes, "committed_at"),
        },
        incidents: IncidentColumns {
            deployments: &ids(&incidents, "deployment_id"),
            restored_at: &at(&incidents, "resolved_at"),
        },
    };
    let threads = NonZeroUsize::new(threads).unwrap();
    let monthly = Monthly { carry, zone: Tz::UTC, as_of: Instant::MAX, probabilities: &[0.5, 0.9], threads };
    columns.monthly(&monthly).unwrap()
}

/// Integers are equal, other numbers near to 1e-9 of themselves, and an empty cell is no value.
fn same(found: Option<f64>, expected: &str) -> bool {
    let expected: Option<f64> = (!expected.is_empty()).then(|| expected.parse().unwrap());
    match (found, expected) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(b.abs()),
        (a, b) => a == b,
    }
}

fn compare(table: &Table, expected: &str) {
    let expected = rows(expected);
    let expected: BTreeMap<(i64, i64), _> =
        expected.iter().map(|it| ((number(it["team"]), number(it["month"])), it)).collect();
    assert_eq!(table.cells.len(), expected.len());
    for cell in &table.cells {
        let window = table.windows[cell.window];
        let Calendar::Month { year, month } = window.calendar() else { panic!("a month") };
        let team = if cell.level == 0 { i64::from(cell.group) } else { -1 };
        let key = (team, i64::from(year) * 100 + i64::from(month));
        let wanted = expected[&key];
        let seconds = |of: &[f64], at: usize| of.get(at).map(|it| table.tick.hours(*it) * 3600.0);
        let c = &cell.counts;
        let found = [
            ("deployments", Some(c.deployments as f64)),
            ("successful", Some(c.successful as f64)),
            ("per_day", Some(c.successful as f64 / window.length().days())),
            ("changes", Some(c.lead_times as f64)),
            ("lead_p50", seconds(&cell.lead_times, 0)),
            ("lead_p90", seconds(&cell.lead_times, 1)),
            ("failed", Some(c.failed as f64)),
            ("change_fail_rate", c.change_fail_rate()),
            ("recovered", Some(c.recovered as f64)),
            ("unresolved", Some(c.open as f64)),
            ("fdrt_p50", seconds(&cell.recoveries, 0)),
            ("fdrt_p90", seconds(&cell.recoveries, 1)),
            ("rework_rate", c.rework_rate()),
        ];
        for (name, found) in found {
            assert!(same(found, wanted[name]), "{name} of {key:?}: {found:?}, not {}", wanted[name]);
        }
    }
}

const WAYS: [(&str, Carry); 2] = [("rollforward", Carry::Forward), ("direct", Carry::Named)];

#[test]
fn the_small_case_is_as_it_was_computed_row_by_row() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/job");
    for (name, carry) in WAYS {
        let expected = fs::read_to_string(folder.join(format!("expected_{name}.csv"))).unwrap();
        compare(&table(&folder, carry, 2), &expected);
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/job");
    let text = |threads| format!("{:?}", table(&folder, Carry::Forward, threads));
    let one = text(1);
    assert!([2, 3, 8].into_iter().all(|threads| text(threads) == one));
}

/// Runs a Python program; `None` where Python or what it imports is missing.
fn python(arguments: &[&str]) -> Option<String> {
    let python = std::env::var("THALWEG_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let run = Command::new(python).env("PYTHONDONTWRITEBYTECODE", "1").args(arguments).output().ok()?;
    run.status.success().then(|| String::from_utf8_lossy(&run.stdout).into_owned())
}

const AS_TEXT: &str = "
import sys
import numpy
table = dict(numpy.load(sys.argv[1]))
print(','.join(table))
for row in zip(*table.values()):
    print(','.join('' if value != value else repr(value.item()) for value in row))
";

/// A generated history of that many deployments with the tables of the independent program beside it.
fn generated(count: &str) -> Option<(PathBuf, Vec<(Carry, String)>)> {
    let peers = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/peers");
    let script = |name: &str| peers.join(name).to_string_lossy().into_owned();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("job_{count}"));
    let out = folder.to_string_lossy().into_owned();
    python(&[&script("gen_dora.py"), "--n", count, "--text", "yes", "--out", &out])?;
    let expected = WAYS.iter().map(|(link, carry)| {
        let saved = folder.join(format!("{link}.npz")).to_string_lossy().into_owned();
        python(&[&script("oracle.py"), "--data", &out, "--link", link, "--save", &saved])?;
        Some((*carry, python(&["-c", AS_TEXT, &saved])?))
    });
    Some((folder.clone(), expected.collect::<Option<_>>()?))
}

#[test]
fn a_generated_history_is_as_the_oracle_has_it() {
    let Some((folder, expected)) = generated("4000") else {
        eprintln!(
            "skipped: the generator and the oracle are not beside the checkout, or Python lacks NumPy, PyArrow or Polars \
             (THALWEG_PYTHON names another one)"
        );
        return;
    };
    expected.iter().for_each(|(carry, expected)| compare(&table(&folder, *carry, 2), expected));
}
