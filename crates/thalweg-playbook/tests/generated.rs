//! The laws of playbook.md section 6 over generated evidence of every kind of record.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[macro_use]
mod support;

use std::collections::BTreeMap;

use proptest::prelude::*;
use support::generate::{Dice, case, crossed, less_declared, pool};
use support::{Case, record};
use thalweg_model::record::RecordKind;
use thalweg_model::{Basis, Gap, Quantity, Reading, Unit};
use thalweg_playbook::{ActionKind, Difference, Evaluation, ItemVerdict, Level, Turn, Verdict};

fn bytes(evaluation: &Evaluation) -> String {
    serde_json::to_string(evaluation).unwrap()
}

/// Whether a verdict may become another when what was unknown is filled in.
fn may_become(before: Verdict, after: Verdict) -> bool {
    match before {
        Verdict::Unknown => true,
        Verdict::NotMet | Verdict::Partial => matches!(after, Verdict::NotMet | Verdict::Partial),
        same => same == after,
    }
}

/// The same evidence with less of it known: fewer days declared, some of the records of what is not declared at all lost,
/// and gaps instead of readings.
fn less_known(whole: &Case, seed: u64) -> Case {
    let mut dice = Dice::new(seed);
    let mut partly = whole.clone();
    let (sources, undeclared) = less_declared(&mut dice);
    partly.sources = sources;
    macro_rules! lose {
        ($($kind:ident $field:ident),*) => {$(
            if undeclared.contains(&RecordKind::$kind) {
                partly.records.$field.retain(|_| dice.once_in(2));
            }
        )*};
    }
    each_kind!(lose);
    for it in &mut partly.readings {
        if dice.once_in(5) && !matches!(it.reading.gap(), Some(Gap::Withheld | Gap::Undefined)) {
            it.reading = Reading::unknown(Gap::NoData, Basis::default());
        }
    }
    partly
}

/// The verdicts by id.
fn by_id(evaluation: &Evaluation) -> BTreeMap<&str, &ItemVerdict> {
    evaluation.verdicts().map(|it| (it.id.as_str(), it)).collect()
}

/// The verdict of an item or a section from its parts, worked out anew, with one criterion taken as met.
fn with_met(item: &ItemVerdict, met: &str) -> Verdict {
    if item.level == Level::Criterion {
        return if item.id == met { Verdict::Met } else { item.verdict };
    }
    let parts: Vec<Verdict> =
        item.parts.iter().filter(|it| !it.is_exempted()).map(|it| with_met(it, met)).collect();
    let has = |wanted: Verdict| parts.contains(&wanted);
    let good = has(Verdict::Met) || has(Verdict::Partial);
    match (has(Verdict::NotMet) || has(Verdict::Partial), good, has(Verdict::Unknown)) {
        (true, true, _) => Verdict::Partial,
        (true, false, _) => Verdict::NotMet,
        (false, _, true) => Verdict::Unknown,
        (false, true, false) => Verdict::Met,
        (false, false, false) => Verdict::NotApplicable,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn more_knowledge_never_contradicts(seed in any::<u64>(), less in any::<u64>()) {
        let whole = case(seed);
        let partly = less_known(&whole, less);
        let (before, after) = (partly.evaluate(), whole.evaluate());
        let after = by_id(&after);
        for before in before.verdicts() {
            let now = after[before.id.as_str()];
            prop_assert!(
                may_become(before.verdict, now.verdict),
                "{}: {} → {}\n{}\n{}", before.id, before.verdict, now.verdict, before.because, now.because
            );
        }
    }

    #[test]
    fn losing_knowledge_is_never_an_improvement(seed in any::<u64>(), less in any::<u64>()) {
        let whole = case(seed);
        let lost = less_known(&whole, less);
        let difference = Difference::between(&whole.evaluate(), &lost.evaluate());
        for it in &difference.changes {
            let known = it.before.is_some_and(|it| !matches!(it, Verdict::Unknown | Verdict::NotApplicable));
            if known && it.after == Some(Verdict::Unknown) {
                prop_assert_eq!(it.turn, Turn::NewlyUnknown, "{}", it.id);
            }
            if it.level == Level::Criterion {
                prop_assert_ne!(it.turn, Turn::Improved, "{}", it.id);
            }
        }
    }

    #[test]
    fn the_order_of_any_records_is_irrelevant(seed in any::<u64>(), order in any::<u64>()) {
        let plain = case(seed);
        let mut shuffled = plain.clone();
        let mut dice = Dice::new(order);
        macro_rules! shuffle {
            ($($kind:ident $field:ident),*) => {$(dice.shuffle(&mut shuffled.records.$field);)*};
        }
        each_kind!(shuffle);
        dice.shuffle(&mut shuffled.readings);
        prop_assert_eq!(bytes(&plain.evaluate()), bytes(&shuffled.evaluate()));
    }

    #[test]
    fn what_happens_later_changes_nothing(seed in any::<u64>(), more in any::<u64>()) {
        let mut plain = case(seed);
        plain.as_of = plain.as_of.min(support::instant("2026-09-20T08:00:00Z"));
        let mut later = plain.clone();
        let mut dice = Dice::new(more);
        let pool = pool();
        // Crossed records moved into November: none of what they tell had happened.
        let after = |value: serde_json::Value| -> serde_json::Value {
            let text = value.to_string();
            let months = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10"];
            let text = months.iter().fold(text, |text, it| text.replace(&format!("\"2026-{it}-"), "\"2026-11-"));
            serde_json::from_str(&text.replace("-31", "-30")).unwrap()
        };
        macro_rules! add {
            ($($kind:ident $field:ident),*) => {$(
                // An action that is due and done later may have been agreed on before.
                let dated = !matches!(
                    RecordKind::$kind,
                    RecordKind::People | RecordKind::Teams | RecordKind::Services | RecordKind::Ownership
                        | RecordKind::EscalationPaths | RecordKind::RecurrenceRules | RecordKind::PostIncidentActions
                );
                for it in crossed(&pool.$field, pool.$field.len().min(6) * usize::from(dated), &mut dice) {
                    let value = after(serde_json::to_value(&it).unwrap());
                    // A meeting without any date may have been; it is not later.
                    let undated = RecordKind::$kind == RecordKind::Meetings && value.get("date").is_none() && value.get("at").is_none();
                    if let (false, Ok(it)) = (undated, serde_json::from_value(value)) {
                        later.records.$field.push(it);
                    }
                }
            )*};
        }
        each_kind!(add);
        prop_assert_eq!(bytes(&plain.evaluate()), bytes(&later.evaluate()));
    }

    #[test]
    fn what_is_suppressed_shapes_nothing(seed in any::<u64>(), one in 1.0..7.0_f64, other in 1.0..7.0_f64, n in 1_u64..5) {
        let told = |value: Option<f64>| {
            let mut case = case(seed);
            for it in case.readings.iter_mut().filter(|it| it.entity.to_string() == "span:mgr-a") {
                let few = |value| Reading::known(Quantity::new(value, Unit::Score).unwrap(), Basis::of(n));
                it.reading = value.map_or_else(Reading::withheld, few);
            }
            let evaluation = case.evaluate();
            let difference = Difference::between(&Case::good().evaluate(), &evaluation);
            let explained: Vec<String> = evaluation.verdicts().map(ItemVerdict::explain).collect();
            (bytes(&evaluation), serde_json::to_string(&difference).unwrap(), explained)
        };
        prop_assert_eq!(told(Some(one)), told(Some(other)));
        prop_assert_eq!(told(Some(one)), told(None));
    }

    #[test]
    fn an_exemption_of_a_member_changes_the_weight_of_that_member_and_nothing_else(seed in any::<u64>(), pick in any::<u64>()) {
        let plain = case(seed);
        let before = plain.evaluate();
        let mut dice = Dice::new(pick);
        let with_members: Vec<&ItemVerdict> =
            before.verdicts().filter(|it| it.level == Level::Criterion && it.id != "ST1" && !it.members.is_empty()).collect();
        let check = with_members[dice.roll(with_members.len())];
        let member = &check.members[dice.roll(check.members.len())];
        let granted = [
            ("\"2026-01-01\"", ",\"expires\":\"2026-12-31\"", "lead-ada", true),
            ("\"2026-01-01\"", ",\"expires\":\"2026-03-31\"", "lead-ada", false),
            ("\"2026-01-01\"", "", "lead-ada", false),
            ("\"2026-01-01\"", ",\"expires\":\"2026-12-31\"", "mgr-a", false),
            ("\"2027-01-01\"", ",\"expires\":\"2027-12-31\"", "lead-ada", false),
        ];
        let mut all = plain.clone();
        for (place, (from, expires, approver, valid)) in granted.into_iter().enumerate() {
            let text = format!(
                r#"{{"id":"x-{place}","check":"{}","entity":"{}","reason":"r","requester":"mgr-a","approver":"{approver}","from":{from}{expires}}}"#,
                check.id, member.entity
            );
            let mut exempted = plain.clone();
            exempted.records.exemptions.push(record(&text));
            all.records.exemptions.push(record(&text));
            let after = exempted.evaluate();
            for (old, new) in before.verdicts().zip(after.verdicts()).filter(|(it, _)| it.level == Level::Criterion) {
                if old.id == check.id {
                    prop_assert_eq!(new.exemptions.len(), 1, "it is named in any case");
                    prop_assert_eq!(new.exemptions[0].counts(), valid);
                    let own = |it: &ItemVerdict| -> BTreeMap<String, Verdict> {
                        it.members.iter().map(|it| (it.entity.clone(), it.verdict)).collect()
                    };
                    prop_assert_eq!(own(old), own(new), "every member's own verdict is computed and shown");
                }
                if !valid || (old.id != check.id && old.id != "ST1") {
                    prop_assert_eq!(old.verdict, new.verdict, "{} with {}", &old.id, &text);
                }
            }
        }
        // Together they contradict each other: the valid one counts, and all are named with their standing.
        let check = check.id.clone();
        let together = all.evaluate();
        let standings: Vec<bool> = by_id(&together)[check.as_str()].exemptions.iter().map(thalweg_playbook::ExemptionUse::counts).collect();
        prop_assert_eq!(standings.iter().filter(|it| **it).count(), 1);
        prop_assert_eq!(standings.len(), 5);
    }

    #[test]
    fn next_actions_come_in_the_order_of_what_they_turn(seed in any::<u64>()) {
        let evaluation = case(seed).evaluate();
        let items = by_id(&evaluation);
        for it in &evaluation.actions {
            let criterion = items[it.item.as_str()];
            prop_assert_ne!(criterion.verdict, Verdict::Met);
            if it.kind == ActionKind::Evidence {
                prop_assert_eq!(criterion.verdict, Verdict::Unknown);
                let supplies: Vec<&str> = criterion.missing.iter().map(|it| it.supply.as_str()).collect();
                prop_assert!(!supplies.is_empty() && !it.action.is_empty());
                continue;
            }
            prop_assert!(matches!(criterion.verdict, Verdict::NotMet | Verdict::Partial));
            // The counterfactual, worked out anew: with that criterion met, exactly these turn to met.
            if it.turns.is_empty() {
                continue;
            }
            for above in evaluation.verdicts().filter(|it| it.level != Level::Criterion && it.verdict != Verdict::Met) {
                let turns = with_met(above, &it.item) == Verdict::Met;
                let claimed = it.turns.contains(&above.id);
                // ST1 follows from other criteria, so that what holds it may turn with them.
                if above.id != "ST" {
                    prop_assert_eq!(turns, claimed, "{} by {}", &above.id, &it.item);
                }
            }
        }
        let turns_item = |it: &thalweg_playbook::NextAction| it.turns.iter().any(|id| items[id.as_str()].level != Level::Criterion);
        let fixes: Vec<bool> = evaluation.actions.iter().filter(|it| it.kind == ActionKind::Fix).map(turns_item).collect();
        let first_without = fixes.iter().position(|it| !it).unwrap_or(fixes.len());
        prop_assert!(fixes[first_without..].iter().all(|it| !it), "one change that turns an item comes first");
    }
}

#[test]
fn the_generated_evidence_is_rich() {
    let mut seen: BTreeMap<String, std::collections::BTreeSet<Verdict>> = BTreeMap::new();
    for seed in 0..60_u64 {
        let whole = case(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let both = [whole.evaluate(), less_known(&whole, seed).evaluate()];
        for it in both.iter().flat_map(Evaluation::verdicts).filter(|it| it.level == Level::Criterion) {
            seen.entry(it.id.clone()).or_default().insert(it.verdict);
        }
    }
    let judged: Vec<_> = seen.iter().filter(|(id, _)| id.as_str() != "A.assets").collect();
    for (id, verdicts) in &judged {
        assert!(
            verdicts.contains(&Verdict::Unknown) && verdicts.len() > 1,
            "{id} was only ever {verdicts:?}"
        );
    }
    let never_met: Vec<&String> =
        judged.iter().filter(|(_, it)| !it.contains(&Verdict::Met)).map(|(id, _)| *id).collect();
    assert!(never_met.len() * 3 < judged.len(), "never met: {never_met:?}");
}
