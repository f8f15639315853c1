//! Checks of one's own in Rust beside those of a playbook (playbook.md section 1).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::sync::Arc;

use support::Case;
use thalweg_model::{Entity, Evidence};
use thalweg_playbook::{ActionKind, Check, Judgement, Missing, Playbook, PlaybookError, Truth, Verdict};

/// Nobody sits in two teams: people are listed once.
#[derive(Debug)]
struct OnceListed;

impl Check for OnceListed {
    fn id(&self) -> &str {
        "X.once"
    }
    fn title(&self) -> &str {
        "Everybody is listed once"
    }
    fn fix(&self) -> &str {
        "Strike the second line."
    }
    fn judge(&self, evidence: &Evidence, _: &Entity) -> Judgement {
        let people = &evidence.records().people;
        if people.is_empty() {
            let (what, supply, entity) =
                ("who is there".to_owned(), "people".to_owned(), "organisation".to_owned());
            let missing = Missing { what, supply, entity };
            return Judgement::of(Truth::Unknown, "nobody is listed").lacking(missing);
        }
        let twice = people.iter().find(|it| people.iter().filter(|other| other.id == it.id).count() > 1);
        let because =
            twice.map_or("all are listed once".to_owned(), |it| format!("{} is listed twice", it.id));
        let judged = Judgement::of(twice.is_none().into(), because);
        twice.map_or(judged.clone(), |it| judged.resting_on(format!("people:{}", it.id)))
    }
}

fn extended() -> Playbook {
    Playbook::leadership_for_flow().with_check("F2", Arc::new(OnceListed)).unwrap()
}

#[test]
fn an_own_check_counts_like_any_other() {
    let good = Case::good();
    let plain = good.evaluate();
    let evaluation = extended().evaluate(&good.evidence());
    assert_eq!(evaluation.get("X.once").unwrap().verdict, Verdict::Met);
    assert_eq!(evaluation.get("F2").unwrap().parts.last().unwrap().id, "X.once");
    assert_ne!(evaluation.hash, plain.hash, "another playbook");
    let twice = good.changed(|it| it.people.push(it.people[0].clone()));
    let evaluation = extended().evaluate(&twice.evidence());
    let own = evaluation.get("X.once").unwrap();
    assert_eq!((own.verdict, own.because.as_str()), (Verdict::NotMet, "lead-ada is listed twice."));
    assert_eq!(
        (own.evidence[0].as_str(), own.would_change.as_str()),
        ("people:lead-ada", "Strike the second line.")
    );
    assert_eq!(evaluation.get("F2").unwrap().verdict, Verdict::Partial);
    let action = evaluation.actions.iter().find(|it| it.item == "X.once").unwrap();
    assert_eq!(
        (action.kind, &action.turns[..2]),
        (ActionKind::Fix, &["X.once", "F2"].map(str::to_owned)[..])
    );
}

#[test]
fn an_own_check_that_cannot_tell_names_what_would() {
    let empty = Case::good().changed(|it| it.people.clear());
    let evaluation = extended().evaluate(&empty.evidence());
    let own = evaluation.get("X.once").unwrap();
    assert_eq!((own.verdict, own.missing[0].supply.as_str()), (Verdict::Unknown, "people"));
    assert!(own.would_change.starts_with("Record the people"), "{}", own.would_change);
}

#[test]
fn an_own_check_needs_a_place_and_an_id_of_its_own() {
    let lost = Playbook::leadership_for_flow().with_check("F22", Arc::new(OnceListed)).unwrap_err();
    assert!(
        lost.to_string().contains("names the item or section `F22`, which there is not; did you mean `F2`?"),
        "{lost}"
    );
    let again = extended().with_check("F3", Arc::new(OnceListed)).unwrap_err();
    assert!(matches!(again.faults(), [PlaybookError::Twice { id, .. }] if id == "X.once"));
}
