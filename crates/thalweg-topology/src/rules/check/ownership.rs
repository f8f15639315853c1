//! Whether one team answers for each thing (TT013, TT014).

use hashbrown::HashSet;

use super::super::audit::Audit;
use super::super::finding::{Finding, Severity, Subject};
use super::super::rule::Rule;
use super::super::situation::Situation;
use crate::document::{Ownership, OwnershipRole};
use crate::topology::Part;

fn subject(it: &Ownership) -> Option<Subject> {
    let service = it.service.clone().map(Subject::Service);
    service.or_else(|| it.domain.clone().map(Subject::Domain)).or_else(|| it.path.clone().map(Subject::Path))
}

/// The parts of each thing that are so at the instant, where there are any, in one list that is used again.
fn each<'a>(situation: &Situation<'a>, mut look: impl FnMut(&[&'a Part])) {
    let mut now = Vec::new();
    for all in situation.topology.things() {
        now.clear();
        now.extend(all.iter().filter(|it| it.holds(situation.at)));
        if !now.is_empty() {
            look(&now);
        }
    }
}

pub(super) fn without_team(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let topology = situation.topology;
    let mut with_person = HashSet::new();
    each(situation, |all| {
        let records = all.iter().filter(|it| it.person).filter_map(|it| topology.ownership(it));
        with_person.extend(records.filter_map(|it| it.service.as_ref()));
    });
    for service in situation.topology.coverage(situation.at).unowned {
        // A person as its only owner is told below, once.
        if !with_person.contains(&service) {
            audit.add(Finding::of(
                rule,
                Severity::Error,
                Subject::Service(service),
                "no team answers for it",
            ));
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
    let exists = |team| topology.team(team, situation.at).is_some();
    let exist: Vec<bool> = topology.owning_teams().iter().map(exists).collect();
    each(situation, |all| strange_owners(situation, all, &exist, rule, audit));
}

/// Owners who are no team: a person alone, and teams that do not exist at the instant.
fn strange_owners(situation: &Situation<'_>, all: &[&Part], exist: &[bool], rule: &Rule, audit: &mut Audit) {
    let record = |it: &Part| situation.topology.ownership(it);
    let mut add = |severity, part: &Part, evidence| {
        let subject = record(part).and_then(subject);
        audit.findings.extend(subject.map(|subject| Finding::of(rule, severity, subject, evidence)));
    };
    let person = all.iter().find(|it| it.person).filter(|_| all.iter().all(|it| it.team.is_none()));
    if let Some((part, person)) = person.and_then(|part| Some((part, record(part)?.person.as_ref()?))) {
        add(Severity::Warning, part, format!("the person `{person}` is its only owner"));
    }
    let known = |team: u32| exist.get(team as usize).copied().unwrap_or(false);
    for part in all.iter().filter(|it| it.team.is_some_and(|team| !known(team))) {
        let team = record(part).and_then(|it| it.team.as_ref());
        if let Some(team) = team {
            add(Severity::Error, part, format!("its owner `{team}` is no team at that time"));
        }
    }
}

pub(super) fn several_accountable(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some(limit) = rule.threshold("teams") else { return };
    let mut teams = Vec::new();
    each(situation, |all| {
        let accountable = all.iter().filter(|it| it.role == OwnershipRole::Accountable);
        teams.clear();
        teams.extend(accountable.filter_map(|it| it.team));
        // The numbers are in the order of the ids.
        teams.sort_unstable();
        teams.dedup();
        #[expect(clippy::cast_precision_loss, reason = "counts of teams are far below 2^53")]
        let count = teams.len() as f64;
        // Most things have one owner, and no subject has to be made for them.
        let subject = all.first().filter(|_| count > limit.value);
        let subject = subject.and_then(|part| self::subject(situation.topology.ownership(part)?));
        if let Some(subject) = subject {
            audit.above(rule, subject, count, limit, || {
                let owners = situation.topology.owning_teams();
                let named = teams.iter().filter_map(|team| owners.get(*team as usize));
                let named: Vec<String> = named.map(|team| format!("`{team}`")).collect();
                format!("{} answer for it", named.join(", "))
            });
        }
    });
}
