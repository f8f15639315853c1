//! Opsgenie: escalations and schedules as its REST API v2 gives them.

use thalweg_model::{Loaded, PersonId, RecordId, TeamId};

use super::{answer, opsgenie_rota};
use crate::catalog::{Extra, Gather, Pick, escalation_path, step};
use crate::document::{Document, EscalationPath, EscalationStep};
use crate::error::TopologyError;
use crate::format::{Format, Node, Value, shown};

pub(super) const TOOL: &str = "opsgenie";

/// Reads `escalations` and `schedules`, or `data` with either.
///
/// The delays of an escalation's rules count from its start, so the time for an answer at a step is what lies between it and the next;
/// the last step has none. Rules of the same delay are one step. A rotation becomes a layer; one in which escalations, teams or nobody take
/// turns has no form here and is told. What else the tool says stands in `extra`.
///
/// # Errors
/// [`TopologyError`] where the text is no JSON.
pub fn opsgenie(text: &str, format: Format, source: &str) -> Result<Loaded<Document>, TopologyError> {
    Gather::entities(text, format, source, |gather, node| {
        let names = ["escalations", "schedules", "data"];
        answer::expect(gather, node, &names);
        answer::unfinished(gather, node);
        for it in names.into_iter().flat_map(|name| answer::listed(gather, node, name)).collect::<Vec<_>>() {
            match (it.at(&["rules"]), it.at(&["rotations"])) {
                (Some(_), _) => escalation(gather, it),
                (None, Some(_)) => opsgenie_rota::rotas(gather, it),
                (None, None) => {
                    gather.refuse(it, "neither an escalation with `rules` nor a schedule with `rotations`")
                }
            }
        }
    })
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
    let mut rules: Vec<(u64, &Node)> = Vec::new();
    for rule in node.items(&["rules"]) {
        rules.extend(delay(gather, rule).map(|delay| (delay, rule)));
    }
    rules.sort_by_key(|(delay, _)| *delay);
    let mut steps: Vec<(u64, EscalationStep)> = Vec::new();
    for (delay, rule) in rules {
        if steps.last().is_none_or(|(before, _)| *before != delay) {
            steps.push((delay, step()));
        }
        if let Some((_, step)) = steps.last_mut() {
            reached(gather, rule, step);
        }
    }
    let mut path = escalation_path(id, team);
    path.steps = timed(steps);
    let mut extra = Extra::new(TOOL, EscalationPath::FIELDS);
    extra.rest(Some(node), &["id", "ownerTeam", "rules"]);
    path.extra = extra.done();
    gather.document().escalation_paths.push(path);
}

/// The steps with the time from each to the next.
fn timed(steps: Vec<(u64, EscalationStep)>) -> Vec<EscalationStep> {
    let after: Vec<u64> = steps.iter().skip(1).map(|(delay, _)| *delay).collect();
    let mut next = after.into_iter();
    let timed = steps.into_iter().map(|(delay, mut step)| {
        let until = next.next().map(|next| next.saturating_sub(delay));
        step.respond_within_minutes = until.and_then(|it| u32::try_from(it).ok());
        step
    });
    timed.collect()
}

/// The minutes from the start of the escalation to a rule.
fn delay(gather: &mut Gather, rule: &Node) -> Option<u64> {
    let amount = match rule.at(&["delay"]) {
        None | Some(Node { value: Value::Null, .. }) => Some(0),
        Some(delay) => delay.whole(&["timeAmount"]),
    };
    let minutes = amount.and_then(|amount| match rule.text(&["delay", "timeUnit"]).unwrap_or("minutes") {
        "seconds" => Some(amount.div_ceil(60)),
        "minutes" => Some(amount),
        "hours" => amount.checked_mul(60),
        "days" => amount.checked_mul(24 * 60),
        _ => None,
    });
    if minutes.is_none() {
        gather.leave_out(rule, "delay", "a delay has a `timeAmount` and a `timeUnit`, as `minutes`");
    }
    minutes
}

fn reached(gather: &mut Gather, rule: &Node, step: &mut EscalationStep) {
    let notify = rule.text(&["notifyType"]).unwrap_or("default");
    for it in rule.items(&["recipient"]) {
        let name = it.text(&["id"]).or_else(|| it.text(&["name"])).unwrap_or_default();
        match (it.text(&["type"]).unwrap_or_default(), notify) {
            ("user", _) => {
                let id = it.text(&["username"]).unwrap_or(name);
                step.reaches.extend(gather.part(it, "recipient", PersonId::new(id)));
            }
            ("schedule", "default") => {
                step.schedules.extend(gather.part(it, "recipient", RecordId::new(name)));
            }
            ("schedule", other) => {
                let reason =
                    format!("who is `{}` in a schedule has no form here and is not reached", shown(other));
                gather.leave_out(it, "recipient", reason);
            }
            (other, _) => gather.leave_out(
                it,
                "recipient",
                format!("a recipient of the type `{}` reaches nobody here", shown(other)),
            ),
        }
    }
}
