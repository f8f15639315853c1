//! A small loader for records as JSON Lines, and the evidence that tests judge.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "each test uses a part of it"
)]

pub mod generate;

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use thalweg_model::record::RecordKind;
use thalweg_model::{
    Basis, Completeness, Entity, Evidence, Finding, Gap, Instant, Interval, Method, MetricId, NaiveDate,
    PersonId, Quantity, Reading, Records, Sources, TeamId, Tz, Unit, Window, midnight,
};
use thalweg_playbook::{Evaluation, Playbook, Verdict};

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

/// The folder of the two hand-written quarters.
pub fn quarters() -> PathBuf {
    workspace().join("testdata/playbook/quarters")
}

/// The second quarter of 2026 in Berlin.
pub fn second() -> Window {
    Window::quarter(2026, 2, 1, Tz::Europe__Berlin).unwrap()
}

/// The readings of the hand-written quarters.
pub fn readings() -> Vec<Finding> {
    let text = std::fs::read_to_string(quarters().join("readings.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    table["reading"].as_array().unwrap().iter().map(finding).collect()
}

fn finding(it: &toml::Value) -> Finding {
    let text = |key: &str| it[key].as_str().unwrap();
    let number = |key: &str| it.get(key).and_then(toml::Value::as_float);
    let window = span(text("first"), text("last"));
    let basis = Basis::of(it.get("n").and_then(toml::Value::as_integer).unwrap_or(0).unsigned_abs());
    let reading = match it.get("gap").and_then(toml::Value::as_str) {
        Some("withheld") => Reading::withheld(),
        Some("undefined") => Reading::unknown(Gap::Undefined, basis),
        Some(_) => Reading::unknown(Gap::InsufficientData { have: 1, need: 8 }, basis),
        None => {
            let unit = it["unit"].clone().try_into::<Unit>().unwrap();
            let value = Quantity::new(number("value").unwrap(), unit).unwrap();
            let ends = number("lower").zip(number("upper"));
            let interval = ends.map(|(lower, upper)| Interval::new(lower, upper, 0.95, Method::Newcombe));
            Reading::estimated(value, interval, basis)
        }
    };
    let entity = entity(text("entity"));
    Finding { metric: MetricId::new(text("metric")).unwrap(), entity, window, reading }
}

/// The window from the first to the last day in Berlin.
pub fn span(first: &str, last: &str) -> Window {
    let zone = Tz::Europe__Berlin;
    let after = day(last).succ_opt().unwrap();
    Window::between(midnight(day(first), zone).unwrap(), midnight(after, zone).unwrap(), zone).unwrap()
}

fn entity(text: &str) -> Entity {
    match text.split_once(':') {
        Some(("span", id)) => Entity::Span(PersonId::new(id).unwrap()),
        Some(("team", id)) => Entity::Team(TeamId::new(id).unwrap()),
        _ => Entity::Organisation,
    }
}

/// A case that a test changes before it is judged: at first the second quarter, in which everything that applies is met.
#[derive(Clone)]
pub struct Case {
    pub records: Records,
    pub sources: Sources,
    pub readings: Vec<Finding>,
    pub period: Window,
    pub as_of: Instant,
}

impl Case {
    pub fn good() -> Self {
        let period = second();
        Self {
            records: records(&quarters()),
            sources: complete("2026-01-01", "2026-09-30"),
            readings: readings(),
            period,
            as_of: period.end(),
        }
    }

    pub fn third() -> Self {
        let period = quarter();
        Self { period, as_of: period.end(), ..Self::good() }
    }

    pub fn evidence(&self) -> Evidence {
        let evidence =
            Evidence::new(self.period, self.as_of).with_records(self.records.clone(), self.sources.clone());
        self.readings.iter().fold(evidence, |evidence, it| {
            evidence.with(it.entity.clone(), &it.metric, it.window, it.reading.clone())
        })
    }

    pub fn evaluate(&self) -> Evaluation {
        Playbook::leadership_for_flow().evaluate(&self.evidence())
    }

    pub fn verdict(&self, id: &str) -> Verdict {
        self.evaluate().get(id).unwrap_or_else(|| panic!("no {id}")).verdict
    }

    /// Without saying that a kind is complete.
    pub fn without_log(mut self, kind: RecordKind) -> Self {
        self.sources = complete_but("2026-01-01", "2026-09-30", &[kind]);
        self
    }

    pub fn changed(mut self, change: impl FnOnce(&mut Records)) -> Self {
        change(&mut self.records);
        self
    }
}

/// A record from JSON.
pub fn record<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_else(|it| panic!("{it}: {json}"))
}
