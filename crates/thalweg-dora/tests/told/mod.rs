//! 200 random histories as the systems hold them, with what each preset shows (`tests/data/presets/presets.py`).

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use thalweg_dora::preset::{History, Push, Request, Run, RunResult, Ticket};
use thalweg_model::Instant;
use thalweg_model::record::Commit;

/// A history and what was expected of it.
#[derive(Deserialize)]
pub(crate) struct Case {
    history: Told,
    #[allow(dead_code, reason = "some tests only need the history")]
    pub(crate) answers: BTreeMap<String, Expected>,
}

impl Case {
    pub(crate) fn history(&self) -> History {
        history(&self.history)
    }

    pub(crate) fn as_of(&self) -> Instant {
        at(self.history.as_of)
    }
}

pub(crate) fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("../data/presets/histories.json")).unwrap()
}

/// Frequency with its word, lead time, fail rate, recovery.
pub(crate) type Expected = (Option<f64>, Option<String>, Option<f64>, Option<f64>, Option<f64>);

#[derive(Deserialize)]
struct Told {
    runs: Vec<ToldRun>,
    requests: Vec<ToldRequest>,
    tickets: Vec<ToldTicket>,
    pushes: Vec<ToldPush>,
    commits: BTreeMap<String, Vec<ToldCommit>>,
    as_of: i64,
}

#[derive(Deserialize)]
struct ToldRun {
    id: String,
    project: String,
    service: String,
    repository: String,
    environment: String,
    production: bool,
    result: String,
    started: i64,
    finished: i64,
    sha: String,
}

#[derive(Deserialize)]
struct ToldRequest {
    id: String,
    project: String,
    service: String,
    repository: String,
    first_authored: Option<i64>,
    opened: i64,
    first_comment: Option<i64>,
    approved: Option<i64>,
    merged: Option<i64>,
    merge_sha: Option<String>,
    reverts: Option<String>,
    deployment: Option<String>,
}

#[derive(Deserialize)]
struct ToldTicket {
    id: String,
    project: String,
    services: Vec<String>,
    created: i64,
    resolved: Option<i64>,
    deployment: Option<String>,
    commits: BTreeSet<String>,
}

#[derive(Deserialize)]
struct ToldPush {
    repository: String,
    head: String,
    commits: Vec<String>,
}

#[derive(Deserialize)]
struct ToldCommit {
    sha: String,
    parents: Vec<String>,
    committed: i64,
}

/// Seconds after 2026-03-01T00:00:00Z.
fn at(seconds: i64) -> Instant {
    Instant::from_seconds(1_772_323_200 + seconds).unwrap()
}

fn run(it: &ToldRun) -> Run {
    Run {
        id: it.id.parse().unwrap(),
        project: it.project.clone(),
        service: it.service.parse().unwrap(),
        repository: it.repository.parse().unwrap(),
        environment: it.environment.parse().unwrap(),
        production: it.production,
        result: match it.result.as_str() {
            "success" => RunResult::Success,
            "failure" => RunResult::Failure,
            _ => RunResult::Other,
        },
        rework: false,
        started_at: at(it.started),
        finished_at: at(it.finished),
        sha: it.sha.clone(),
    }
}

fn request(it: &ToldRequest) -> Request {
    Request {
        id: it.id.parse().unwrap(),
        project: it.project.clone(),
        service: it.service.parse().unwrap(),
        repository: it.repository.parse().unwrap(),
        first_authored: it.first_authored.map(at),
        opened: at(it.opened),
        first_comment: it.first_comment.map(at),
        approved: it.approved.map(at),
        merged: it.merged.map(at),
        merge_sha: it.merge_sha.clone(),
        reverts: it.reverts.as_ref().map(|it| it.parse().unwrap()),
        deployment: it.deployment.as_ref().map(|it| it.parse().unwrap()),
    }
}

fn ticket(it: &ToldTicket) -> Ticket {
    Ticket {
        id: it.id.parse().unwrap(),
        project: it.project.clone(),
        services: it.services.iter().map(|it| it.parse().unwrap()).collect(),
        created_at: at(it.created),
        resolved_at: it.resolved.map(at),
        deployment: it.deployment.as_ref().map(|it| it.parse().unwrap()),
        commits: it.commits.clone(),
    }
}

fn commit(it: &ToldCommit) -> Commit {
    Commit {
        sha: it.sha.clone(),
        parents: it.parents.clone(),
        author: None,
        authored_at: at(it.committed),
        committed_at: at(it.committed),
    }
}

fn history(told: &Told) -> History {
    let push = |it: &ToldPush| Push {
        repository: it.repository.parse().unwrap(),
        head: it.head.clone(),
        commits: it.commits.clone(),
    };
    let commits =
        told.commits.iter().map(|(id, all)| (id.parse().unwrap(), all.iter().map(commit).collect()));
    History {
        runs: told.runs.iter().map(run).collect(),
        requests: told.requests.iter().map(request).collect(),
        tickets: told.tickets.iter().map(ticket).collect(),
        pushes: told.pushes.iter().map(push).collect(),
        commits: commits.collect(),
    }
}
