//! Ownership, interactions and dependencies: what they connect has to be there, and differ.

use thalweg_model::{TeamId, Tz};

use super::origin::{Findings, Kind, Problem, lasts, refused};
use super::{Known, may_stand};
use crate::document::{Document, Ownership};

const OWNERSHIP: Kind = Kind { list: "ownership", word: "ownership" };
const INTERACTIONS: Kind = Kind { list: "interactions", word: "interaction" };
const DEPENDENCIES: Kind = Kind { list: "dependencies", word: "dependency" };

pub(super) fn check(document: &mut Document, known: &Known, zone: Tz, findings: &mut Findings) {
    findings.sift(OWNERSHIP, &mut document.ownership, subject, |_, it| {
        lasts(it, zone).into_iter().chain(owns_one(it)).collect()
    });
    findings.sift(
        INTERACTIONS,
        &mut document.interactions,
        |it| pair(&it.team, &it.with),
        |_, it| {
            lasts(it, zone).into_iter().chain(two([("team", &it.team), ("with", &it.with)], known)).collect()
        },
    );
    findings.sift(
        DEPENDENCIES,
        &mut document.dependencies,
        |it| pair(&it.team, &it.on),
        |_, it| lasts(it, zone).into_iter().chain(two([("team", &it.team), ("on", &it.on)], known)).collect(),
    );
}

fn pair(one: &TeamId, other: &TeamId) -> String {
    format!("{one}` – `{other}")
}

/// What is owned, for a message.
fn subject(it: &Ownership) -> String {
    let service = it.service.as_ref().map(ToString::to_string);
    service
        .or_else(|| it.domain.as_ref().map(ToString::to_string))
        .or_else(|| it.path.clone())
        .unwrap_or_default()
}

/// One thing, and one owner. That the owner is a team which exists is a rule's business (TT013), not the reader's.
fn owns_one(it: &Ownership) -> Vec<Problem> {
    let things =
        usize::from(it.service.is_some()) + usize::from(it.domain.is_some()) + usize::from(it.path.is_some());
    let owners = usize::from(it.team.is_some()) + usize::from(it.person.is_some());
    let thing = (things != 1).then(|| refused("service", "name one of `service`, `domain` and `path`"));
    let owner = (owners != 1).then(|| refused("team", "name one of `team` and `person`"));
    thing.into_iter().chain(owner).collect()
}

/// Two different teams that there are.
fn two(ends: [(&'static str, &TeamId); 2], known: &Known) -> Vec<Problem> {
    let [(_, one), (field, other)] = ends;
    let same = (one == other).then(|| refused(field, "a team has nothing to agree on with itself"));
    let unknown = ends.into_iter().filter(|(_, team)| !may_stand(*team, &known.teams));
    let unknown = unknown.map(|(field, team)| refused(field, format!("there is no team `{team}`")));
    same.into_iter().chain(unknown).collect()
}
