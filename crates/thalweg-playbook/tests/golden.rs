//! Two hand-written quarters as data: every verdict was worked out by hand from the records (playbook.md section 3).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::collections::BTreeMap;

use support::Case;
use thalweg_playbook::{Difference, Level, Turn};

fn expected() -> BTreeMap<String, [String; 2]> {
    let text = std::fs::read_to_string(support::quarters().join("expected.toml")).unwrap();
    toml::from_str(&text).unwrap()
}

fn found(case: &Case) -> BTreeMap<String, String> {
    let evaluation = case.evaluate();
    let criteria = evaluation.verdicts().filter(|it| it.level == Level::Criterion);
    criteria.map(|it| (it.id.clone(), it.verdict.to_string())).collect()
}

#[test]
fn every_criterion_of_two_quarters_is_judged_as_by_hand() {
    for (place, case) in [Case::good(), Case::third()].iter().enumerate() {
        let expected: BTreeMap<String, String> =
            expected().into_iter().map(|(id, verdicts)| (id, verdicts[place].clone())).collect();
        let found = found(case);
        let differing: Vec<_> = expected.iter().filter(|(id, it)| found.get(*id) != Some(*it)).collect();
        let told: Vec<_> =
            differing.iter().map(|(id, _)| case.evaluate().get(id).unwrap().explain()).collect();
        assert!(differing.is_empty(), "{}: {differing:#?}\n{told:#?}", case.period);
        assert_eq!(found.len(), expected.len());
    }
}

#[test]
fn every_verdict_says_why_and_what_would_change_it() {
    let evaluation = Case::third().evaluate();
    for it in evaluation.verdicts() {
        assert!(it.because.ends_with('.') && it.because.len() > 3, "{}: {}", it.id, it.because);
        let open = matches!(it.verdict.name(), "not_met" | "partial" | "unknown");
        if open && it.level == Level::Criterion {
            assert!(!it.would_change.is_empty(), "{}", it.id);
        }
    }
    let operating = evaluation.get("F3.operating").unwrap();
    assert_eq!(
        operating.because,
        "1 of 3 months had an operating review with a senior leader in person, but not August 2026 (no operating review with a senior leader in person) and September 2026 (no operating review with a senior leader in person)."
    );
    assert_eq!(operating.evidence, ["meetings:fr-07b"]);
    let unblock = evaluation.get("P3.unblock").unwrap();
    assert!(
        unblock
            .parameters
            .iter()
            .any(|it| it.id == "unblocked_within" && it.value == 14.0 && !it.reason.is_empty())
    );
}

#[test]
fn the_difference_of_the_quarters_tells_what_got_worse_and_what_was_lost() {
    let difference = Difference::between(&Case::good().evaluate(), &Case::third().evaluate());
    let of = |id: &str| difference.changes.iter().find(|it| it.id == id).unwrap();
    assert_eq!(of("C1.held").turn, Turn::Worsened);
    assert!(of("C1.held").members.is_empty(), "other months are other members");
    assert_eq!(of("ST2.approvals").turn, Turn::NewlyUnknown);
    assert_eq!(of("S1").turn, Turn::NewlyKnown);
    assert_eq!(of("F3.retros").turn, Turn::AppliesNoMore);
    assert_eq!(of("P5.incidents").turn, Turn::Applies);
    assert!(of("F2.topology").members.is_empty());
    assert_eq!(
        of("P4.support").members,
        ["manager mgr-a: from met to not met", "manager mgr-b: from met to not met"]
    );
}

#[test]
fn the_score_is_an_interval_that_shows_the_unknown() {
    let evaluation = Case::good().evaluate();
    let (met, unknown, all) = (38.0, 1.0, 39.0);
    assert_eq!((evaluation.score.lower, evaluation.score.upper), (met / all, (met + unknown) / all));
}

#[test]
fn the_example_organisation_is_judged() {
    let Some(evidence) = support::example() else { return println!("skipped: no example organisation") };
    let evaluation = thalweg_playbook::Playbook::leadership_for_flow().evaluate(&evidence);
    assert_eq!(evaluation.get("F2.ownership").unwrap().members[0].entity, "service:legacy-reports");
    assert_eq!(evaluation.get("P2.protect").unwrap().members[0].entity, "category:observability");
    assert_eq!(evaluation.actions[0].rank, 1);
}
