//! Lines of any length are passed over without being held. Alone in its process, for it looks at the memory of it.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may stop where it stands")]

use std::io::{BufReader, Read, repeat};

use thalweg::model::Deployment;
use thalweg::sources::{SourceError, csv, json, jsonl};

const GOOD: &str = r#"{"id":"D1","service":"api","environment":"production","finished_at":"2026-03-03T09:30:00Z","reached_production":true}"#;
const HEAD: &str = "id,service,environment,finished_at,reached_production\n";
const ROW: &str = "D1,api,production,2026-03-03T09:30:00Z,true\n";
const LONG: u64 = 300 << 20;
/// Formats whose ends are found byte by byte take longer without optimisation.
const SHORTER: u64 = 48 << 20;

/// The most memory that the process ever held, in MiB; nothing where the system does not say.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|it| it.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib >> 10)
}

/// Text, so many bytes without an end of line, and text again.
fn around<'t>(before: &'t str, bytes: u64, after: &'t str) -> BufReader<impl Read + 't> {
    BufReader::new(before.as_bytes().chain(repeat(b'x').take(bytes)).chain(after.as_bytes()))
}

#[test]
fn a_line_of_300_mib_is_told_and_not_held() -> Result<(), SourceError> {
    let Some(before) = peak() else {
        eprintln!("skipped: this system does not tell the memory of a process");
        return Ok(());
    };
    let lines = format!("{GOOD}\n");
    let again = format!("\n{}\n", GOOD.replace("D1", "D2"));
    let array = (format!("[{GOOD}, \""), format!("\", {}]", GOOD.replace("D1", "D2")));
    let rows = (format!("{HEAD}{ROW}"), format!("\n{}", ROW.replace("D1", "D2")));
    for read in [
        jsonl::records::<Deployment>(around(&lines, LONG, &again), "deployments.jsonl")?,
        json::records::<Deployment>(around(&array.0, SHORTER, &array.1), "deployments.json")?,
        csv::records::<Deployment>(around(&rows.0, SHORTER, &rows.1), "deployments.csv")?,
    ] {
        let ids: Vec<&str> = read.value.iter().map(|it| it.id.as_str()).collect();
        assert_eq!((ids, read.rejected()), (vec!["D1", "D2"], 1), "{:?}", read.rejects);
        let said = read.rejects.first().unwrap().to_string();
        assert!(said.contains("too long") && said.len() < 300, "{said}");
    }
    let more = peak().unwrap() - before;
    assert!(more < 32, "{more} MiB more were held");
    Ok(())
}
