//! The example organisation, read whole.
#![allow(clippy::unwrap_used, reason = "tests")]

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
