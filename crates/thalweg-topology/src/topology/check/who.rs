//! Teams, people, services and domains: one record an id at any time, and no loops upwards.

use std::collections::BTreeMap;
use std::fmt::Display;

use thalweg_model::{Instant, Tz};

use super::origin::{Findings, Kind, Problem, duplicate, lasts, refused, without};
use super::{Known, may_stand};
use crate::document::{Document, Lasting, Person, Team};
use crate::topology::loops;

const TEAMS: Kind = Kind { list: "teams", word: "team" };
const PEOPLE: Kind = Kind { list: "people", word: "person" };
const SERVICES: Kind = Kind { list: "services", word: "service" };
const DOMAINS: Kind = Kind { list: "domains", word: "domain" };

pub(super) fn check(document: &mut Document, zone: Tz, findings: &mut Findings) {
    versions(TEAMS, &mut document.teams, |it| it.id.clone(), zone, findings);
    versions(PEOPLE, &mut document.people, |it| it.id.clone(), zone, findings);
    versions(SERVICES, &mut document.services, |it| it.id.clone(), zone, findings);
    versions(DOMAINS, &mut document.domains, |it| it.id.clone(), zone, findings);
    references(document, findings);
    upwards(document, zone, findings);
}

/// Records of one id may follow each other, but not overlap.
pub(super) fn versions<T: Lasting + PartialEq, N: Ord + Clone + Display>(
    kind: Kind,
    records: &mut Vec<T>,
    id: impl Fn(&T) -> N + Copy,
    zone: Tz,
    findings: &mut Findings,
) {
    let clashes = clashes(records, id, zone);
    findings.sift(kind, records, id, |position, record| {
        let clash = clashes.get(&position).map(|same| {
            if *same {
                duplicate("it stands twice")
            } else {
                refused("from", "another record of this id lasts then")
            }
        });
        lasts(record, zone).or(clash).into_iter().collect()
    });
}

/// The positions of records that overlap an earlier one of their id, and whether they say the very same.
fn clashes<T: Lasting + PartialEq, N: Ord>(
    records: &[T],
    id: impl Fn(&T) -> N,
    zone: Tz,
) -> BTreeMap<usize, bool> {
    let mut stretches: BTreeMap<N, BTreeMap<Instant, (Instant, &T)>> = BTreeMap::new();
    let mut clashes = BTreeMap::new();
    for (position, record) in records.iter().enumerate() {
        let (from, until) = record.span().instants(zone);
        let of_id = stretches.entry(id(record)).or_default();
        // The stretches of one id do not overlap, so only the last that begins before this one ends can.
        match of_id.range(..until).next_back().filter(|(_, (end, _))| *end > from) {
            Some((_, (_, earlier))) => _ = clashes.insert(position, *earlier == record),
            None if from < until => _ = of_id.insert(from, (until, record)),
            None => {}
        }
    }
    clashes
}

/// References to teams, people and domains that nothing describes are left out.
fn references(document: &mut Document, findings: &mut Findings) {
    let known = Known::of(document);
    findings.sift(TEAMS, &mut document.teams, |it| it.id.clone(), |_, team| team_refers(team, &known));
    findings.sift(
        PEOPLE,
        &mut document.people,
        |it| it.id.clone(),
        |_, person| person_refers(person, &known),
    );
    findings.sift(
        SERVICES,
        &mut document.services,
        |it| it.id.clone(),
        |_, service| {
            let domain = service.domain.take_if(|domain| !may_stand(domain, &known.domains));
            domain.map(|id| without("domain", format!("there is no domain `{id}`"))).into_iter().collect()
        },
    );
}

fn team_refers(team: &mut Team, known: &Known) -> Vec<Problem> {
    let itself = team.parent.take_if(|parent| *parent == team.id);
    let parent = team.parent.take_if(|parent| !may_stand(parent, &known.teams));
    let manager = team.manager.take_if(|manager| !may_stand(manager, &known.people));
    let problems = [
        itself.map(|_| without("parent", "a team is not part of itself")),
        parent.map(|id| without("parent", format!("there is no team `{id}`"))),
        manager.map(|id| without("manager", format!("there is no person `{id}`"))),
    ];
    problems.into_iter().flatten().collect()
}

fn person_refers(person: &mut Person, known: &Known) -> Vec<Problem> {
    let itself = person.manager.take_if(|manager| *manager == person.id);
    let team = person.team.take_if(|team| !may_stand(team, &known.teams));
    let manager = person.manager.take_if(|manager| !may_stand(manager, &known.people));
    let problems = [
        itself.map(|_| without("manager", "nobody reports to themselves")),
        team.map(|id| without("team", format!("there is no team `{id}`"))),
        manager.map(|id| without("manager", format!("there is no person `{id}`"))),
    ];
    problems.into_iter().flatten().collect()
}

/// Loops of management and of units are cut at the record that stands last.
fn upwards(document: &mut Document, zone: Tz, findings: &mut Findings) {
    for found in loops::of_managers(document, zone) {
        if let Some(person) = document.people.get_mut(found.place) {
            person.manager = None;
            let told = without("manager", format!("the line upwards is a loop: {}", told(&found.members)));
            findings.add(PEOPLE, found.place, &person.id, told);
        }
    }
    for found in loops::of_units(document, zone) {
        if let Some(team) = document.teams.get_mut(found.place) {
            team.parent = None;
            let told = without("parent", format!("the line upwards is a loop: {}", told(&found.members)));
            findings.add(TEAMS, found.place, &team.id, told);
        }
    }
}

/// The members of a loop, a long one shortened.
fn told(members: &[String]) -> String {
    let shown = members.iter().take(8).cloned().collect::<Vec<_>>().join(" → ");
    if members.len() > 8 { format!("{shown} → … ({} in all)", members.len() - 1) } else { shown }
}
