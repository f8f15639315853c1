//! The example organisation, read from `testdata/organisation`.
#![allow(dead_code, clippy::unwrap_used, reason = "each test uses some of it")]

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use thalweg_model::record::ServiceOwnership;
use thalweg_model::{Change, Deployment, Entity, EventLog, Incident, Instant, ServiceId, TeamId};

fn read<T: DeserializeOwned>(kind: &str) -> Vec<T> {
    let path = format!("{}/../../testdata/organisation/{kind}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub(crate) fn log() -> EventLog {
    EventLog::of_records(
        read::<Deployment>("deployments"),
        read::<Change>("changes"),
        read::<Incident>("incidents"),
    )
    .value
}

/// The team that answers for each service, all the time.
pub(crate) fn owners() -> BTreeMap<ServiceId, TeamId> {
    read::<ServiceOwnership>("ownership").into_iter().map(|it| (it.service, it.team)).collect()
}

pub(crate) fn as_of() -> Instant {
    "2026-10-08T22:00:00Z".parse().unwrap()
}

pub(crate) fn team(id: &str) -> Entity {
    Entity::Team(TeamId::new(id).unwrap())
}
