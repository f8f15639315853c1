//! A small loader for records as JSON Lines, and the evidence that tests judge.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use thalweg_model::record::RecordKind;
use thalweg_model::{Completeness, Evidence, Instant, NaiveDate, Records, Sources, Tz, Window};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

/// The third quarter of 2026 in Berlin: from 2026-06-30T22:00Z to 2026-09-30T22:00Z.
pub fn quarter() -> Window {
    Window::quarter(2026, 3, 1, Tz::Europe__Berlin).unwrap()
}

fn lines<T: DeserializeOwned>(folder: &Path, kind: &str) -> Vec<T> {
    let Ok(text) = std::fs::read_to_string(folder.join(format!("{kind}.jsonl"))) else { return Vec::new() };
    let line = |line: &str| serde_json::from_str(line).unwrap_or_else(|it| panic!("{kind}: {it}: {line}"));
    text.lines().filter(|it| !it.trim().is_empty()).map(line).collect()
}

macro_rules! read {
    ($folder:expr, $($field:ident),*) => { Records { $($field: lines($folder, stringify!($field)),)* } };
}

/// The records of a folder of JSON Lines.
pub fn records(folder: &Path) -> Records {
    read!(
        folder,
        people,
        teams,
        services,
        ownership,
        escalation_paths,
        survey_waves,
        service_levels,
        meetings,
        recurrence_rules,
        dashboard_views,
        objectives,
        key_results,
        capacity,
        investments,
        experiments,
        post_incident_reviews,
        post_incident_actions,
        highlights,
        sharing_events,
        coaching,
        narrative_briefs,
        manager_resources,
        change_approvals,
        leadership_decisions,
        blockers,
        escalations,
        improvements,
        value_stream_maps,
        work_items,
        metric_status,
        exemptions
    )
}

/// Every kind complete from one day to another.
pub fn complete(from: &str, to: &str) -> Sources {
    complete_but(from, to, &[])
}

/// Every kind but some complete from one day to another.
pub fn complete_but(from: &str, to: &str, without: &[RecordKind]) -> Sources {
    let kinds = RecordKind::ALL.iter().filter(|it| !without.contains(it));
    let stretch =
        |kind: &RecordKind| Completeness { kind: *kind, complete_from: day(from), complete_to: day(to) };
    Sources::new(kinds.map(stretch))
}

/// The example organisation, or nothing where it is not there.
pub fn example() -> Option<Evidence> {
    let folder = workspace().join("testdata/organisation");
    let sources = std::fs::read_to_string(folder.join("sources.toml")).ok()?;
    let sources: toml::Table = sources.parse().unwrap();
    let complete = sources["complete"].as_array().unwrap().iter();
    let stretches = complete.map(|it| it.clone().try_into::<Completeness>().unwrap());
    let as_of = instant(sources["as_of"].as_str().unwrap());
    Some(Evidence::new(quarter(), as_of).with_records(records(&folder), Sources::new(stretches)))
}

pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
