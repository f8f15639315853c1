//! topology.md section 5: random histories against an independent computation (`tests/data/observed_oracle.py`).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

use std::collections::BTreeSet;

use serde_json::Value;
use thalweg_model::TeamId;
use thalweg_model::record::Touch;
use thalweg_topology::observed::{ChangeLog, CouplingRules, Exclude};

const TOLERANCE: f64 = 1e-12;

fn cases() -> Vec<Value> {
    let told: Value = serde_json::from_str(include_str!("data/observed.json")).unwrap();
    assert!(told["python"].is_string() && told["numpy"].is_string());
    told["cases"].as_array().unwrap().clone()
}

fn log(case: &Value) -> ChangeLog {
    let touch = |it: &Value| Touch {
        at: format!("2026-03-{:02}T09:00:00Z", it[0].as_u64().unwrap()).parse().unwrap(),
        sha: it[1].as_str().unwrap().to_owned(),
        author: it[2].as_str().map(str::to_owned),
        path: it[3].as_str().unwrap().to_owned(),
        added: None,
        deleted: None,
    };
    let touches: Vec<Touch> = case["touches"].as_array().unwrap().iter().map(touch).collect();
    ChangeLog::new(&touches, &Exclude::default())
}

fn team(value: &Value) -> Option<TeamId> {
    value.as_str().map(|it| TeamId::new(it).unwrap())
}

fn part(path: &str) -> Option<String> {
    path.split('/').next().map(str::to_owned)
}

fn owner(part: &str) -> TeamId {
    let place = "xyz".find(part.chars().next().unwrap()).unwrap();
    TeamId::new(format!("t{place}")).unwrap()
}

fn close(a: f64, b: &Value) -> bool {
    (a - b.as_f64().unwrap()).abs() < TOLERANCE
}

#[test]
fn truck_factors_shares_and_coupling_are_those_of_an_independent_computation() {
    for case in cases() {
        let log = log(&case);
        let authorship = log.authorship();
        let (factor, leavers) = authorship.truck_factor_by_person().unwrap();
        let told = serde_json::json!({ "people": factor.people, "files": factor.files, "authored": factor.authored,
            "authors": factor.authors, "leavers": leavers });
        assert_eq!(told, case["truck"]);
        let shares = log.shares();
        let top = shares.top.value().unwrap();
        assert_eq!(serde_json::json!([top.part(), top.whole()]), case["top"]);
        assert_eq!(shares.minor as u64, case["minor"].as_u64().unwrap());
        assert!(close(log.fragmentation().value().unwrap().value(), &case["fragmentation"]));
        let rules = CouplingRules { least_revisions: 3, least_shared: 2, ..CouplingRules::default() };
        let pairs = log.coupling(&rules).pairs;
        let expected = case["coupling"].as_array().unwrap();
        assert_eq!(pairs.len(), expected.len());
        for (pair, it) in pairs.iter().zip(expected) {
            assert_eq!((&*pair.one, &*pair.other), (it[0].as_str().unwrap(), it[1].as_str().unwrap()));
            assert!(pair.shared == it[2].as_u64().unwrap() && close(pair.degree, &it[3]));
        }
    }
}

#[test]
fn coordination_boundaries_and_co_change_are_those_of_an_independent_computation() {
    for case in cases() {
        let log = log(&case);
        let member = |author: &str, _| team(&case["teams"][author]);
        let found = log.coordination(member, part);
        assert_eq!(serde_json::to_value(&found.teams).unwrap(), case["named"]);
        assert_eq!(serde_json::to_value(&found.assignments).unwrap(), case["assignments"]);
        assert_eq!(serde_json::to_value(&found.together).unwrap(), case["together"]);
        assert_eq!(serde_json::to_value(&found.required).unwrap(), case["required"]);
        let boundaries = log.boundaries(part, |key| BTreeSet::from([owner(key)]), member);
        assert_eq!(boundaries.len(), case["boundaries"].as_array().unwrap().len());
        for it in case["boundaries"].as_array().unwrap() {
            let boundary = boundaries.iter().find(|one| it[0] == *one.key).unwrap();
            let share = boundary.agreement.value().map_or((0, 0), |it| (it.part(), it.whole()));
            assert_eq!(share, (it[1].as_u64().unwrap(), it[2].as_u64().unwrap()));
            assert!(close(boundary.fragmentation.value().unwrap().value(), &it[3]));
            assert_eq!(boundary.truck_factor.unwrap().people as u64, it[4].as_u64().unwrap());
        }
        let ranks: Vec<f64> =
            boundaries.iter().map(|it| it.agreement.value().map_or(2.0, |share| share.value())).collect();
        assert!(ranks.is_sorted(), "the least agreement first");
        let together = log.co_changes(|path| part(path).map(|it| owner(&it)), 30).pairs;
        let expected = case["co_changes"].as_array().unwrap();
        assert_eq!(together.len(), expected.len());
        for (pair, it) in together.iter().zip(expected) {
            assert_eq!((team(&it[0]), team(&it[1])), (Some(pair.one.clone()), Some(pair.other.clone())));
            assert!(pair.commits == it[2].as_u64().unwrap() && close(pair.coupling, &it[3]));
        }
    }
}
