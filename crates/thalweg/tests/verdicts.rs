//! Organisations in plain records, from the folder to the verdict (playbook.md section 3).
//!
//! Each folder of `testdata/playbook/organisations` has its expected verdicts beside it; criteria that are not named there are not asked.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use thalweg::{Assessment, sources};

/// The committed ones, or those of a folder that was written for the occasion.
fn organisations() -> PathBuf {
    if let Some(written) = std::env::var_os("THALWEG_ORGANISATIONS") {
        return written.into();
    }
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/playbook/organisations")
}

fn expected(of: &Path) -> BTreeMap<String, String> {
    toml::from_str(&fs::read_to_string(of).unwrap()).unwrap()
}

fn wrong(folder: &Path, expected: &BTreeMap<String, String>) -> Vec<String> {
    let read = sources::organisation(folder).unwrap();
    let assessment = Assessment::of(&read).unwrap();
    let told = |id: &str| assessment.evaluation().get(id).unwrap_or_else(|| panic!("there is no {id}"));
    let verdict = |id: &str| serde_json::to_value(told(id).verdict).unwrap();
    let differs = expected.iter().filter(|(id, wanted)| verdict(id) != **wanted);
    let name = folder.file_name().unwrap().to_string_lossy();
    let tell = |(id, wanted): (&String, &String)| {
        format!("{name}: {id} should be {wanted}: {:?}, {}", told(id).verdict, told(id).because)
    };
    differs.map(tell).collect()
}

#[test]
fn every_organisation_gets_the_verdicts_that_were_worked_out_for_it() {
    let mut wrongs = Vec::new();
    let mut asked = 0;
    for entry in fs::read_dir(organisations()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "toml") {
            let expected = expected(&path);
            asked += expected.len();
            wrongs.extend(wrong(&path.with_extension(""), &expected));
        }
    }
    assert!(asked > 0);
    wrongs.sort();
    assert!(wrongs.is_empty(), "{}", wrongs.join("\n"));
}
