//! How long, how many, and whether both sides say the same (TT001–TT004, TT016).

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::TeamId;

use super::super::audit::Audit;
use super::super::finding::{Finding, Severity, Subject};
use super::super::rule::Rule;
use super::super::situation::{Situation, pair};
use crate::document::{Interaction, Mode};

fn both(it: &Interaction) -> Subject {
    match it.mode {
        Mode::Collaboration => pair(&it.team, &it.with),
        _ => Subject::Pair(it.team.clone(), it.with.clone()),
    }
}

fn of_mode<'a>(situation: &Situation<'a>, mode: Mode) -> impl Iterator<Item = &'a Interaction> {
    situation.interactions().into_iter().filter(move |it| it.mode == mode)
}

pub(super) fn collaboration_too_long(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some((warn, error)) = rule.threshold("warn_days").zip(rule.threshold("error_days")) else { return };
    for it in of_mode(situation, Mode::Collaboration) {
        let Some(days) = situation.age(it) else {
            audit.unknown(rule, both(it), "the collaboration does not say since when");
            continue;
        };
        let (severity, limit) = match it.expected_days {
            Some(expected) if days > f64::from(expected) => {
                let evidence = format!("collaboration for {days:.0} days, expected were {expected}");
                audit.add(Finding::of(rule, Severity::Warning, both(it), evidence));
                continue;
            }
            None if days > error.value => (Severity::Error, error),
            None if days > warn.value => (Severity::Warning, warn),
            _ => continue,
        };
        let evidence = format!("collaboration for {days:.0} days, and nobody stated how long it shall take");
        audit.add(Finding::of(rule, severity, both(it), evidence).against(days, limit));
    }
}

pub(super) fn facilitating_too_long(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some(limit) = rule.threshold("days") else { return };
    for it in of_mode(situation, Mode::Facilitating) {
        let open = it.until.is_none() && it.expected_days.is_none();
        match situation.age(it) {
            Some(days) if days > limit.value => {
                let evidence = format!("facilitating for {days:.0} days");
                audit.add(Finding::of(rule, Severity::Warning, both(it), evidence).against(days, limit));
            }
            _ if open => {
                audit.add(Finding::of(rule, Severity::Warning, both(it), "facilitating without an end"));
            }
            None => audit.unknown(rule, both(it), "the facilitating does not say since when"),
            _ => {}
        }
    }
}

pub(super) fn without_end_or_purpose(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    for it in situation.interactions().into_iter().filter(|it| it.mode != Mode::XAsAService) {
        let end = it.until.is_none() && it.expected_days.is_none();
        let purpose = it.purpose.as_ref().is_none_or(|purpose| purpose.trim().is_empty());
        let lacks = match (end, purpose) {
            (true, true) => "neither end nor purpose",
            (true, false) => "no end",
            (false, true) => "no purpose",
            (false, false) => continue,
        };
        let evidence = format!("{} has {lacks}", it.mode.name());
        audit.add(Finding::of(rule, Severity::Warning, both(it), evidence));
    }
}

pub(super) fn several_collaborations(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some(limit) = rule.threshold("collaborations") else { return };
    let mut with = BTreeMap::<&TeamId, BTreeSet<&TeamId>>::new();
    for it in of_mode(situation, Mode::Collaboration) {
        with.entry(&it.team).or_default().insert(&it.with);
        with.entry(&it.with).or_default().insert(&it.team);
    }
    for (team, others) in with {
        #[expect(clippy::cast_precision_loss, reason = "counts of teams are far below 2^53")]
        let count = others.len() as f64;
        audit.above(rule, Subject::Team(team.clone()), count, limit, || {
            format!("it collaborates with {} at a time", named(&others))
        });
    }
}

fn named(teams: &BTreeSet<&TeamId>) -> String {
    teams.iter().map(|team| format!("`{team}`")).collect::<Vec<_>>().join(", ")
}

pub(super) fn one_sided(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let mut pairs = BTreeMap::<Subject, Vec<&Interaction>>::new();
    situation
        .interactions()
        .into_iter()
        .for_each(|it| pairs.entry(pair(&it.team, &it.with)).or_default().push(it));
    for (subject, declared) in pairs {
        let Subject::Pair(one, other) = &subject else { continue };
        let says = |team: &TeamId| -> BTreeSet<Mode> {
            let by = declared.iter().filter(|it| it.declared_by.is_empty() || it.declared_by.contains(team));
            by.map(|it| it.mode).collect()
        };
        let evidence = match (says(one), says(other)) {
            (first, second) if first == second => continue,
            (first, second) if first.is_empty() => format!("only `{other}` declares {}", modes(&second)),
            (first, second) if second.is_empty() => format!("only `{one}` declares {}", modes(&first)),
            (first, second) => {
                format!("`{one}` declares {}, and `{other}` {}", modes(&first), modes(&second))
            }
        };
        audit.add(Finding::of(rule, Severity::Warning, subject.clone(), evidence));
    }
}

fn modes(modes: &BTreeSet<Mode>) -> String {
    modes.iter().map(|mode| mode.name()).collect::<Vec<_>>().join(" and ")
}
