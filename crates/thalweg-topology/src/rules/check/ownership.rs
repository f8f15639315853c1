//! Whether one team answers for each thing (TT013, TT014).

use std::collections::BTreeSet;

use hashbrown::{HashMap, HashSet};
use thalweg_model::{RecordId, ServiceId, TeamId};

use super::super::audit::Audit;
use super::super::finding::{Finding, Severity, Subject};
use super::super::rule::Rule;
use super::super::situation::Situation;
use crate::document::{Ownership, OwnershipRole};

/// What is owned.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Thing<'a> {
    Service(&'a ServiceId),
    Domain(&'a RecordId),
    Path(&'a str),
}

impl<'a> Thing<'a> {
    fn of(it: &'a Ownership) -> Option<Self> {
        let service = it.service.as_ref().map(Self::Service);
        service
            .or_else(|| it.domain.as_ref().map(Self::Domain))
            .or_else(|| it.path.as_deref().map(Self::Path))
    }

    fn subject(self) -> Subject {
        match self {
            Self::Service(id) => Subject::Service(id.clone()),
            Self::Domain(id) => Subject::Domain(id.clone()),
            Self::Path(path) => Subject::Path(path.to_owned()),
        }
    }
}

/// The stretches of ownership at the instant, those of one thing together, the things in the order in which they come.
fn by_thing<'a>(situation: &Situation<'a>) -> Vec<(Thing<'a>, &'a Ownership)> {
    let mut numbers = HashMap::<Thing<'a>, usize>::new();
    let mut all = Vec::new();
    for it in situation.topology.active(&situation.topology.document().ownership, situation.at) {
        if let Some(thing) = Thing::of(it) {
            let next = numbers.len();
            all.push((*numbers.entry(thing).or_insert(next), thing, it));
        }
    }
    all.sort_by_key(|(number, _, _)| *number);
    all.into_iter().map(|(_, thing, it)| (thing, it)).collect()
}

/// Those of one thing after the other.
fn each<'s, 'a>(
    all: &'s [(Thing<'a>, &'a Ownership)],
) -> impl Iterator<Item = (Thing<'a>, &'s [(Thing<'a>, &'a Ownership)])> {
    all.chunk_by(|(one, _), (other, _)| one == other).filter_map(|some| Some((some.first()?.0, some)))
}

pub(super) fn without_team(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let things = by_thing(situation);
    let with_person = things.iter().filter(|(_, it)| it.person.is_some());
    let with_person: HashSet<Thing<'_>> = with_person.map(|(thing, _)| *thing).collect();
    for service in situation.topology.coverage(situation.at).unowned {
        // A person as its only owner is told below, once.
        if !with_person.contains(&Thing::Service(&service)) {
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
    for (thing, all) in each(&things) {
        let mut teams = all.iter().filter_map(|(_, it)| it.team.as_ref()).peekable();
        let person = all.iter().find_map(|(_, it)| it.person.as_ref());
        if let Some(person) = person.filter(|_| teams.peek().is_none()) {
            let evidence = format!("the person `{person}` is its only owner");
            audit.add(Finding::of(rule, Severity::Warning, thing.subject(), evidence));
        }
        for team in teams.filter(|team| situation.topology.team(team, situation.at).is_none()) {
            let evidence = format!("its owner `{team}` is no team at that time");
            audit.add(Finding::of(rule, Severity::Error, thing.subject(), evidence));
        }
    }
}

pub(super) fn several_accountable(situation: &Situation<'_>, rule: &Rule, audit: &mut Audit) {
    let Some(limit) = rule.threshold("teams") else { return };
    for (thing, all) in each(&by_thing(situation)) {
        let accountable = all.iter().map(|(_, it)| it).filter(|it| it.role == OwnershipRole::Accountable);
        let teams: BTreeSet<&TeamId> = accountable.filter_map(|it| it.team.as_ref()).collect();
        #[expect(clippy::cast_precision_loss, reason = "counts of teams are far below 2^53")]
        let count = teams.len() as f64;
        // Most things have one owner, and no subject has to be made for them.
        if count > limit.value {
            audit.above(rule, thing.subject(), count, limit, || {
                let named: Vec<String> = teams.iter().map(|team| format!("`{team}`")).collect();
                format!("{} answer for it", named.join(", "))
            });
        }
    }
}
