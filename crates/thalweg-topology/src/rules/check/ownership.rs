//! Whether one team answers for each thing (TT013, TT014).

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::TeamId;

use super::super::audit::Audit;
use super::super::finding::{Finding, Severity, Subject};
use super::super::rule::Rule;
use super::super::situation::Situation;
use crate::document::{Ownership, OwnershipRole};

/// What is owned.
fn thing(it: &Ownership) -> Option<Subject> {
    let service = it.service.clone().map(Subject::Service);
    service.or_else(|| it.domain.clone().map(Subject::Domain)).or_else(|| it.path.clone().map(Subject::Path))
}

/// The stretches of ownership at the instant, by what is owned.
fn by_thing<'a>(situation: &Situation<'a>) -> BTreeMap<Subject, Vec<&'a Ownership>> {
    let mut all = BTreeMap::<Subject, Vec<&Ownership>>::new();
    for it in situation.topology.active(&situation.topology.document().ownership, situation.at) {
        if let Some(subject) = thing(it) {
            all.entry(subject).or_default().push(it);
        }
    }
    all
}

pub(super) fn without_team(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let things = by_thing(situation);
    for service in situation.topology.coverage(situation.at).unowned {
        let subject = Subject::Service(service);
        // A person as its only owner is told below, once.
        if !things.get(&subject).is_some_and(|all| all.iter().any(|it| it.person.is_some())) {
            audit.add(Finding::of(rule, Severity::Error, subject, "no team answers for it"));
        }
    }
    for path in situation.unowned_paths {
        audit.add(Finding::of(
            rule,
            Severity::Error,
            Subject::Path(path.clone()),
            "no rule gives it an owner",
        ));
    }
    for (subject, all) in things {
        let teams: Vec<&TeamId> = all.iter().filter_map(|it| it.team.as_ref()).collect();
        if let (true, Some(person)) = (teams.is_empty(), all.iter().find_map(|it| it.person.as_ref())) {
            let evidence = format!("the person `{person}` is its only owner");
            audit.add(Finding::of(rule, Severity::Warning, subject.clone(), evidence));
        }
        for team in teams.into_iter().filter(|team| situation.topology.team(team, situation.at).is_none()) {
            let evidence = format!("its owner `{team}` is no team at that time");
            audit.add(Finding::of(rule, Severity::Error, subject.clone(), evidence));
        }
    }
}

pub(super) fn several_accountable(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some(limit) = rule.threshold("teams") else { return };
    for (subject, all) in by_thing(situation) {
        let accountable = all.iter().filter(|it| it.role == OwnershipRole::Accountable);
        let teams: BTreeSet<&TeamId> = accountable.filter_map(|it| it.team.as_ref()).collect();
        #[expect(clippy::cast_precision_loss, reason = "counts of teams are far below 2^53")]
        audit.above(rule, subject, teams.len() as f64, limit, || {
            let named: Vec<String> = teams.iter().map(|team| format!("`{team}`")).collect();
            format!("{} answer for it", named.join(", "))
        });
    }
}
