//! Very many records that contradict, repeat, chain or pile up on one another: refused or counted with a reason, in time that grows as they
//! do (dora.md sections 1 and 10). Each case runs with some thousands; the ignored test runs all with a million:
//! `cargo test --release -p thalweg-dora --test absurd -- --ignored --nocapture`, which prints how long each took.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests"
)]

mod records;

use thalweg_dora::compare::compare_systems;
use thalweg_dora::link::{Clues, Ladder, link};
use thalweg_dora::preset::{History, Preset, Push, Request, Run, RunResult, Ticket};
use thalweg_dora::{Attribution, Definition, Metric, explain};
use thalweg_model::record::Commit;
use thalweg_model::{
    Change, ChangeId, Deployment, DeploymentId, Duplicates, Elapsed, EventLog, Fate, Incident, Instant, Tz,
    Window,
};

use records::{at, deployed, in_march, in_march_by, incident};

/// The case, so many times over.
type Case = (&'static str, fn(usize));

const CASES: [Case; 11] = [
    ("a chain in which each mends the one before", chain),
    ("a chain in which each mends the one after, and the last the first", loop_of_remedies),
    ("one deployment that mends all others, and one that all others mend", star_of_remedies),
    ("one deployment told again and again", duplicates),
    ("one deployment told otherwise each time", contradictions),
    ("the versions of one deployment, each told twice", versions),
    ("all changes in one deployment, and one change in all deployments", one_for_all),
    ("deployments and changes that disagree", disagreement),
    ("open incidents on one deployment, and an incident of all deployments", incidents),
    ("incidents that only the ladder can link", ladder),
    ("tickets of a project that never deploys", presets),
];

fn id(n: usize) -> DeploymentId {
    DeploymentId::new(format!("D{n}")).unwrap()
}

/// The `n`th of many deployments of March, a second apart at most.
fn nth(n: usize) -> Deployment {
    let finished_at = at("2026-03-03T00:00:00Z") + Elapsed::from_seconds(i64::try_from(n).unwrap());
    Deployment { id: id(n), finished_at, ..deployed("D", "2026-03-03T00:00:00Z") }
}

fn failed(log: &EventLog) -> (u64, u64) {
    let rate = *in_march(log).change_fail_rate.rate.value().unwrap();
    (rate.part(), rate.whole())
}

fn chain(n: usize) {
    let mends = |at: usize| (at > 0).then(|| format!("D{}", at - 1)).into_iter().collect();
    let loaded =
        EventLog::of_records((0..n).map(|at| Deployment { remediates: mends(at), ..nth(at) }), [], []);
    assert_eq!(loaded.rejects, []);
    assert_eq!(failed(&loaded.value), (n as u64 - 1, n as u64));
    let recovery = in_march(&loaded.value).failed_deployment_recovery_time;
    assert_eq!((recovery.failures, recovery.open), (n as u64 - 1, 0));
}

fn loop_of_remedies(n: usize) {
    let mends = |at: usize| vec![format!("D{}", (at + 1) % n)];
    let loaded =
        EventLog::of_records((0..n).map(|at| Deployment { remediates: mends(at), ..nth(at) }), [], []);
    // Only the last one mends an earlier one.
    assert_eq!(loaded.rejected(), n as u64 - 1);
    assert_eq!(failed(&loaded.value), (1, n as u64));
}

fn star_of_remedies(n: usize) {
    let mends = |at: usize| match at {
        0 => vec![],
        at if at == n - 1 => (0..n - 1).map(|it| format!("D{it}")).collect(),
        _ => vec!["D0".to_owned()],
    };
    let loaded =
        EventLog::of_records((0..n).map(|at| Deployment { remediates: mends(at), ..nth(at) }), [], []);
    assert_eq!(loaded.rejects, []);
    assert_eq!(failed(&loaded.value), (n as u64 - 1, n as u64));
}

fn duplicates(n: usize) {
    let loaded = EventLog::of_records((0..n).map(|_| nth(0)), [], []);
    assert_eq!((loaded.rejected(), loaded.value.deployments()), (n as u64 - 1, 1));
    assert!(loaded.rejects.iter().all(|it| it.fate == Fate::Duplicate));
}

fn contradictions(n: usize) {
    let otherwise = |at: usize| Deployment { id: id(0), ..nth(at) };
    let loaded = EventLog::of_records((0..n).map(otherwise), [], []);
    assert_eq!((loaded.rejected(), loaded.value.deployments()), (n as u64, 0));
}

/// At least once each, as streams deliver: the latest stands, however many there were before.
fn versions(n: usize) {
    let version = |at: usize| Deployment { id: id(0), recorded_at: Some(nth(at).finished_at), ..nth(at) };
    let mut builder = EventLog::builder().duplicates(Duplicates::Lenient);
    (0..n).chain(0..n).for_each(|at| builder.deployment(version(at), None));
    let loaded = builder.build();
    assert_eq!((loaded.rejected(), loaded.value.deployments()), (2 * n as u64 - 1, 1));
    assert_eq!(
        (loaded.value.intake().duplicates, loaded.value.intake().superseded),
        (n as u64, n as u64 - 1)
    );
}

fn one_for_all(n: usize) {
    let change = |at: usize| ChangeId::new(format!("C{at}")).unwrap();
    let committed = |at: usize| Change::new(change(at), "2026-03-02T00:00:00Z".parse().unwrap());
    let carries = |at: usize| if at == 0 { (1..n).map(change).collect() } else { vec![] };
    let shared = Change { deployments: (0..n).map(id).filter(|it| *it != id(0)).collect(), ..committed(0) };
    let deployments = (0..n).map(|at| Deployment { changes: carries(at), ..nth(at) });
    let loaded = EventLog::of_records(deployments, (1..n).map(committed).chain([shared]), []);
    assert_eq!(loaded.rejects, []);
    assert_eq!(in_march(&loaded.value).change_lead_time.changes, n as u64);
}

fn disagreement(n: usize) {
    let change = |at: usize| ChangeId::new(format!("C{at}")).unwrap();
    let of = |at: usize| Change {
        deployments: vec![id((at + 1) % n)],
        ..Change::new(change(at), "2026-03-02T00:00:00Z".parse().unwrap())
    };
    let loaded = EventLog::of_records(
        (0..n).map(|at| Deployment { changes: vec![change(at)], ..nth(at) }),
        (0..n).map(of),
        [],
    );
    assert_eq!((loaded.rejected(), loaded.value.deployments(), loaded.value.changes()), (2 * n as u64, 0, 0));
}

fn incidents(n: usize) {
    let open = |at: usize| incident(&format!("I{at}"), &["D0"], "2026-03-04T00:00:00Z", None);
    let of_all = Incident {
        caused_by: (0..n).map(id).collect(),
        ..incident("all", &[], "2026-03-30T00:00:00Z", Some("2026-03-30T02:00:00Z"))
    };
    let log = EventLog::of_records((0..n).map(nth), [], (0..n).map(open).chain([of_all])).value;
    let found = in_march(&log);
    assert_eq!(
        (found.failed_deployment_recovery_time.open, found.change_fail_rate.evidence.incident),
        (1, n as u64)
    );
    let latest = in_march_by(&log, |it| it.incidents.attribute = Attribution::Latest);
    assert_eq!(latest.change_fail_rate.evidence.incident, 2);
    let view = log.as_of(at("2026-04-10T00:00:00Z"));
    let why = explain(&view, &Definition::default(), Metric::FailedDeploymentRecoveryTime);
    assert_eq!(why.counted.len(), n);
}

fn ladder(n: usize) {
    let log = EventLog::of_records((0..n).map(nth), [], []).value;
    let one = |at: usize| {
        let bare = incident(&format!("I{at}"), &[], "2026-03-04T00:00:00Z", None);
        Incident { services: vec!["api".parse().unwrap()], ..bare }
    };
    let links = link(
        &log.as_of(at("2026-04-10T00:00:00Z")),
        &(0..n).map(one).collect::<Vec<_>>(),
        &Clues::default(),
        &Ladder { max_age: None, ..Ladder::default() },
    );
    assert_eq!((links.links.len(), links.unlinked.len()), (n, 0));
}

/// Every preset on a project that only deploys and another that only has trouble, all of it on one line of commits.
fn presets(n: usize) {
    let seconds = |at: usize| Elapsed::from_seconds(i64::try_from(at).unwrap());
    let start: Instant = at("2026-03-03T00:00:00Z");
    let sha = |at: usize| format!("c{at}");
    let run = |at: usize| Run {
        id: id(at),
        project: "ships".to_owned(),
        service: "api".parse().unwrap(),
        repository: "r".parse().unwrap(),
        environment: "production".parse().unwrap(),
        production: true,
        result: if at.is_multiple_of(2) { RunResult::Success } else { RunResult::Failure },
        rework: false,
        started_at: start + seconds(at),
        finished_at: start + seconds(at + 1),
        sha: sha(at),
    };
    let request = |at: usize| Request {
        id: format!("Q{at}").parse().unwrap(),
        project: "ships".to_owned(),
        service: "api".parse().unwrap(),
        repository: "r".parse().unwrap(),
        first_authored: Some(start),
        opened: start,
        first_comment: None,
        approved: None,
        merged: Some(start + seconds(at)),
        merge_sha: Some(sha(at)),
        reverts: None,
        deployment: Some(id(at)),
    };
    let ticket = |at: usize| Ticket {
        id: format!("T{at}").parse().unwrap(),
        project: "only trouble".to_owned(),
        services: std::iter::once("web".parse().unwrap()).collect(),
        created_at: start + seconds(n),
        resolved_at: Some(start + seconds(n + at)),
        deployment: None,
        commits: std::iter::once(sha(at)).collect(),
    };
    let commit = |at: usize| Commit {
        sha: sha(at),
        parents: at.checked_sub(1).map(sha).into_iter().collect(),
        author: None,
        authored_at: start,
        committed_at: start,
    };
    let push = |at: usize| Push { repository: "r".parse().unwrap(), head: sha(at), commits: vec![sha(at)] };
    let history = History {
        runs: (0..n).map(run).collect(),
        requests: (0..n).map(request).collect(),
        tickets: (0..n).map(ticket).collect(),
        pushes: (0..n).map(push).collect(),
        commits: [("r".parse().unwrap(), (0..n).map(commit).collect())].into(),
    };
    let (march, as_of) = (Window::month(2026, 3, Tz::UTC).unwrap(), at("2026-04-10T00:00:00Z"));
    for preset in Preset::ALL {
        let began = std::time::Instant::now();
        let answers = preset.measure(&history, &march, as_of);
        assert!(answers.deployment_frequency.value.is_some());
        println!("    {}: {:.2} s", preset.name(), began.elapsed().as_secs_f64());
    }
    let began = std::time::Instant::now();
    let ours = Definition::default().into();
    let found = compare_systems(&Preset::Gitlab.into(), &ours, &history, &march, as_of).value;
    assert_eq!(found.get(Metric::DeploymentFrequency).unwrap().differences, []);
    println!("    gitlab beside ours: {:.2} s", began.elapsed().as_secs_f64());
}

#[test]
fn thousands_of_each_are_refused_or_counted() {
    CASES.iter().for_each(|(_, case)| case(3_000));
}

#[test]
#[ignore = "a million of each: minutes, and some GiB"]
fn a_million_of_each_is_linear() {
    for (name, case) in CASES {
        let began = std::time::Instant::now();
        case(1_000_000);
        println!("{name}: {:.2} s", began.elapsed().as_secs_f64());
    }
}
