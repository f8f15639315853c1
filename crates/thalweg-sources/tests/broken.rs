//! What is said of broken input, golden; good records stay, and nothing panics.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use thalweg_model::{Deployment, Loaded, RecordKind, Service, Team};
use thalweg_sources::{Organisation, SourceError, csv, json, jsonl, organisation, toml};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/broken")
}

/// What was read, and what was said.
fn told(loaded: &Loaded<Organisation>) -> String {
    let mut text = String::new();
    let all = &loaded.value;
    writeln!(
        text,
        "deployments {}, changes {}, incidents {}",
        all.events.deployments(),
        all.events.changes(),
        all.events.incidents()
    )
    .unwrap();
    for (kind, count) in all.records.counts() {
        writeln!(text, "{kind} {count}").unwrap();
    }
    for file in &all.files {
        writeln!(text, "{}: {} taken, {} refused", file.name, file.taken, file.refused).unwrap();
    }
    text.push('\n');
    for reject in &loaded.rejects {
        writeln!(text, "{reject}").unwrap();
    }
    text
}

#[test]
fn every_broken_folder_is_told_as_it_is_written_down() {
    let mut cases: Vec<PathBuf> =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    assert!(cases.len() > 20);
    for case in cases {
        let name = case.file_name().unwrap().to_str().unwrap().to_owned();
        let text = match organisation(&case) {
            Ok(loaded) => told(&loaded),
            Err(error) => format!("{error}\n").replace(folder().to_str().unwrap(), "testdata/broken"),
        };
        insta::assert_snapshot!(name, text);
    }
}

#[test]
fn paths_that_are_no_folder_are_told() {
    assert!(matches!(organisation(&folder().join("absent")), Err(SourceError::NoFolder { .. })));
    assert!(matches!(organisation(&folder().join("README.md")), Err(SourceError::NotAFolder { .. })));
}

/// So many bytes of one letter, then an end.
struct Endless {
    left: u64,
    end: &'static [u8],
    chunk: Vec<u8>,
}

impl Endless {
    fn new(left: u64, end: &'static [u8]) -> BufReader<Self> {
        BufReader::with_capacity(1 << 16, Self { left, end, chunk: vec![b'x'; 1 << 16] })
    }
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return self.end.read(buffer);
        }
        let size = buffer.len().min(self.chunk.len()).min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let (to, from) = (buffer.get_mut(..size).unwrap(), self.chunk.get(..size).unwrap());
        to.copy_from_slice(from);
        self.left -= size as u64;
        Ok(size)
    }
}

/// A record of `bytes` bytes between two that are good, in every format; all but TOML go on behind it.
fn long_record(bytes: u64) {
    let good = b"{\"id\":\"a\"}\n".as_slice();
    let lines = good.chain(Endless::new(bytes, b"")).chain(b"\n{\"id\":\"b\"}\n".as_slice());
    let loaded = jsonl::records::<Team>(lines, "t.jsonl").unwrap();
    assert_eq!((loaded.value.len(), loaded.rejects.len()), (2, 1));
    let reason = format!("t.jsonl:2: a line of {} bytes is too long: at most 1048576 are read", bytes + 1);
    assert!(
        loaded.rejects.iter().all(|reject| reject.to_string().starts_with(&reason)),
        "{:?}",
        loaded.rejects
    );

    let array = b"[{\"id\":\"a\"},{\"id\":\""
        .as_slice()
        .chain(Endless::new(bytes, b""))
        .chain(b"\"},{\"id\":\"b\"}]".as_slice());
    let loaded = json::records::<Team>(array, "t.json").unwrap();
    assert_eq!((loaded.value.len(), loaded.rejects.len()), (2, 1));

    let rows =
        b"id,name\na,A\nc,\"".as_slice().chain(Endless::new(bytes, b"")).chain(b"\"\nb,B\n".as_slice());
    let loaded = csv::records::<Team>(rows, "t.csv").unwrap();
    assert_eq!((loaded.value.len(), loaded.rejects.len()), (2, 1));

    let table = b"[[teams]]\nid = \"a\"\n# ".as_slice().chain(Endless::new(bytes, b""));
    let loaded = toml::records::<Team>(table, "t.toml").unwrap();
    assert_eq!((loaded.value.len(), loaded.rejects.len()), (0, 1));
}

#[test]
fn a_long_line_is_passed_over_and_the_rest_is_read() {
    long_record(20 << 20);
}

/// Not timed; the peak of memory is to be looked at from outside: `/usr/bin/time -v`.
#[test]
#[ignore = "passes over 10 GB in each format"]
fn ten_gigabytes_of_one_line() {
    long_record(10_000_000_000);
}

#[test]
fn rejects_are_capped_and_counted() {
    let rubbish = "rubbish\n".repeat(30_000);
    let loaded = jsonl::records::<Deployment>(rubbish.as_bytes(), "d.jsonl").unwrap();
    assert_eq!((loaded.rejects.len(), loaded.rejected()), (thalweg_model::MAX_REJECTS, 30_000));
}

/// Fails after what it has given.
struct Failing;

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is gone"))
    }
}

#[test]
fn a_reader_that_fails_is_an_error() {
    let reader = || BufReader::new(b"{\"id\":\"a\"}\n".as_slice().chain(Failing));
    let failed = jsonl::records::<Service>(reader(), "s.jsonl").unwrap_err();
    assert_eq!(failed.to_string(), "cannot read `s.jsonl`: the disk is gone");
    let rows = BufReader::new(b"id\na\n".as_slice().chain(Failing));
    assert!(csv::records::<Service>(rows, "s.csv").is_err());
    assert!(toml::records::<Service>(reader(), "s.toml").is_err());
}

#[test]
fn a_byte_order_mark_does_not_matter_and_neither_do_windows_line_ends() {
    let marked = "\u{feff}{\"id\":\"a\"}\r\n\r\n{\"id\":\"b\"}\r\n";
    let loaded = jsonl::records::<Team>(marked.as_bytes(), "t.jsonl").unwrap();
    assert_eq!((loaded.value.len(), loaded.rejects.len()), (2, 0));
    let rows = "\u{feff}id,name\r\na,A\r\n";
    assert_eq!(csv::records::<Team>(rows.as_bytes(), "t.csv").unwrap().value.len(), 1);
}

#[test]
fn what_is_not_recorded_is_told_from_what_did_not_happen() {
    let all = organisation(&folder().join("timestamps")).unwrap().value;
    assert!(all.events.records(RecordKind::Incidents) && !all.events.records(RecordKind::Changes));
}

#[test]
fn bufread_of_any_chunk_size_reads_the_same() {
    let text = fs::read(folder().join("odd-csv/teams.csv")).unwrap();
    let whole = csv::records::<Team>(text.as_slice(), "t").unwrap();
    for size in 1..40 {
        let reader: Box<dyn BufRead> = Box::new(BufReader::with_capacity(size, text.as_slice()));
        assert_eq!(csv::records::<Team>(reader, "t").unwrap(), whole, "in chunks of {size}");
    }
}
