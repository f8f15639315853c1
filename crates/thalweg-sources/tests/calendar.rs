//! Meetings of calendars, and the days that rules call.
#![cfg(feature = "calendar")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::fs;

use thalweg_model::record::{MeetingKind, RecurrenceRule};
use thalweg_model::{NaiveDate, RecordId, Tz};
use thalweg_sources::calendar::{expand, read};

fn data(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/calendar/");
    fs::read_to_string(folder.to_owned() + name).unwrap()
}

fn rule(text: &str, start: &str, zone: &str) -> RecurrenceRule {
    RecurrenceRule {
        id: RecordId::new("r").unwrap(),
        kind: MeetingKind::Other,
        start: start.parse().unwrap(),
        rule: text.to_owned(),
        zone: zone.to_owned(),
        occurrences: Vec::new(),
        expanded_to: None,
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn rules_call_the_days_that_dateutil_says() {
    let until = day("2027-12-31");
    for line in data("rules.txt").lines().filter(|line| !line.starts_with('#')) {
        let [text, start, count, days] = line.split(" | ").collect::<Vec<_>>().try_into().unwrap();
        let expanded = expand(&rule(text, start, "UTC"), until).unwrap();
        let all = &expanded.occurrences;
        let shown: Vec<String> = all.iter().take(3).chain(all.last()).map(ToString::to_string).collect();
        assert_eq!(
            (all.len().to_string(), shown.join(" ")),
            (count.to_owned(), days.trim().to_owned()),
            "{text} {start}"
        );
        assert_eq!(expanded.expanded_to, Some(until));
    }
}

#[test]
fn an_end_in_utc_is_a_local_day() {
    // 23:30 in UTC is the next day in Berlin, and still the same in New York.
    let last = |zone| {
        let expanded =
            expand(&rule("FREQ=DAILY;UNTIL=20260110T233000Z", "2026-01-01", zone), day("2026-02-01"))
                .unwrap();
        expanded.occurrences.last().unwrap().to_string()
    };
    assert_eq!(
        (last("Europe/Berlin"), last("America/New_York")),
        ("2026-01-11".to_owned(), "2026-01-10".to_owned())
    );
}

#[test]
fn absurd_rules_are_refused_or_end() {
    let said = |text: &str| {
        expand(&rule(text, "2026-01-01", "Europe/Berlin"), day("2026-12-31")).unwrap_err().to_string()
    };
    let all = [
        "FREQ=SECONDLY",
        "FREQ=HOURLY;INTERVAL=12",
        "FREQ=FORTNIGHTLY",
        "",
        "every month",
        "FREQ=MONTHLY;BYDAY=9MO",
        "FREQ=MONTHLY;BYMONTHDAY=40",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;INTERVAL=99999999",
    ];
    let told: String = all.map(|text| said(text) + "\n").concat();
    insta::assert_snapshot!(told);
    let never =
        expand(&rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01", "UTC"), day("2026-12-31")).unwrap();
    assert!(never.occurrences.is_empty());
    let long = expand(&rule("FREQ=DAILY", "1990-01-01", "UTC"), day("2026-12-31")).unwrap();
    assert_eq!((long.occurrences.len(), long.expanded_to), (10_000, Some(day("2017-05-18"))));
    let later = expand(&rule("FREQ=DAILY", "2030-01-01", "UTC"), day("2026-12-31")).unwrap();
    assert_eq!((later.occurrences.len(), later.expanded_to), (0, Some(day("2026-12-31"))));
}

#[test]
fn events_become_meetings_and_rules() {
    let as_of = "2026-06-15T00:00:00Z".parse().unwrap();
    let loaded = read(data("reviews.ics").as_bytes(), "reviews.ics", Tz::Europe__Berlin, as_of).unwrap();
    let mut told = String::new();
    for meeting in &loaded.value.meetings {
        told += &serde_json::to_string(meeting).unwrap();
        told.push('\n');
    }
    for rule in &loaded.value.rules {
        told += &serde_json::to_string(rule).unwrap();
        told.push('\n');
    }
    for reject in &loaded.rejects {
        told += &format!("{reject}\n");
    }
    insta::assert_snapshot!(told);
}

#[test]
fn what_is_no_calendar_is_said() {
    let as_of = "2026-06-15T00:00:00Z".parse().unwrap();
    let said = |text: &[u8]| read(text, "a.ics", Tz::UTC, as_of).unwrap().rejects[0].to_string();
    assert_eq!(
        said(b"rubbish"),
        "a.ics: this is no calendar: there is no `BEGIN:VCALENDAR` (record refused)"
    );
    assert!(said(b"").contains("the file is empty"));
    let deep = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}END:VEVENT\n", "BEGIN:X\n".repeat(100_000));
    assert!(said(deep.as_bytes()).contains("components stand too deep"));
}
