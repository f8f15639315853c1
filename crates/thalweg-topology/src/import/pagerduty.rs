//! PagerDuty: escalation policies and schedules as its REST API v2 gives them.

use thalweg_model::{Loaded, PersonId, RecordId, TeamId};

use super::rota;
use crate::catalog::{Gather, Pick, escalation_path, schedule, step};
use crate::document::{Document, EscalationStep, Layer};
use crate::error::TopologyError;
use crate::format::{Format, Node};

/// Reads `escalation_policies` and `schedules`.
///
/// A policy becomes the path of its first team; further ones are among `involves`. The delay of a rule is the time for an answer at its
/// step. A policy that repeats goes through its steps once here.
///
/// # Errors
/// [`TopologyError`] where the text is no JSON.
pub fn pagerduty(text: &str, format: Format, source: &str) -> Result<Loaded<Document>, TopologyError> {
    Gather::entities(text, format, source, |gather, node| {
        for it in node.items(&["escalation_policies"]).iter().chain(node.items(&["escalation_policy"])) {
            policy(gather, it);
        }
        for it in node.items(&["schedules"]).iter().chain(node.items(&["schedule"])) {
            rotas(gather, it);
        }
    })
}

/// The name under which a reference is known: its summary where it has one, else its id.
fn name(node: &Node) -> Option<&str> {
    node.text(&["summary"]).or_else(|| node.text(&["id"]))
}

fn policy(gather: &mut Gather, node: &Node) {
    let Some(id) = node.text(&["id"]) else {
        return gather.refuse(node, "an escalation policy needs an `id`");
    };
    let mut teams: Vec<TeamId> = Vec::new();
    for team in node.items(&["teams"]).iter().filter_map(name) {
        teams.extend(gather.part(node, "teams", TeamId::new(team)));
    }
    let Some(first) = teams.first().cloned() else {
        return gather.refuse(node, format!("the escalation policy `{id}` names no team"));
    };
    let Some(id) = gather.id(node, RecordId::new(id)) else { return };
    let mut path = escalation_path(id, first);
    path.involves = teams.into_iter().skip(1).collect();
    path.steps = node.items(&["escalation_rules"]).iter().map(|rule| rule_step(gather, rule)).collect();
    gather.document().escalation_paths.push(path);
}

fn rule_step(gather: &mut Gather, rule: &Node) -> EscalationStep {
    let mut step = step();
    let minutes = rule.whole(&["escalation_delay_in_minutes"]);
    step.respond_within_minutes = minutes.and_then(|it| u32::try_from(it).ok());
    for target in rule.items(&["targets"]) {
        let id = target.text(&["id"]).unwrap_or_default();
        match target.text(&["type"]).unwrap_or_default() {
            "user_reference" | "user" => {
                step.reaches.extend(gather.part(target, "targets", PersonId::new(id)))
            }
            "schedule_reference" | "schedule" => {
                step.schedules.extend(gather.part(target, "targets", RecordId::new(id)));
            }
            other => gather.leave_out(
                target,
                "targets",
                format!("a target of the type `{other}` reaches nobody here"),
            ),
        }
    }
    step
}

fn rotas(gather: &mut Gather, node: &Node) {
    let Some(id) = node.text(&["id"]).and_then(|id| gather.id(node, RecordId::new(id))) else {
        return gather.refuse(node, "a schedule needs an `id`");
    };
    let mut new = schedule(id);
    new.zone = rota::zone(gather, node, "time_zone");
    // The tool's first layer is the topmost; here the last one is.
    new.layers = node.items(&["schedule_layers"]).iter().rev().map(|it| one_layer(gather, it)).collect();
    gather.document().schedules.push(new);
}

fn one_layer(gather: &mut Gather, node: &Node) -> Layer {
    let ids = node.items(&["users"]).iter().map(|it| it.text(&["user", "id"]).or_else(|| it.text(&["id"])));
    let people = rota::people(gather, node, "users", ids);
    let start = node.text(&["rotation_virtual_start"]).or_else(|| node.text(&["start"]));
    let minutes = node.whole(&["rotation_turn_length_seconds"]).unwrap_or(0) / 60;
    let mut layer = rota::rota(gather, node, people, start, minutes);
    layer.until = node.text(&["end"]).and_then(|text| gather.part(node, "end", text.parse()));
    for it in node.items(&["restrictions"]) {
        let day = it.whole(&["start_day_of_week"]).and_then(rota::weekday);
        let minutes = it.whole(&["duration_seconds"]).unwrap_or(0) / 60;
        let from = it.text(&["start_time_of_day"]).unwrap_or_default();
        match rota::shift(from, minutes, day.into_iter().collect()) {
            Some(shift) => layer.shifts.push(shift),
            None => gather.leave_out(
                it,
                "restrictions",
                "a restriction is a time of day and at most a day long here",
            ),
        }
    }
    layer
}
