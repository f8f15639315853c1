//! The example organisation, read whole.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::path::Path;

use thalweg_model::{RecordKind, Tz};

#[test]
fn the_example_organisation_reads_without_a_single_reject() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/organisation");
    let loaded = thalweg_sources::organisation(&folder).unwrap();
    let said: Vec<String> = loaded.rejects.iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "{said:#?}");
    let all = loaded.value;
    assert_eq!((all.name.as_str(), all.zone), ("Example organisation", Tz::Europe__Berlin));
    assert_eq!(all.as_of.unwrap().to_string(), "2026-10-08T22:00:00Z");
    assert_eq!(all.production, ["production"]);
    assert!(all.codeowners.is_some());
    for file in all.files {
        let text = std::fs::read_to_string(folder.join(&file.name)).unwrap();
        let header = usize::from(file.kind == Some(RecordKind::Answers));
        assert_eq!(file.taken, (text.lines().count() - header) as u64, "{}", file.name);
    }
    assert_eq!(all.answers.waves().count(), all.records.survey_waves.len());
}

#[test]
fn a_form_reads_back_under_any_name_and_as_of_follows_from_what_is_complete() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/forms");
    let loaded = thalweg_sources::organisation(&folder).unwrap();
    let said: Vec<String> = loaded.rejects.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "flow_review_march.toml:18: field `improvments`: only tables `[[improvements]]`, `[[meetings]]` stand in this file (record refused)",
            "okr_sheet.toml: no record stands in it: tables are named as their kinds, such as `[[meetings]]`",
            "the folder: no `as_of` is given: 2026-04-01T00:00:00Z is taken, the end of what is complete, or the last event, commit or release",
        ]
    );
    let records = loaded.value.records;
    assert_eq!((records.meetings.len(), records.improvements.len()), (1, 1));
    assert_eq!(records.meetings[0].actions.len(), 1);
}
