//! What the verdicts, the next actions and the differences say to people, read and held by a snapshot.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::fmt::Write as _;

use support::Case;
use thalweg_model::Evidence;
use thalweg_playbook::{Difference, Evaluation, Level, Playbook};

/// Everything that an evaluation says, line by line.
fn told(evaluation: &Evaluation) -> String {
    let mut told = String::new();
    for it in evaluation.verdicts() {
        writeln!(told, "{} · {} · {}", it.id, it.verdict.words(), it.because).unwrap();
        if !it.would_change.is_empty() {
            writeln!(told, "    → {}", it.would_change).unwrap();
        }
        let mut last = None;
        for member in it.members.iter().filter(|_| it.level == Level::Criterion) {
            if last.replace(member.verdict) != Some(member.verdict) {
                writeln!(told, "    · {} · {} · {}", member.name, member.verdict.words(), member.because)
                    .unwrap();
            }
        }
    }
    for it in &evaluation.actions {
        writeln!(told, "{}. {} {}", it.rank, it.action, it.why).unwrap();
    }
    told
}

#[test]
fn a_quarter_in_which_all_is_well() {
    insta::assert_snapshot!(told(&Case::good().evaluate()));
}

#[test]
fn a_quarter_in_which_nothing_is() {
    insta::assert_snapshot!(told(&Case::third().evaluate()));
}

#[test]
fn an_organisation_that_records_nothing() {
    let period = support::quarter();
    insta::assert_snapshot!(told(
        &Playbook::leadership_for_flow().evaluate(&Evidence::new(period, period.end()))
    ));
}

#[test]
fn the_difference_of_two_quarters() {
    let difference = Difference::between(&Case::good().evaluate(), &Case::third().evaluate());
    let told: Vec<String> = difference.changes.iter().map(thalweg_playbook::Change::explain).collect();
    insta::assert_snapshot!(told.join("\n"));
}

/// Whether a sentence speaks in names of files: `team:payments`, `post_incident_reviews`, `2026-08`.
fn is_raw(sentence: &str) -> bool {
    let words = sentence.split_whitespace().map(|it| it.trim_matches(|c: char| "“”()[].,;:".contains(c)));
    let raw = |word: &str| {
        let inner = word.trim_matches('`');
        inner == word && (word.contains('_') || word.contains(':') || word.starts_with("2026-"))
    };
    words.into_iter().any(raw)
}

#[test]
fn no_sentence_speaks_in_names_of_files() {
    let period = support::quarter();
    let nothing = Playbook::leadership_for_flow().evaluate(&Evidence::new(period, period.end()));
    for evaluation in [Case::good().evaluate(), Case::third().evaluate(), nothing] {
        let members = evaluation.verdicts().flat_map(|it| &it.members).flat_map(|it| [&it.name, &it.because]);
        let items = evaluation.verdicts().flat_map(|it| [&it.because, &it.would_change]);
        let actions = evaluation.actions.iter().flat_map(|it| [&it.action, &it.why]);
        for sentence in members.chain(items).chain(actions) {
            assert!(!is_raw(sentence), "{sentence}");
        }
    }
    assert!(
        is_raw("not team:alpha") && is_raw("from 2026-07-01 on") && !is_raw("not team alpha: no manager")
    );
}

#[test]
fn an_explanation_tells_each_threshold_with_its_reason() {
    let evaluation = Case::third().evaluate();
    assert_eq!(
        evaluation.get("C1.follow_through").unwrap().explain(),
        "What it agrees on gets done (C1.follow_through): not met. 1 of 2 actions due were done in time (50 %, at least \
         80 % needed), but not action a-4 (done on 2 August 2026, due on 31 July 2026). Threshold “follow through”: 80 % \
         (most of what was agreed, in the time that was agreed)."
    );
}
