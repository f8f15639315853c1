//! Escalation paths and schedules: they name who exists, every step reaches somebody, and no path leads back to itself.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::{RecordId, Tz};

use super::origin::{Findings, Kind, Problem, refused, without};
use super::who::versions;
use super::{Known, may_stand};
use crate::document::{Document, EscalationPath, EscalationStep, Layer, Schedule};

const PATHS: Kind = Kind { list: "escalation_paths", word: "escalation path" };
const SCHEDULES: Kind = Kind { list: "schedules", word: "schedule" };

pub(super) fn check(document: &mut Document, zone: Tz, findings: &mut Findings) {
    versions(SCHEDULES, &mut document.schedules, |it| it.id.clone(), zone, findings);
    versions(PATHS, &mut document.escalation_paths, |it| it.id.clone(), zone, findings);
    let teams = Known::of(document).teams;
    findings.sift(
        PATHS,
        &mut document.escalation_paths,
        |it| it.id.clone(),
        |_, it| {
            let unknown = (!may_stand(&it.team, &teams))
                .then(|| refused("team", format!("there is no team `{}`", it.team)));
            unknown.into_iter().collect()
        },
    );
    // What was refused so far must not be referred to.
    let known = Known::of(document);
    findings.sift(SCHEDULES, &mut document.schedules, |it| it.id.clone(), |_, it| schedule(it, &known));
    findings.sift(PATHS, &mut document.escalation_paths, |it| it.id.clone(), |_, it| path(it, &known));
    let looping = looping(&document.escalation_paths);
    findings.sift(PATHS, &mut document.escalation_paths, |it| it.id.clone(), |_, it| cut(it, &looping));
}

fn schedule(it: &mut Schedule, known: &Known) -> Vec<Problem> {
    let mut problems = Vec::new();
    it.layers.retain(|layer| {
        let reason = unusable(layer);
        problems.extend(reason.map(|reason| without("layers", reason)));
        reason.is_none()
    });
    for layer in &mut it.layers {
        layer.people.retain(|id| {
            let stands = may_stand(id, &known.people);
            problems
                .extend((!stands).then(|| without("layers.people", format!("there is no person `{id}`"))));
            stands
        });
    }
    it.overrides.retain(|stand_in| {
        let stands = may_stand(&stand_in.person, &known.people);
        let reason = || without("overrides.person", format!("there is no person `{}`", stand_in.person));
        problems.extend((!stands).then(reason));
        stands
    });
    problems
}

fn unusable(layer: &Layer) -> Option<&'static str> {
    match layer {
        Layer { people, .. } if people.is_empty() => Some("nobody takes turns in this layer"),
        Layer { turn_hours: Some(0), .. } => Some("a turn takes at least one hour"),
        Layer { start: None, people, .. } if people.len() > 1 => Some("taking turns needs a `start`"),
        _ => None,
    }
}

fn path(it: &mut EscalationPath, known: &Known) -> Vec<Problem> {
    let mut problems = Vec::new();
    it.involves.retain(|id| {
        let stands = may_stand(id, &known.teams);
        problems.extend((!stands).then(|| without("involves", format!("there is no team `{id}`"))));
        stands
    });
    for (number, step) in (1..).zip(&mut it.steps) {
        problems.extend(named(step, known));
        if reaches_nobody(step) {
            problems.push(without("steps", format!("step {number} reaches nobody")));
        }
    }
    problems
}

fn reaches_nobody(step: &EscalationStep) -> bool {
    step.reaches.is_empty() && step.schedules.is_empty() && step.path.is_none()
}

/// Whom a step names must exist.
fn named(step: &mut EscalationStep, known: &Known) -> Vec<Problem> {
    let mut problems = Vec::new();
    step.reaches.retain(|id| {
        let stands = may_stand(id, &known.people);
        problems.extend((!stands).then(|| without("steps.reaches", format!("there is no person `{id}`"))));
        stands
    });
    // An empty list of schedules knows that there is none, unlike one of people.
    step.schedules.retain(|id| {
        let stands = known.schedules.contains(id);
        problems
            .extend((!stands).then(|| without("steps.schedules", format!("there is no schedule `{id}`"))));
        stands
    });
    let path = step.path.take_if(|id| !known.paths.contains(id));
    problems.extend(path.map(|id| without("steps.path", format!("there is no escalation path `{id}`"))));
    problems
}

/// The paths that lead on into a loop of paths, each with those of its loop.
fn looping(paths: &[EscalationPath]) -> BTreeMap<RecordId, BTreeSet<RecordId>> {
    let ids = paths.iter().map(|it| &it.id);
    let onwards =
        paths.iter().flat_map(|it| it.steps.iter().filter_map(|step| Some((&it.id, step.path.as_ref()?))));
    let graph = crate::flow::Network::new(ids, onwards);
    let loops =
        graph.loops().into_iter().map(|members| members.into_iter().cloned().collect::<BTreeSet<_>>());
    loops.flat_map(|members| members.clone().into_iter().map(move |id| (id, members.clone()))).collect()
}

fn cut(it: &mut EscalationPath, looping: &BTreeMap<RecordId, BTreeSet<RecordId>>) -> Vec<Problem> {
    let Some(members) = looping.get(&it.id) else { return Vec::new() };
    let steps = it.steps.iter_mut();
    let cut = steps.filter_map(|step| step.path.take_if(|path| members.contains(path)));
    cut.map(|path| without("steps.path", format!("the path leads on to `{path}` and from there back here")))
        .collect()
}
