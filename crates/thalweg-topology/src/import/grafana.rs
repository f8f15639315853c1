//! Grafana OnCall: chains, their policies, schedules and shifts as its HTTP API gives them.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::{Loaded, PersonId, RecordId, TeamId, Tz};

use super::{answer, grafana_shift, rota};
use crate::catalog::{Extra, Gather, Pick, escalation_path, schedule, step};
use crate::document::{Document, EscalationPath, EscalationStep, Schedule, Zone};
use crate::error::TopologyError;
use crate::format::{Format, Node, shown};

const TOOL: &str = "grafana";

/// Reads `escalation_chains`, `escalation_policies`, `schedules` and `on_call_shifts`, each the list of the API's `results` or the answer.
///
/// A chain becomes the path of its team, with the policies as steps in the order of their positions; a policy that waits is the time for
/// an answer at the step before it. A shift becomes a layer, one of a higher level over the others; one that recurs otherwise than every
/// day or every week has no form here and is told, and so are calendars, which are not fetched.
///
/// # Errors
/// [`TopologyError`] where the text is no JSON.
pub fn grafana_oncall(text: &str, format: Format, source: &str) -> Result<Loaded<Document>, TopologyError> {
    Gather::entities(text, format, source, |gather, node| {
        answer::expect(
            gather,
            node,
            &["escalation_chains", "escalation_policies", "schedules", "on_call_shifts"],
        );
        let mut policies: BTreeMap<&str, Vec<&Node>> = BTreeMap::new();
        for it in answer::listed(gather, node, "escalation_policies") {
            match it.text(&["escalation_chain_id"]) {
                Some(chain) => policies.entry(chain).or_default().push(it),
                None => gather.refuse(it, "an escalation policy needs its `escalation_chain_id`"),
            }
        }
        for it in answer::listed(gather, node, "escalation_chains") {
            chain(gather, it, &mut policies);
        }
        for it in policies.into_values().flatten() {
            gather.refuse(it, "the chain of this escalation policy is not among `escalation_chains`");
        }
        let shifts = answer::listed(gather, node, "on_call_shifts");
        let shifts: BTreeMap<&str, &Node> =
            shifts.into_iter().filter_map(|it| Some((it.text(&["id"])?, it))).collect();
        let schedules = answer::listed(gather, node, "schedules");
        let used: BTreeSet<&str> = schedules.iter().flat_map(|it| it.texts(&["shifts"])).collect();
        for it in schedules {
            rotas(gather, it, &shifts);
        }
        for (id, it) in shifts.iter().filter(|(id, _)| !used.contains(*id)) {
            gather.refuse(it, format!("no schedule has the shift `{}`", shown(id)));
        }
    })
}

fn chain(gather: &mut Gather, node: &Node, policies: &mut BTreeMap<&str, Vec<&Node>>) {
    let Some((id, team)) = node.text(&["id"]).zip(node.text(&["team_id"])) else {
        return gather.refuse(node, "an escalation chain needs an `id` and a `team_id`");
    };
    let mut mine = policies.remove(id).unwrap_or_default();
    mine.sort_by_key(|it| it.whole(&["position"]));
    let (Some(id), Some(team)) = (gather.id(node, RecordId::new(id)), gather.id(node, TeamId::new(team)))
    else {
        return;
    };
    let mut path = escalation_path(id, team);
    for policy in mine {
        next_step(gather, policy, &mut path.steps);
    }
    let mut extra = Extra::new(TOOL, EscalationPath::FIELDS);
    extra.rest(Some(node), &["id", "team_id"]);
    path.extra = extra.done();
    gather.document().escalation_paths.push(path);
}

fn next_step(gather: &mut Gather, node: &Node, steps: &mut Vec<EscalationStep>) {
    match node.text(&["type"]).unwrap_or_default() {
        "wait" => wait(gather, node, steps.last_mut()),
        kind @ ("notify_persons" | "notify_person_next_each_time") => {
            let mut new = step();
            let ids = node
                .texts(&["persons_to_notify"])
                .into_iter()
                .chain(node.texts(&["persons_to_notify_next_each_time"]));
            new.reaches =
                ids.filter_map(|id| gather.part(node, "persons_to_notify", PersonId::new(id))).collect();
            if kind == "notify_person_next_each_time" && new.reaches.len() > 1 {
                gather.note(node, "type", "the people take turns, and are all named here");
            }
            steps.push(new);
        }
        "notify_on_call_from_schedule" => {
            let mut new = step();
            let ids = node.texts(&["notify_on_call_from_schedule"]).into_iter();
            new.schedules = ids.filter_map(|id| gather.part(node, "schedule", RecordId::new(id))).collect();
            steps.push(new);
        }
        "notify_if_time_from_to" => {
            gather.leave_out(node, "type", "outside of these hours the chain ends here, which has no form");
        }
        other => gather.leave_out(
            node,
            "type",
            format!("a policy of the type `{}` reaches nobody here", shown(other)),
        ),
    }
}

/// Adds to the time for an answer at the step before.
fn wait(gather: &mut Gather, node: &Node, last: Option<&mut EscalationStep>) {
    let minutes = node.whole(&["duration"]).map(|seconds| seconds.div_ceil(60));
    let Some(minutes) = minutes.and_then(|it| u32::try_from(it).ok()) else {
        return gather.leave_out(node, "duration", "a wait needs its `duration` in seconds");
    };
    match last {
        Some(last) => {
            let before = last.respond_within_minutes.unwrap_or(0);
            last.respond_within_minutes = Some(before.saturating_add(minutes));
        }
        None => gather.leave_out(node, "type", "a chain that waits before it reaches anybody"),
    }
}

fn rotas(gather: &mut Gather, node: &Node, shifts: &BTreeMap<&str, &Node>) {
    let Some(id) = node.text(&["id"]) else { return gather.refuse(node, "a schedule needs an `id`") };
    let Some(id) = gather.id(node, RecordId::new(id)) else { return };
    let mut new = schedule(id);
    new.zone = rota::zone(gather, node, "time_zone").or_else(|| zone_of_all(node, shifts));
    let zone = new.zone.map_or(Tz::UTC, |zone| zone.0);
    let mut layers = Vec::new();
    for id in node.texts(&["shifts"]) {
        match shifts.get(id) {
            Some(shift) => layers.extend(grafana_shift::shift(gather, shift, zone)),
            None => gather.leave_out(
                node,
                "shifts",
                format!("the shift `{}` is not among `on_call_shifts`", shown(id)),
            ),
        }
    }
    layers.sort_by_key(|(level, _)| *level);
    new.layers = layers.into_iter().map(|(_, layer)| layer).collect();
    if node.at(&["shifts"]).is_none() && node.text(&["ical_url_primary"]).is_none() {
        gather.leave_out(node, "shifts", "its shifts are not given, so nobody is on call by it here");
    }
    for field in ["ical_url_primary", "ical_url_overrides"] {
        if node.text(&[field]).is_some() {
            gather.leave_out(
                node,
                field,
                "a calendar is not fetched: who is on call by it is not known here",
            );
        }
    }
    let mut extra = Extra::new(TOOL, Schedule::FIELDS);
    extra.rest(Some(node), &["id", "time_zone", "shifts", "on_call_now"]);
    new.extra = extra.done();
    gather.document().schedules.push(new);
}

/// The zone of a schedule's shifts, where it has none itself and theirs is the same.
fn zone_of_all(node: &Node, shifts: &BTreeMap<&str, &Node>) -> Option<Zone> {
    let named = node.texts(&["shifts"]).into_iter().filter_map(|id| shifts.get(id));
    let zones: BTreeSet<&str> = named.filter_map(|it| it.text(&["time_zone"])).collect();
    zones.first().filter(|_| zones.len() == 1)?.parse().ok()
}
