//! Answers as survey products export them (survey.md section 4).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::io::BufReader;
use std::path::PathBuf;

use thalweg_model::answer::{Absence, Answer, Answers};
use thalweg_model::{ItemId, Loaded, WaveId};
use thalweg_sources::SourceError;
use thalweg_sources::survey::{self, Imported, Mapping, RespondentKey};

fn key() -> RespondentKey {
    RespondentKey::new(*b"0123456789abcdef")
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/survey").join(name)
}

type Reader =
    fn(BufReader<fs::File>, &str, &Mapping, &RespondentKey) -> Result<Loaded<Imported>, SourceError>;

fn import(read: Reader, file: &str, mapping: Option<&str>) -> (Imported, String) {
    let mapping = mapping.map_or_else(Mapping::default, |name| {
        Mapping::from_toml(&fs::read_to_string(path(name)).unwrap(), name).unwrap()
    });
    let loaded = read(BufReader::new(fs::File::open(path(file)).unwrap()), file, &mapping, &key()).unwrap();
    let said = loaded.rejects.iter().map(|reject| format!("{reject}\n")).collect();
    (loaded.value, said)
}

/// What a person answered to an item; `None` without a sheet or without the item in it.
fn answer(answers: &Answers, person: &str, item: &str) -> Option<Answer> {
    let respondent = key().respondent(person);
    let sheet =
        answers.of_wave(&WaveId::new("2026-q3").unwrap()).find(|sheet| sheet.respondent == respondent)?;
    sheet.answers.get(&ItemId::new(item).unwrap()).copied()
}

fn absent(absence: Absence) -> Option<Answer> {
    Some(Answer::Absent(absence))
}

fn point(value: i32) -> Option<Answer> {
    Some(Answer::Value(value))
}

#[test]
fn google_forms() {
    let (read, said) = import(survey::google_forms, "google_forms.csv", Some("google_forms.toml"));
    assert!(answer(&read.answers, "ada@example.org", "time_for_trying") == point(5));
    assert!(answer(&read.answers, "ben@example.org", "manager_backs") == absent(Absence::DontKnow));
    assert!(answer(&read.answers, "cyd@example.org", "manager_backs").is_none());
    assert_eq!(read.sheets, 3);
    insta::assert_snapshot!(said);
}

#[test]
fn qualtrics() {
    let (read, said) = import(survey::qualtrics, "qualtrics.csv", Some("qualtrics.toml"));
    assert!(answer(&read.answers, "R_2aBcDeFgHiJkLm1", "safer_quiet") == point(1));
    assert!(answer(&read.answers, "R_2aBcDeFgHiJkLm3", "visible_action") == absent(Absence::PreferNotToSay));
    assert!(answer(&read.answers, "R_2aBcDeFgHiJkLm3", "safer_quiet") == absent(Absence::Skipped));
    assert_eq!((read.sheets, read.previews, read.unfinished), (2, 1, 1));
    insta::assert_snapshot!(said);
}

#[test]
fn limesurvey() {
    let (read, said) = import(survey::limesurvey, "limesurvey.csv", Some("limesurvey.toml"));
    assert!(answer(&read.answers, "k3Jd82hsLq", "trust") == point(5));
    assert!(answer(&read.answers, "w2Qa55ggUz", "autonomy") == absent(Absence::NotAsked));
    assert_eq!((read.sheets, read.unfinished), (2, 1));
    insta::assert_snapshot!(said);
}

#[test]
fn surveyjs() {
    let (read, said) = import(survey::surveyjs, "surveyjs.json", Some("surveyjs.toml"));
    assert!(answer(&read.answers, "r-1", "trust") == point(6));
    assert!(answer(&read.answers, "r-1", "autonomy") == point(7));
    assert_eq!(read.sheets, 2);
    insta::assert_snapshot!(said);
}

#[test]
fn wide() {
    let (read, said) = import(survey::wide, "wide.csv", None);
    assert!(answer(&read.answers, "r-1", "trust") == point(6));
    assert!(answer(&read.answers, "r-2", "autonomy") == point(7));
    assert!(
        answer(&read.answers, "r-5", "autonomy") == point(5)
            && answer(&read.answers, "r-5", "trust").is_none()
    );
    assert_eq!(read.sheets, 3);
    insta::assert_snapshot!(said);
}

#[test]
fn no_message_tells_who_answered_or_what() {
    let files: [(Reader, &str, Option<&str>); 5] = [
        (survey::google_forms, "google_forms.csv", Some("google_forms.toml")),
        (survey::qualtrics, "qualtrics.csv", Some("qualtrics.toml")),
        (survey::limesurvey, "limesurvey.csv", Some("limesurvey.toml")),
        (survey::surveyjs, "surveyjs.json", Some("surveyjs.toml")),
        (survey::wide, "wide.csv", None),
    ];
    for (read, file, mapping) in files {
        let (read, said) = import(read, file, mapping);
        let shown = format!("{said}{read:?}");
        for secret in
            ["@example", "Ada", "Somewhat", "often", "192.0.2", "A9", "R_2", "k3Jd", "52.52", "thanks"]
        {
            assert!(!shown.contains(secret), "{file} tells {secret}: {shown}");
        }
    }
}

#[test]
fn all_problems_of_a_mapping_are_told_at_once() {
    let text = r#"
        wave = "Wave"
        wave_id = "2026-q3"
        group_path = "org//payments"
        [items]
        "Email" = "trust"
        "Q1" = "trust"
        "Q2" = "trust"
        [labels]
        "Agree" = 4
        "agree " = 5
        "Perhaps" = "maybe"
        [labels_of.autonomy]
        "Always" = 7
    "#;
    insta::assert_snapshot!(Mapping::from_toml(text, "answers_wide.toml").unwrap_err());
    insta::assert_snapshot!(Mapping::from_toml("[lables]\na = 1", "m.toml").unwrap_err());
    insta::assert_snapshot!(Mapping::from_toml("group = 3", "m.toml").unwrap_err());
}

#[test]
fn headings_that_do_not_fit_are_told_once_and_nothing_is_taken() {
    let read = |text: &str, mapping: &Mapping| {
        let loaded = survey::wide(text.as_bytes(), "w.csv", mapping, &key()).unwrap();
        let said: String = loaded.rejects.iter().map(|reject| format!("{reject}\n")).collect();
        (loaded.value.sheets, said)
    };
    let (sheets, said) = read("person,wave,trust,trust\nr-1,q3,1,2\n", &Mapping::default());
    assert_eq!(sheets, 0);
    insta::assert_snapshot!(said);
    let loaded =
        survey::qualtrics("Q1,team\n5,org/a\n".as_bytes(), "q.csv", &Mapping::default(), &key()).unwrap();
    insta::assert_snapshot!(loaded.rejects[0]);
}
