//! Runs the cases of `testdata/topology/rules.toml`. Whoever includes this file names `topology` and `model`: the crate, or the face.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::model::{Instant, TeamId};
use super::topology::rules::{Audit, CoChange, CoChanges, Finding, Rules, Situation};
use super::topology::{Journey, Stop, Topology};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    as_of: String,
    roster: String,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    rule: String,
    name: String,
    as_of: Option<String>,
    #[serde(default)]
    topology: String,
    #[serde(default)]
    alone: bool,
    journeys: Option<Vec<Way>>,
    co_changes: Option<Together>,
    #[serde(default)]
    unowned_paths: Vec<String>,
    #[serde(default)]
    finds: Vec<String>,
    #[serde(default)]
    unknown: Vec<String>,
}

#[derive(Deserialize)]
struct Way {
    item: String,
    teams: Vec<String>,
}

#[derive(Deserialize)]
struct Together {
    commits: BTreeMap<String, u64>,
    pairs: Vec<Pair>,
}

#[derive(Deserialize)]
struct Pair {
    one: String,
    other: String,
    commits: u64,
    coupling: f64,
}

/// Runs every case, and tells all that differ at once.
pub(crate) fn every_case_finds_what_it_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/topology/rules.toml");
    let cases: Cases = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    let mut differing = Vec::new();
    for case in &cases.case {
        assert!(seen.insert((&case.rule, &case.name)), "twice: {} {}", case.rule, case.name);
        let found = run(&cases, case);
        if found != (case.finds.clone(), case.unknown.clone()) {
            let expected = (&case.finds, &case.unknown);
            differing.push(format!("{} {}: {found:?}, expected {expected:?}", case.rule, case.name));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    let rules: std::collections::BTreeSet<&String> = seen.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(rules.len(), Rules::builtin().iter().count(), "every rule has its cases");
}

fn run(cases: &Cases, case: &Case) -> (Vec<String>, Vec<String>) {
    let text =
        if case.alone { case.topology.clone() } else { format!("{}\n{}", case.topology, cases.roster) };
    let topology = Topology::from_toml(&text).map_err(|error| format!("{}: {error}", case.name)).unwrap();
    let at: Instant = case.as_of.as_ref().unwrap_or(&cases.as_of).parse().unwrap();
    let journeys = case.journeys.as_ref().map(|all| ways(all, at));
    let together = case.co_changes.as_ref().map(together);
    let mut situation = Situation::new(&topology, at).with_unowned_paths(&case.unowned_paths);
    if let Some(journeys) = &journeys {
        situation = situation.with_journeys(journeys);
    }
    if let Some(together) = &together {
        situation = situation.with_co_changes(together);
    }
    of_rule(&Rules::builtin().evaluate(&situation), &case.rule)
}

/// The findings and what could not be judged, in words and in order.
fn of_rule(audit: &Audit, rule: &str) -> (Vec<String>, Vec<String>) {
    let finds = audit.findings.iter().filter(|it| it.rule == rule).map(told).collect();
    let unknown =
        audit.unknown.iter().filter(|it| it.rule == rule).map(|it| it.subject.to_string()).collect();
    (finds, unknown)
}

fn told(finding: &Finding) -> String {
    let head = format!("{} {}", finding.severity, finding.subject);
    let Some((observed, threshold)) = finding.observed.zip(finding.threshold.as_ref()) else { return head };
    let limit = threshold.value;
    let sign = match threshold.meaning.as_str() {
        said if said.contains("at least") => ">=",
        _ if observed < limit => "<",
        _ => ">",
    };
    format!("{head} {} {sign} {limit}", (observed * 1e6).round() / 1e6)
}

fn ways(all: &[Way], at: Instant) -> Vec<Journey> {
    let stop = |team: &String| Stop { team: team.parse().unwrap(), from: at, until: None, queued: false };
    let way =
        |way: &Way| Journey { item: way.item.parse().unwrap(), stops: way.teams.iter().map(stop).collect() };
    all.iter().map(way).collect()
}

fn together(all: &Together) -> CoChanges {
    let team = |id: &str| id.parse::<TeamId>().unwrap();
    let pair = |it: &Pair| CoChange {
        one: team(&it.one),
        other: team(&it.other),
        commits: it.commits,
        coupling: it.coupling,
    };
    CoChanges {
        commits: all.commits.iter().map(|(id, commits)| (team(id), *commits)).collect(),
        pairs: all.pairs.iter().map(pair).collect(),
        too_large: 0,
    }
}
