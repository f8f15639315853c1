//! The evaluation of a subject: criteria first, then what follows from them.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::Entity;

use crate::exemption::{ByCheck, exemptions, members};
use crate::judge::{Outcome, Scene, Taken, combined};
use crate::judged::{Judged, is_open};
use crate::ledger::Ledger;
use crate::next::next_actions;
use crate::outcome::{Evaluation, ExemptionUse, ItemVerdict, ParameterChange, ParameterUse, Score, Standing};
use crate::plan::{Criterion, Node, Plan};
use crate::told;
use crate::verdict::{Level, Verdict};

/// Judges a subject.
pub(crate) fn assess(
    plan: &Plan,
    ledger: &Ledger<'_>,
    subject: &Entity,
    changed: &[ParameterChange],
) -> Evaluation {
    let evidence = ledger.evidence;
    let mut by_check = exemptions(evidence, subject, ledger.horizon.today);
    let mut judged: Vec<Option<Judged>> = vec![None; plan.nodes.len()];
    let mut taken: Vec<Option<Taken>> = vec![None; plan.nodes.len()];
    for place in &plan.order {
        let Some(node) = plan.nodes.get(*place) else { continue };
        let used = by_check.remove(&node.id).unwrap_or_default();
        let it = one(plan, ledger, subject, node, used, &taken);
        if let (Some(judged), Some(taken)) = (judged.get_mut(*place), taken.get_mut(*place)) {
            *taken = Some(Taken { verdict: it.item.verdict, counts: it.counts });
            *judged = Some(it);
        }
    }
    exempt_below(plan, &mut judged);
    let score = score(plan, &judged);
    let actions = next_actions(plan, &judged, &subject.to_string());
    Evaluation {
        playbook: plan.id.clone(),
        version: plan.version,
        hash: plan.hash.clone(),
        period: *evidence.period(),
        as_of: evidence.as_of(),
        subject: subject.to_string(),
        items: plan.roots.iter().filter_map(|it| assembled(plan, &mut judged, *it)).collect(),
        score,
        actions,
        changed_parameters: changed.to_vec(),
        without_check: without_check(by_check),
    }
}

fn one(
    plan: &Plan,
    ledger: &Ledger<'_>,
    subject: &Entity,
    node: &Node,
    used: Vec<ExemptionUse>,
    taken: &[Option<Taken>],
) -> Judged {
    let exempted = members(&used);
    let counts = !used.iter().any(|it| it.counts() && it.entity.is_none());
    let scene = Scene {
        plan,
        ledger,
        subject,
        window: *ledger.evidence.period(),
        member: None,
        exempted: &exempted,
        taken,
    };
    let outcome = match &node.criterion {
        Some(criterion) => criterion_outcome(&scene, criterion),
        None => container(plan, node, taken),
    };
    let short = outcome.wants.len();
    Judged { item: told(plan, node, outcome, used), counts, short }
}

/// The rule of a criterion, where it applies, with its notes.
fn criterion_outcome(scene: &Scene<'_, '_>, criterion: &Criterion) -> Outcome {
    let applies = criterion.applies.as_ref().map(|rule| scene.judge(rule));
    let mut outcome = match applies {
        Some(guard) if matches!(guard.verdict, Verdict::NotMet | Verdict::NotApplicable) => {
            Outcome::new(Verdict::NotApplicable, guard.said)
        }
        Some(guard) if guard.verdict == Verdict::Unknown => guard,
        _ => scene.judge(&criterion.rule),
    };
    for note in &criterion.notes {
        let named = scene.noted(&note.of, &note.that);
        if !named.is_empty() {
            outcome.said = format!("{}; {} {}", outcome.said, note.says, told::few(&named));
        }
    }
    outcome
}

/// The combination of what stands below.
fn container(plan: &Plan, node: &Node, taken: &[Option<Taken>]) -> Outcome {
    let parts = node.parts.iter().filter_map(|it| Some((plan.nodes.get(*it)?, (*taken.get(*it)?)?)));
    let counted: Vec<(&Node, Verdict)> =
        parts.filter(|(_, it)| it.counts).map(|(node, it)| (node, it.verdict)).collect();
    let verdict = Verdict::of_all(counted.iter().map(|(_, it)| *it));
    let open = counted.iter().filter(|(_, it)| is_open(*it)).map(|(node, _)| node.id.clone());
    Outcome::new(verdict, combined(&counted)).wanting(open)
}

fn told(plan: &Plan, node: &Node, outcome: Outcome, used: Vec<ExemptionUse>) -> ItemVerdict {
    let entities: BTreeSet<&str> = outcome.members.iter().map(|it| it.entity.as_str()).collect();
    let checked = |it: ExemptionUse| {
        let strange = it.counts() && it.entity.as_deref().is_some_and(|entity| !entities.contains(entity));
        if strange { ExemptionUse { standing: Standing::NoSuchEntity, ..it } } else { it }
    };
    let exemptions: Vec<ExemptionUse> = used.into_iter().map(checked).collect();
    let fix = node.criterion.as_ref().map_or("", |it| it.fix.as_str());
    let would_change = would_change(plan, fix, &outcome);
    let parameters =
        node.criterion.iter().flat_map(|it| &it.parameters).filter_map(|it| plan.parameters.get(*it));
    let parameters = parameters.map(|it| ParameterUse {
        id: it.id.clone(),
        value: it.value,
        unit: it.unit,
        reason: it.reason.clone(),
        source: it.source.clone(),
    });
    ItemVerdict {
        id: node.id.clone(),
        title: node.title.clone(),
        clause: node.clause.clone(),
        level: node.level,
        verdict: outcome.verdict,
        because: format!("{}.", told::capital(&outcome.said)),
        evidence: outcome.evidence.into_iter().collect(),
        numbers: outcome.numbers,
        parameters: parameters.collect(),
        missing: outcome.missing.into_iter().collect(),
        exemptions,
        would_change,
        members: outcome.members,
        parts: Vec::new(),
    }
}

fn would_change(plan: &Plan, fix: &str, outcome: &Outcome) -> String {
    let failing = outcome.members.iter().filter(|it| it.exempted_by.is_none());
    let failing: Vec<&str> = failing
        .filter(|it| matches!(it.verdict, Verdict::NotMet | Verdict::Partial))
        .map(|it| it.name.as_str())
        .collect();
    match outcome.verdict {
        Verdict::NotMet | Verdict::Partial if failing.is_empty() => fix.to_owned(),
        Verdict::NotMet | Verdict::Partial => format!("{fix} This is about {}.", told::few(&failing)),
        Verdict::Unknown if !outcome.missing.is_empty() => plan.supplied(&outcome.missing),
        Verdict::Unknown if !fix.is_empty() => format!("Only more data can tell. Meanwhile: {fix}"),
        _ => String::new(),
    }
}

/// What an exempted section or item holds does not count either.
fn exempt_below(plan: &Plan, judged: &mut [Option<Judged>]) {
    for place in plan.order.iter().rev() {
        let exempt = judged.get(*place).and_then(Option::as_ref).is_some_and(|it| !it.counts);
        let parts = plan.nodes.get(*place).map_or(&[][..], |it| &it.parts);
        for part in parts.iter().filter(|_| exempt) {
            if let Some(Some(it)) = judged.get_mut(*part) {
                it.counts = false;
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of criteria")]
fn score(plan: &Plan, judged: &[Option<Judged>]) -> Score {
    let criteria = plan.nodes.iter().zip(judged).filter(|(node, _)| node.level == Level::Criterion);
    let mut count: BTreeMap<Verdict, usize> = BTreeMap::new();
    for judged in criteria.filter_map(|(_, it)| it.as_ref()).filter(|it| it.counts) {
        *count.entry(judged.item.verdict).or_default() += 1;
    }
    let of = |verdict: Verdict| count.get(&verdict).copied().unwrap_or_default();
    let all: usize = count.values().sum::<usize>() - of(Verdict::NotApplicable);
    if all == 0 {
        return Score::default();
    }
    let (met, unknown) = (of(Verdict::Met) as f64, of(Verdict::Unknown) as f64);
    Score { lower: met / all as f64, upper: (met + unknown) / all as f64 }
}

/// A node with what stands below it.
fn assembled(plan: &Plan, judged: &mut [Option<Judged>], place: usize) -> Option<ItemVerdict> {
    let mut item = judged.get_mut(place)?.take()?.item;
    let parts = plan.nodes.get(place).map_or(&[][..], |it| &it.parts);
    item.parts = parts.iter().filter_map(|it| assembled(plan, judged, *it)).collect();
    Some(item)
}

/// Exemptions that name no check of the playbook.
fn without_check(rest: ByCheck) -> Vec<ExemptionUse> {
    let strange = |it: ExemptionUse| ExemptionUse { standing: Standing::NoSuchCheck, ..it };
    rest.into_values().flatten().map(strange).collect()
}
