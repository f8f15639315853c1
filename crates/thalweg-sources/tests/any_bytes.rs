//! Arbitrary bytes never panic, and good records stay whatever stands between them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;
use thalweg_model::record::{Meeting, ServiceLevel, SurveyWave, ValueStreamMap};
use thalweg_model::{Deployment, Incident, Team};
use thalweg_sources::survey::{self, Mapping, RespondentKey};
use thalweg_sources::{Readable, csv, json, jsonl, toml};

/// Bytes that look more or less like one of the formats.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => "[ -~]{0,12}".prop_map(String::into_bytes),
        2 => proptest::collection::vec(any::<u8>(), 0..8),
        4 => proptest::sample::select(vec![
            "\n", "\r\n", "{", "}", "[", "]", "\"", ",", ";", ":", "\t", "id", "\"id\"", "\"id\":\"a\"", "{\"id\":\"a\"}", "null", "1e999", "\\u0000",
            "[[teams]]\n", "id = \"a\"\n", "respondent,item,value,wave,group\n", "BEGIN:VCALENDAR\n", "BEGIN:VEVENT\n", "END:VEVENT\n", "UID:a\n",
            "DTSTART:20260101\n", "RRULE:FREQ=DAILY\n", "\u{feff}", "é", "2026-03-01T08:00:00Z", "stages.opened", "wave", "group", "trust",
        ]).prop_map(|text| text.as_bytes().to_vec()),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn every_format<T: Readable>(bytes: &[u8]) {
    drop(jsonl::records::<T>(bytes, "a").unwrap());
    drop(json::records::<T>(bytes, "a").unwrap());
    drop(csv::records::<T>(bytes, "a").unwrap());
    drop(toml::records::<T>(bytes, "a").unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_panic(bytes in bytes()) {
        every_format::<Deployment>(&bytes);
        every_format::<Incident>(&bytes);
        every_format::<SurveyWave>(&bytes);
        every_format::<Meeting>(&bytes);
        every_format::<ServiceLevel>(&bytes);
        every_format::<ValueStreamMap>(&bytes);
        drop(jsonl::events(bytes.as_slice(), "a").unwrap());
    }

    #[test]
    fn no_bytes_panic_as_answers(bytes in bytes()) {
        let key = RespondentKey::new([0; 16]);
        let mapping = Mapping::default();
        drop(survey::tidy(bytes.as_slice(), "a", &key).unwrap());
        drop(survey::wide(bytes.as_slice(), "a", &mapping, &key).unwrap());
        drop(survey::google_forms(bytes.as_slice(), "a", &mapping, &key).unwrap());
        drop(survey::qualtrics(bytes.as_slice(), "a", &mapping, &key).unwrap());
        drop(survey::limesurvey(bytes.as_slice(), "a", &mapping, &key).unwrap());
        drop(survey::surveyjs(bytes.as_slice(), "a", &mapping, &key).unwrap());
        if let Ok(text) = std::str::from_utf8(&bytes) {
            Mapping::from_toml(text, "a").ok();
        }
    }

    #[test]
    fn good_lines_stay_between_any_others(lines in proptest::collection::vec(bytes(), 0..8)) {
        let mut text = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            text.extend(format!("{{\"id\":\"good-{number}\"}}\n").into_bytes());
            text.extend(line);
            text.push(b'\n');
        }
        let loaded = jsonl::records::<Team>(text.as_slice(), "a").unwrap();
        let kept = loaded.value.iter().filter(|team| team.id.as_str().starts_with("good-")).count();
        // Two bytes of another encoding at the very start would make it another file; here a brace stands there.
        prop_assert_eq!(kept, lines.len());
    }

    #[test]
    fn records_read_back_as_they_were_written(
        rows in proptest::collection::vec(("[a-z0-9-]{1,12}", proptest::option::of("[ -~é,\";]{0,20}")), 0..12)
    ) {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let named: Vec<(&String, Option<&str>)> =
            rows.iter().map(|(id, name)| (id, name.as_deref().map(str::trim).filter(|name| !name.is_empty()))).collect();
        let mut text = "id,name\n".to_owned();
        for (id, name) in &named {
            text += &format!("{},{}\n", quoted(id), quoted(name.unwrap_or_default()));
        }
        let read = csv::records::<Team>(text.as_bytes(), "a").unwrap();
        let found: Vec<(&str, Option<&str>)> = read.value.iter().map(|team| (team.id.as_str(), team.name.as_deref())).collect();
        let wanted: Vec<(&str, Option<&str>)> = named.iter().map(|(id, name)| (id.as_str(), *name)).collect();
        prop_assert_eq!(found, wanted);
        let lines: String = read.value.iter().map(|team| serde_json::to_string(team).unwrap() + "\n").collect();
        prop_assert_eq!(jsonl::records::<Team>(lines.as_bytes(), "a").unwrap().value, read.value);
    }
}

#[cfg(feature = "calendar")]
mod calendar {
    use super::*;
    use thalweg_model::record::{MeetingKind, RecurrenceRule};
    use thalweg_model::{NaiveDate, RecordId, Tz};
    use thalweg_sources::calendar;

    fn rule() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            proptest::sample::select(vec![
                "FREQ=DAILY",
                "FREQ=WEEKLY",
                "FREQ=MONTHLY",
                "FREQ=YEARLY",
                "FREQ=HOURLY",
                "WKST=SU"
            ])
            .prop_map(str::to_owned),
            (
                "BYDAY|BYMONTHDAY|BYYEARDAY|BYWEEKNO|BYMONTH|BYSETPOS|INTERVAL|COUNT|UNTIL|BYHOUR",
                "-?[0-9]{1,5}(MO|SU)?"
            )
                .prop_map(|(name, value)| format!("{name}={value}")),
            "[ -~]{0,10}",
        ];
        proptest::collection::vec(part, 1..5).prop_map(|parts| parts.join(";"))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_rule_panics_or_leaves_its_window(rule in rule(), start in 0_i64..400_000) {
            let first = NaiveDate::from_ymd_opt(1600, 1, 1).unwrap();
            let start = first.checked_add_signed(chrono::TimeDelta::days(start)).unwrap();
            let until = NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
            let record = RecurrenceRule {
                id: RecordId::new("r").unwrap(), kind: MeetingKind::Other, start, rule, zone: "Europe/Berlin".to_owned(),
                occurrences: Vec::new(), expanded_to: None,
            };
            if let Ok(expanded) = calendar::expand(&record, until) {
                prop_assert!(expanded.occurrences.iter().all(|day| *day >= start && *day <= until));
                prop_assert!(expanded.occurrences.windows(2).all(|pair| pair[0] < pair[1]));
            }
        }

        #[test]
        fn no_bytes_panic_as_a_calendar(bytes in bytes()) {
            drop(calendar::read(bytes.as_slice(), "a", Tz::UTC, "2026-06-15T00:00:00Z".parse().unwrap()).unwrap());
        }
    }
}
