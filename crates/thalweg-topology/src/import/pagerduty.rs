//! PagerDuty: escalation policies and schedules as its REST API v2 gives them.

use thalweg_model::{Loaded, PersonId, RecordId, TeamId};

use super::{answer, rota};
use crate::catalog::{Extra, Gather, Pick, escalation_path, schedule, stand_in, step};
use crate::document::{Document, EscalationPath, EscalationStep, Layer, Override, Schedule, Shift, Zone};
use crate::error::TopologyError;
use crate::format::{Format, Node, shown};

const TOOL: &str = "pagerduty";

/// Reads `escalation_policies` and `schedules`, or one `escalation_policy` or `schedule`.
///
/// A policy becomes the path of its first team; further ones are among `involves`. The delay of a rule is the time for an answer at its
/// step. A policy that repeats goes through its steps once here. The tool's first layer is the topmost, here the last one is. Overrides are
/// read from `overrides` and from `overrides_subschedule`. What else the tool says of a policy or a schedule stands in `extra`, without what
/// it has worked out from the layers.
///
/// # Errors
/// [`TopologyError`] where the text is no JSON.
pub fn pagerduty(text: &str, format: Format, source: &str) -> Result<Loaded<Document>, TopologyError> {
    Gather::entities(text, format, source, |gather, node| {
        let names = ["escalation_policies", "escalation_policy", "schedules", "schedule"];
        answer::expect(gather, node, &names);
        answer::unfinished(gather, node);
        for (name, read) in names.into_iter().zip([policy, policy, rotas, rotas]) {
            for it in answer::listed(gather, node, name) {
                read(gather, it);
            }
        }
    })
}

/// The name under which a reference is known: its summary where it has one, else its id.
fn name(node: &Node) -> Option<&str> {
    node.text(&[]).or_else(|| node.text(&["summary"])).or_else(|| node.text(&["id"]))
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
        return gather.refuse(node, format!("the escalation policy `{}` names no team", shown(id)));
    };
    let Some(id) = gather.id(node, RecordId::new(id)) else { return };
    let mut path = escalation_path(id, first);
    path.involves = teams.into_iter().skip(1).collect();
    path.steps = node.items(&["escalation_rules"]).iter().map(|rule| rule_step(gather, rule)).collect();
    let mut extra = Extra::new(TOOL, EscalationPath::FIELDS);
    extra.rest(Some(node), &["id", "teams", "escalation_rules"]);
    path.extra = extra.done();
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
                format!("a target of the type `{}` reaches nobody here", shown(other)),
            ),
        }
    }
    let strategy = "escalation_rule_assignment_strategy";
    if rule.text(&[strategy, "type"]).or_else(|| rule.text(&[strategy])) == Some("round_robin") {
        gather.note(rule, strategy, "the targets take turns, and are all named here");
    }
    let mut extra = Extra::new(TOOL, EscalationStep::FIELDS);
    extra.rest(Some(rule), &["escalation_delay_in_minutes", "targets"]);
    step.extra = extra.done();
    step
}

fn rotas(gather: &mut Gather, node: &Node) {
    let Some(id) = node.text(&["id"]) else { return gather.refuse(node, "a schedule needs an `id`") };
    let Some(id) = gather.id(node, RecordId::new(id)) else { return };
    let mut new = schedule(id);
    new.zone = rota::zone(gather, node, "time_zone");
    let layers = node.items(&["schedule_layers"]).iter().rev();
    new.layers = layers.filter_map(|it| one_layer(gather, it, new.zone)).collect();
    if node.at(&["schedule_layers"]).is_none() {
        let reason =
            "its layers are not given, as in a list of schedules: give the answer for the schedule itself";
        gather.leave_out(node, "schedule_layers", reason);
    }
    let rendered = node.items(&["overrides_subschedule", "rendered_schedule_entries"]).iter();
    let overrides = node.items(&["overrides"]).iter().chain(rendered);
    new.overrides = overrides.filter_map(|it| one_override(gather, it, new.zone)).collect();
    let mut extra = Extra::new(TOOL, Schedule::FIELDS);
    let used = [
        "id",
        "time_zone",
        "schedule_layers",
        "overrides",
        "overrides_subschedule",
        "final_schedule",
        "users",
    ];
    extra.rest(Some(node), &used);
    new.extra = extra.done();
    gather.document().schedules.push(new);
}

fn one_layer(gather: &mut Gather, node: &Node, zone: Option<Zone>) -> Option<Layer> {
    let ids = node.items(&["users"]).iter().map(|it| it.text(&["user", "id"]).or_else(|| it.text(&["id"])));
    let people = rota::people(gather, node, "users", ids);
    let minutes = node.whole(&["rotation_turn_length_seconds"]).unwrap_or(0) / 60;
    let mut layer = rota::rota(gather, node, people, minutes);
    layer.from = rota::moment(gather, node, "start", zone);
    layer.start = rota::moment(gather, node, "rotation_virtual_start", zone).or(layer.from);
    layer.until = rota::moment(gather, node, "end", zone);
    let restrictions = node.items(&["restrictions"]).iter();
    let hours = restrictions.map(|it| restriction(gather, it)).collect();
    let kept = rota::restricted(layer, hours);
    if kept.is_none() {
        gather.leave_out(node, "restrictions", "none of its hours can be read, so the layer is not taken");
    }
    kept
}

fn restriction(gather: &mut Gather, node: &Node) -> Option<Vec<Shift>> {
    let weekly = node.text(&["type"]) == Some("weekly_restriction");
    let day = node.whole(&["start_day_of_week"]).filter(|_| weekly).map(rota::weekday);
    let seconds = node.whole(&["duration_seconds"]).unwrap_or(0);
    let from = node.text(&["start_time_of_day"]).unwrap_or_default();
    let hours = match day {
        None if weekly => None,
        None => rota::hours(from, seconds / 60, &[]),
        Some(day) => day.and_then(|day| rota::hours(from, seconds / 60, &[day])),
    };
    if hours.is_none() {
        let reason =
            "a restriction has a `start_time_of_day`, a `duration_seconds`, and for weeks a day from 1 to 7";
        gather.leave_out(node, "restrictions", reason);
    } else if !seconds.is_multiple_of(60) || from.get(6..8).is_some_and(|it| it != "00") {
        gather.leave_out(node, "restrictions", "its seconds are left out");
    }
    hours
}

fn one_override(gather: &mut Gather, node: &Node, zone: Option<Zone>) -> Option<Override> {
    let Some(id) = node.text(&["user", "id"]) else {
        gather.leave_out(node, "overrides", "an override needs its `user` with an `id`");
        return None;
    };
    let mut new = stand_in(gather.part(node, "overrides", PersonId::new(id))?);
    new.from = rota::moment(gather, node, "start", zone);
    new.until = rota::moment(gather, node, "end", zone);
    if new.from.is_none() || new.until.is_none() {
        gather.leave_out(node, "overrides", "an override needs its `start` and its `end`");
        return None;
    }
    Some(new)
}
