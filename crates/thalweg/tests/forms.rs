//! playbook.md section 5: every form is written, filled in, and read back as records of its kind.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::path::{Path, PathBuf};

use thalweg::model::{Evidence, Tz, Window};
use thalweg::review::Asset;
use thalweg::{Assessment, catalog, sources};

/// The form with every line filled in as its example shows: a line that starts with `#` and no blank is a field.
fn filled_in(form: &str) -> String {
    let line = |line: &str| match line.strip_prefix('#') {
        Some(field) if !field.is_empty() && !field.starts_with(' ') => format!("{field}\n"),
        _ => format!("{line}\n"),
    };
    form.lines().map(line).collect()
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("forms").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// How many records of its kind a filled-in form gives.
fn read_back(asset: Asset, form: &str, name: &str) -> usize {
    let folder = folder(name);
    std::fs::write(folder.join("sources.toml"), "as_of = \"2026-12-31T00:00:00Z\"\n").unwrap();
    std::fs::write(folder.join(format!("{}.toml", asset.reads_back())), filled_in(form)).unwrap();
    let read = sources::organisation(&folder).unwrap();
    let refused: Vec<String> = read.rejects.iter().map(ToString::to_string).collect();
    assert!(refused.is_empty(), "{name}: {refused:#?}\n{}", filled_in(form));
    read.value.records.counts().get(&asset.reads_back()).copied().unwrap_or(0)
}

#[test]
fn a_blank_form_filled_in_reads_back() {
    let month = Window::month(2026, 9, Tz::UTC).unwrap();
    for asset in Asset::ALL {
        let form = asset.blank(&month, &catalog()).unwrap();
        assert!(read_back(*asset, &form, &format!("blank-{}", asset.name())) > 0, "{}", asset.name());
    }
}

#[test]
fn a_form_with_what_is_known_filled_in_reads_back() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/organisation");
    let read = sources::organisation(&example).unwrap();
    let assessment = Assessment::of(&read).unwrap();
    for asset in Asset::ALL {
        let form = assessment.form(*asset).unwrap();
        assert!(read_back(*asset, &form, &format!("known-{}", asset.name())) > 0, "{}", asset.name());
    }
}

#[test]
fn a_form_that_nobody_filled_in_is_no_record() {
    let month = Window::month(2026, 9, Tz::UTC).unwrap();
    let form =
        Asset::ExperimentCard.prefilled(&month, &Evidence::new(month, month.end()), &catalog()).unwrap();
    let folder = folder("untouched");
    std::fs::write(folder.join("experiments.toml"), form).unwrap();
    let read = sources::organisation(&folder).unwrap();
    assert!(read.value.records.experiments.is_empty());
}
