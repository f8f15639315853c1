//! One small history as the systems hold it, for all presets.

use std::collections::BTreeSet;

use thalweg_dora::preset::{History, Push, Request, Run, RunResult, Ticket};
use thalweg_model::record::Commit;
use thalweg_model::{Instant, Tz, Window};

/// An instant of 2026, as `03-04T10:00`.
pub(crate) fn at(text: &str) -> Instant {
    let seconds = if text.len() == 11 { ":00" } else { "" };
    format!("2026-{text}{seconds}Z").parse().unwrap()
}

pub(crate) fn march() -> Window {
    Window::month(2026, 3, Tz::UTC).unwrap()
}

pub(crate) fn commit(sha: &str, parent: Option<&str>, committed_at: &str) -> Commit {
    Commit {
        sha: sha.to_owned(),
        parents: parent.into_iter().map(str::to_owned).collect(),
        author: None,
        authored_at: at(committed_at),
        committed_at: at(committed_at),
    }
}

/// A run of `api` in production that went well and took ten minutes.
pub(crate) fn run(id: &str, started: &str, finished: &str, sha: &str) -> Run {
    Run {
        id: id.parse().unwrap(),
        project: "shop".to_owned(),
        service: "api".parse().unwrap(),
        repository: "r".parse().unwrap(),
        environment: "production".parse().unwrap(),
        production: true,
        result: RunResult::Success,
        rework: false,
        started_at: at(started),
        finished_at: at(finished),
        sha: sha.to_owned(),
    }
}

pub(crate) fn request(id: &str, authored: &str, opened: &str, merged: &str, merge_sha: &str) -> Request {
    Request {
        id: id.parse().unwrap(),
        project: "shop".to_owned(),
        service: "api".parse().unwrap(),
        repository: "r".parse().unwrap(),
        first_authored: Some(at(authored)),
        opened: at(opened),
        first_comment: None,
        approved: None,
        merged: Some(at(merged)),
        merge_sha: Some(merge_sha.to_owned()),
        reverts: None,
        deployment: None,
    }
}

pub(crate) fn ticket(id: &str, created: &str, resolved: Option<&str>, services: &[&str]) -> Ticket {
    Ticket {
        id: id.parse().unwrap(),
        project: "shop".to_owned(),
        services: services.iter().map(|it| it.parse().unwrap()).collect(),
        created_at: at(created),
        resolved_at: resolved.map(at),
        deployment: None,
        commits: BTreeSet::new(),
    }
}

fn push(commits: &[&str]) -> Push {
    Push {
        repository: "r".parse().unwrap(),
        head: commits.last().unwrap().to_string(),
        commits: commits.iter().map(ToString::to_string).collect(),
    }
}

/// March 2026, which begins on a Sunday.
///
/// One line of commits k0 … k4. R0 puts k0 out, R1 puts k2 to staging, R2 fails with k2, R3 puts it out, R4 k4; R5 goes back to k2, R6
/// forward to k4 again. Q1 is merged as k1, Q2 as k3 (opened before its first commit was written), Q3 reverts Q2 and is merged as a
/// commit that nobody knows. T2 is created in the instant that R4 finishes and stays open; T4 is of another project.
pub(crate) fn history() -> History {
    let staging = Run {
        environment: "staging".parse().unwrap(),
        production: false,
        ..run("R1", "03-03T09:50", "03-03T10:00", "k2")
    };
    let failed = Run { result: RunResult::Failure, ..run("R2", "03-03T11:50", "03-03T12:00", "k2") };
    let q1 = Request {
        first_comment: Some(at("03-02T09:00")),
        approved: Some(at("03-02T10:00")),
        deployment: Some("R2".parse().unwrap()),
        ..request("Q1", "03-02T07:00", "03-02T08:00:30", "03-02T11:00", "k1")
    };
    let q2 = Request {
        deployment: Some("R4".parse().unwrap()),
        ..request("Q2", "03-09T07:00", "03-09T06:00", "03-09T12:00", "k3")
    };
    let q3 = Request {
        reverts: Some("Q2".parse().unwrap()),
        ..request("Q3", "03-11T07:30", "03-11T08:00", "03-11T10:00", "kx")
    };
    let t1 = Ticket {
        commits: ["k1".to_owned()].into(),
        deployment: Some("R3".parse().unwrap()),
        ..ticket("T1", "03-04T11:00", Some("03-04T13:30"), &["api"])
    };
    let t2 = Ticket {
        commits: ["k3".to_owned(), "k4".to_owned()].into(),
        deployment: Some("R4".parse().unwrap()),
        ..ticket("T2", "03-10T10:00", None, &["api", "web"])
    };
    let t3 = ticket("T3", "03-12T12:00", Some("03-12T12:59"), &["api"]);
    let t4 =
        Ticket { project: "other".to_owned(), ..ticket("T4", "03-04T12:00", Some("03-04T12:30"), &["web"]) };
    let commits = vec![
        commit("k0", None, "02-20T00:00"),
        commit("k1", Some("k0"), "03-02T08:00"),
        commit("k2", Some("k1"), "03-03T08:00"),
        commit("k3", Some("k2"), "03-09T08:00"),
        commit("k4", Some("k3"), "03-10T08:00"),
    ];
    History {
        runs: vec![
            run("R0", "03-01T09:50", "03-01T10:00", "k0"),
            staging,
            failed,
            run("R3", "03-04T09:50", "03-04T10:00", "k2"),
            run("R4", "03-10T09:50", "03-10T10:00", "k4"),
            run("R5", "03-12T09:50", "03-12T10:00", "k2"),
            run("R6", "03-13T09:50", "03-13T10:00", "k4"),
        ],
        requests: vec![q1, q2, q3],
        tickets: vec![t1, t2, t3, t4],
        pushes: vec![push(&["k1", "k2"]), push(&["k3", "k4"])],
        commits: [("r".parse().unwrap(), commits)].into(),
    }
}
