//! What is wrong in a folder is told with its place, what is right stays, and a review is written all the same.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

use std::path::{Path, PathBuf};

use thalweg::model::Loaded;
use thalweg::sources::{self, Organisation, SourceError};
use thalweg::{Assessment, AssessmentError};

const GOOD: &str = r#"{"id":"D1","service":"api","environment":"production","finished_at":"2026-03-03T09:30:00Z","reached_production":true}"#;

/// A folder of its own with these files, and an instant as of which they tell.
fn folder(name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bad-input").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("sources.toml"), "as_of = \"2026-04-02T00:00:00Z\"\n").unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    folder
}

/// What is told of the files; a review can be written of the rest.
fn told(name: &str, files: &[(&str, &[u8])]) -> (Loaded<Organisation>, Vec<String>) {
    let read = sources::organisation(&folder(name, files)).unwrap();
    let html = Assessment::of(&read).unwrap().flow_review().to_html().unwrap();
    let said: Vec<String> = read.rejects.iter().map(ToString::to_string).collect();
    for it in &read.rejects {
        // The review tells it too.
        let start = it.reason.split(['`', '"', '\'', '&', '<']).next().unwrap();
        assert!(html.contains(start), "{name}: {start}");
    }
    (read, said)
}

/// A good record before a bad one: the bad one is told at line 2 with these words, and the good one stays.
fn second(name: &str, bad: &[u8], words: &[&str]) {
    let bytes = [GOOD.as_bytes(), b"\n", bad, b"\n"].concat();
    let (read, said) = told(name, &[("deployments.jsonl", &bytes)]);
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(said[0].starts_with("deployments.jsonl:2: "), "{}", said[0]);
    words.iter().for_each(|it| assert!(said[0].contains(it), "{name}: {} does not say {it}", said[0]));
    assert_eq!(read.value.events.deployments(), 1, "{name}");
}

#[test]
fn nothing_that_can_be_read_is_an_error_with_its_path() {
    let nowhere = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nowhere");
    let missing = sources::organisation(&nowhere).unwrap_err();
    assert!(matches!(missing, SourceError::NoFolder { .. }));
    assert!(missing.to_string().contains(&nowhere.display().to_string()));
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    assert!(matches!(sources::organisation(&here).unwrap_err(), SourceError::NotAFolder { .. }));
    let empty = folder("no-files", &[]);
    std::fs::remove_file(empty.join("sources.toml")).unwrap();
    let nothing = sources::organisation(&empty).unwrap_err();
    assert!(nothing.to_string().contains("deployments.jsonl"), "it says what would be known: {nothing}");
}

#[test]
fn without_any_instant_there_is_no_review() {
    let folder = folder("no-instant", &[("teams.jsonl", br#"{"id":"payments"}"#)]);
    std::fs::remove_file(folder.join("sources.toml")).unwrap();
    let read = sources::organisation(&folder).unwrap();
    assert!(matches!(Assessment::of(&read).unwrap_err(), AssessmentError::NoInstant));
}

#[test]
fn an_empty_file_holds_no_record_and_is_told() {
    let (read, said) = told("empty", &[("deployments.jsonl", b"")]);
    assert_eq!(said, ["deployments.jsonl: the file is empty, so it holds no record"]);
    assert_eq!(read.value.events.deployments(), 0);
}

#[test]
fn text_of_two_bytes_a_letter_is_refused_whole_and_others_line_by_line() {
    let wide: Vec<u8> = GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, mark) in [("utf-16", &b"\xFF\xFE"[..]), ("utf-16-unmarked", b"")] {
        let (_, said) = told(name, &[("deployments.jsonl", &[mark, &wide].concat())]);
        assert!(said[0].starts_with("deployments.jsonl: ") && said[0].contains("UTF-16"), "{said:?}");
    }
    let latin = [&GOOD.as_bytes()[..7], b"caf\xE9", &GOOD.as_bytes()[9..]].concat();
    second("latin-1", &latin, &["byte 11 (0xE9) is no UTF-8", "save the file as UTF-8"]);
    second("invalid-utf-8", b"\xC3\x28", &["byte 1 (0xC3) is no UTF-8"]);
}

#[test]
fn a_record_that_is_cut_off_is_told() {
    second("truncated", &GOOD.as_bytes()[..40], &["cut off after 40 bytes"]);
}

#[test]
fn a_wrong_type_is_told_with_field_and_what_would_be_right() {
    let bad = GOOD.replace("D1", "D2").replace("true", "\"yes\"");
    second(
        "wrong-type",
        bad.as_bytes(),
        &["deployment `D2`", "field `reached_production`", "`true` or `false`"],
    );
}

#[test]
fn a_timestamp_without_offset_is_told_and_never_guessed() {
    let bad = GOOD.replace("09:30:00Z", "09:30:00");
    second("no-offset", bad.as_bytes(), &["field `finished_at`", "has no offset", "`+01:00`"]);
}

#[test]
fn an_unknown_field_is_told_with_the_nearest_name() {
    let bad = GOOD.replace("environment", "enviroment");
    second("unknown-field", bad.as_bytes(), &["field `enviroment`", "did you mean `environment`?"]);
}

#[test]
fn two_records_of_one_id_that_differ_are_both_refused_and_name_each_other() {
    let (one, other) = (GOOD, GOOD.replace("09:30", "10:30"));
    let text = format!("{one}\n{other}\n{}\n", GOOD.replace("D1", "D2"));
    let (read, said) = told("duplicate", &[("deployments.jsonl", text.as_bytes())]);
    assert_eq!(said.len(), 2, "{said:#?}");
    assert!(said.iter().all(|it| it.contains("says something else") && it.contains("deployments.jsonl:2")));
    assert_eq!(read.value.events.deployments(), 1);
}

#[test]
fn an_incident_of_an_unknown_deployment_is_kept_without_it() {
    let incident = br#"{"id":"I1","caused_by":["D9"],"impact_started_at":"2026-03-03T10:00:00Z","user_impacting":true,"immediate_intervention":true}"#;
    let files: [(&str, &[u8]); 2] = [("deployments.jsonl", GOOD.as_bytes()), ("incidents.jsonl", incident)];
    let (read, said) = told("unknown-deployment", &files);
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(said[0].starts_with("incidents.jsonl:1: incident `I1`: field `caused_by`: deployment `D9`"));
    assert_eq!((read.value.events.deployments(), read.value.events.incidents()), (1, 1));
}

#[test]
fn a_deployment_before_its_change_gives_no_lead_time_and_is_told() {
    let deployment = GOOD.replace('}', r#","changes":["C1"]}"#);
    let change = br#"{"id":"C1","committed_at":"2026-03-04T10:00:00Z"}"#;
    let files: [(&str, &[u8]); 2] = [("deployments.jsonl", deployment.as_bytes()), ("changes.jsonl", change)];
    let (read, said) = told("before-its-change", &files);
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(said[0].starts_with("changes.jsonl:1: change `C1`: field `committed_at`"));
    assert_eq!((read.value.events.deployments(), read.value.events.changes()), (1, 1));
}
