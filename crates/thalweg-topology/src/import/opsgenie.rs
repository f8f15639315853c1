//! Opsgenie: escalations and schedules as its REST API v2 gives them.

use thalweg_model::{Loaded, PersonId, RecordId, TeamId};

use super::rota;
use crate::catalog::{Gather, Pick, escalation_path, schedule, step};
use crate::document::{Document, EscalationStep, Layer};
use crate::error::TopologyError;
use crate::format::{Format, Node};

/// Reads `escalations` and `schedules`, or `data` with either.
///
/// The delays of an escalation's rules count from its start, so the time for an answer at a step is what lies between it and the next;
/// the last step has none.
///
/// # Errors
/// [`TopologyError`] where the text is no JSON.
pub fn opsgenie(text: &str, format: Format, source: &str) -> Result<Loaded<Document>, TopologyError> {
    Gather::entities(text, format, source, |gather, node| {
        let all: Vec<&Node> =
            ["escalations", "schedules", "data"].iter().flat_map(|name| node.items(&[name])).collect();
        for it in all {
            match (it.at(&["rules"]), it.at(&["rotations"])) {
                (Some(_), _) => escalation(gather, it),
                (None, Some(_)) => rotas(gather, it),
                (None, None) => {
                    gather.refuse(it, "neither an escalation with `rules` nor a schedule with `rotations`")
                }
            }
        }
    })
}

fn minutes(amount: u64, unit: Option<&str>) -> u64 {
    match unit.unwrap_or("minutes") {
        "hours" => amount.saturating_mul(60),
        "days" => amount.saturating_mul(60 * 24),
        _ => amount,
    }
}

fn escalation(gather: &mut Gather, node: &Node) {
    let owner = node.text(&["ownerTeam", "name"]).or_else(|| node.text(&["ownerTeam", "id"]));
    let Some((id, owner)) = node.text(&["id"]).or_else(|| node.text(&["name"])).zip(owner) else {
        return gather.refuse(node, "an escalation needs an `id` and an `ownerTeam`");
    };
    let (Some(id), Some(team)) = (gather.id(node, RecordId::new(id)), gather.id(node, TeamId::new(owner)))
    else {
        return;
    };
    let mut rules: Vec<(u64, EscalationStep)> =
        node.items(&["rules"]).iter().map(|rule| (delay(rule), reached(gather, rule))).collect();
    rules.sort_by_key(|(delay, _)| *delay);
    let after: Vec<u64> = rules.iter().skip(1).map(|(delay, _)| *delay).collect();
    let mut path = escalation_path(id, team);
    let mut next = after.into_iter();
    path.steps = rules
        .into_iter()
        .map(|(delay, mut step)| {
            let until = next.next().map(|next| next.saturating_sub(delay));
            step.respond_within_minutes = until.and_then(|it| u32::try_from(it).ok());
            step
        })
        .collect();
    gather.document().escalation_paths.push(path);
}

fn delay(rule: &Node) -> u64 {
    minutes(rule.whole(&["delay", "timeAmount"]).unwrap_or(0), rule.text(&["delay", "timeUnit"]))
}

fn reached(gather: &mut Gather, rule: &Node) -> EscalationStep {
    let mut step = step();
    for it in rule.items(&["recipient"]) {
        let id = it
            .text(&["username"])
            .or_else(|| it.text(&["id"]))
            .or_else(|| it.text(&["name"]))
            .unwrap_or_default();
        match it.text(&["type"]).unwrap_or_default() {
            "user" => step.reaches.extend(gather.part(it, "recipient", PersonId::new(id))),
            "schedule" => {
                let id = it.text(&["id"]).or_else(|| it.text(&["name"])).unwrap_or_default();
                step.schedules.extend(gather.part(it, "recipient", RecordId::new(id)));
            }
            other => gather.leave_out(
                it,
                "recipient",
                format!("a recipient of the type `{other}` reaches nobody here"),
            ),
        }
    }
    step
}

fn rotas(gather: &mut Gather, node: &Node) {
    let Some(id) = node.text(&["id"]).or_else(|| node.text(&["name"])) else {
        return gather.refuse(node, "a schedule needs an `id`");
    };
    let Some(id) = gather.id(node, RecordId::new(id)) else { return };
    let mut new = schedule(id);
    new.zone = rota::zone(gather, node, "timezone");
    new.layers = node.items(&["rotations"]).iter().map(|it| rotation(gather, it)).collect();
    gather.document().schedules.push(new);
}

fn rotation(gather: &mut Gather, node: &Node) -> Layer {
    let people = node.items(&["participants"]).iter();
    let people = people.filter(|it| it.text(&["type"]) == Some("user"));
    let ids = people.map(|it| it.text(&["username"]).or_else(|| it.text(&["id"])));
    let people = rota::people(gather, node, "participants", ids);
    let hours = match node.text(&["type"]).unwrap_or("weekly") {
        "hourly" => 1,
        "daily" => 24,
        _ => 24 * 7,
    };
    let minutes = node.whole(&["length"]).unwrap_or(1).saturating_mul(hours * 60);
    let mut layer = rota::rota(gather, node, people, node.text(&["startDate"]), minutes);
    layer.until = node.text(&["endDate"]).and_then(|text| gather.part(node, "endDate", text.parse()));
    if node.at(&["timeRestriction"]).is_some() {
        restricted(gather, node, &mut layer);
    }
    layer
}

fn restricted(gather: &mut Gather, node: &Node, layer: &mut Layer) {
    let all = ["restriction", "restrictions"].iter().flat_map(|name| node.items(&["timeRestriction", name]));
    for it in all {
        let at = |part: &str| {
            let of = |unit: &str| it.whole(&[&format!("{part}{unit}")]);
            Some(of("Hour")? * 60 + of("Min").unwrap_or(0))
        };
        let day = |part: &str| it.text(&[&format!("{part}Day")]).and_then(rota::named_day);
        let one_day = day("start") == day("end");
        let shift = at("start").zip(at("end")).filter(|_| one_day).and_then(|(from, until)| {
            let minutes = if until > from { until - from } else { until + 24 * 60 - from };
            rota::shift(
                &format!("{:02}:{:02}", from / 60, from % 60),
                minutes,
                day("start").into_iter().collect(),
            )
        });
        match shift {
            Some(shift) => layer.shifts.push(shift),
            None => gather.leave_out(it, "timeRestriction", "a restriction lies within a day here"),
        }
    }
}
