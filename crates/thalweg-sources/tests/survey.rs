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

/// An export as text, with what it says.
fn import_text<'t>(
    read: impl Fn(&'t [u8], &str, &Mapping, &RespondentKey) -> Result<Loaded<Imported>, SourceError>,
    text: &'t str,
    mapping: &str,
) -> (Imported, String) {
    let mapping = Mapping::from_toml(mapping, "mapping.toml").unwrap();
    let loaded = read(text.as_bytes(), "export", &mapping, &key()).unwrap();
    let said = loaded.rejects.iter().map(|reject| format!("{reject}\n")).collect();
    (loaded.value, said)
}

/// A German form: its own columns and labels in German, a byte order mark, `\r\n`, and a semicolon between cells, as a spreadsheet
/// saves it again.
#[test]
fn google_forms_in_another_language() {
    let text = "\u{feff}\"Zeitstempel\";\"E-Mail-Adresse\";\"Vorname\";\"Team\";\"Wir lernen, \"\"statt zu strafen\"\".\"\r\n\
        \"14.09.2026 09:12:33\";\"ada@example.org\";\"Ada\";\"Zahlungen\";\"Stimme voll zu\"\r\n\
        \"14.09.2026 09:13:33\";\"ben@example.org\";\"Ben\";\"Zahlungen\";\"Weiß nicht\"\r\n\
        \"14.09.2026 09:14:33\";\"ada@example.org\";\"Ada\";\"Zahlungen\";\"Stimme nicht zu\"\r\n\r\n";
    let mapping = r#"
        respondent = "E-Mail-Adresse"
        wave_id = "2026-q3"
        group = "Team"
        [groups]
        "Zahlungen" = "org/payments"
        [items]
        "Wir lernen, \"statt zu strafen\"." = "learning"
        [labels]
        "Stimme voll zu" = 5
        "stimme nicht zu" = 1
        "Weiß nicht" = "dont_know"
    "#;
    let (read, said) = import_text(survey::google_forms, text, mapping);
    assert!(answer(&read.answers, "ada@example.org", "learning") == point(5), "{said}");
    assert!(answer(&read.answers, "ben@example.org", "learning") == absent(Absence::DontKnow));
    assert_eq!(read.sheets, 2);
    assert!(said.contains("twice in this wave, first on line 2") && said.contains("columns 3"), "{said}");
    assert!(!said.contains("Ada") && !said.contains("Zeitstempel"), "{said}");
}

/// Without a mapping of items, a column with data of persons in another language is no item either.
#[test]
fn no_column_of_persons_becomes_an_item() {
    let text = "respondent,wave,group,trust,Telefonnummer,PLZ\nr-1,2026-q3,org/a,4,12345,10115\n";
    let read = survey::wide(text.as_bytes(), "wide.csv", &Mapping::default(), &key()).unwrap();
    assert!(answer(&read.value.answers, "r-1", "trust") == point(4));
    assert!(answer(&read.value.answers, "r-1", "Telefonnummer").is_none());
}

/// Qualtrics with numbers for choices: status and completion are numbers too; rows end with `\r\n`.
#[test]
fn qualtrics_with_numeric_values() {
    let head = "StartDate,Status,Finished,ResponseId,RecipientEmail,Q_TotalDuration,Q1,team\r\n\
        Start Date,Response Type,Finished,Response ID,Recipient Email,Q_TotalDuration,\"We try,\r\nand learn\",Team\r\n\
        \"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"status\"\"}\",\"{\"\"ImportId\"\":\"\"finished\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\
        \"{\"\"ImportId\"\":\"\"recipientEmail\"\"}\",\"{\"\"ImportId\"\":\"\"Q_TotalDuration\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"team\"\"}\"\r\n";
    let rows = "2026-09-13 11:02:11,0,1,R_1,ada@example.org,20,6,org/a\r\n\
        2026-09-13 11:02:12,1,1,R_2,,20,6,org/a\r\n\
        2026-09-13 11:02:13,0,0,R_3,ben@example.org,20,6,org/a\r\n\
        2026-09-13 11:02:14,0,Falsch,R_4,,20,6,org/a\r\n\
        2026-09-13 11:02:15,0,1,R_1,,20,2,org/a\r\n";
    let text = format!("{head}{rows}");
    let mapping = "wave_id = \"2026-q3\"\ngroup = \"team\"\n[items]\nQ1 = \"learning\"\n";
    let (read, said) = import_text(survey::qualtrics, &text, mapping);
    assert!(answer(&read.answers, "R_1", "learning") == point(6), "{said}");
    assert_eq!((read.sheets, read.previews, read.unfinished), (1, 1, 2), "{said}");
    assert!(said.contains("twice in this wave") && !said.contains("example.org"), "{said}");
}

/// LimeSurvey with full texts and semicolons, in German: who did not hand in is left out there too.
#[test]
fn limesurvey_with_texts_in_another_language() {
    let text = "\"Antwort ID\";\"Datum Abgeschickt\";\"Letzte Seite\";\"IP-Adresse\";\"Einheit\";\"Klima [Wir vertrauen einander.]\"\r\n\
        \"1\";\"2026-09-14 08:12:09\";\"3\";\"192.0.2.17\";\"org/a\";\"Stimme zu\"\r\n\
        \"2\";\"\";\"1\";\"192.0.2.18\";\"org/a\";\"Stimme zu\"\r\n\
        \"3\";\"1980-01-01 00:00:00\";\"3\";\"192.0.2.19\";\"org/a\";\"Keine Antwort\"\r\n";
    let mapping = r#"
        respondent = "Antwort ID"
        wave_id = "2026-q3"
        group = "Einheit"
        [items]
        "Klima [Wir vertrauen einander.]" = "trust"
        [labels]
        "Stimme zu" = 4
        "Keine Antwort" = "skipped"
    "#;
    let (read, said) = import_text(survey::limesurvey, text, mapping);
    assert!(answer(&read.answers, "1", "trust") == point(4), "{said}");
    assert!(answer(&read.answers, "3", "trust") == absent(Absence::Skipped), "{said}");
    assert_eq!((read.sheets, read.unfinished), (2, 1), "{said}");
    assert!(!said.contains("192.0.2"), "{said}");
}
