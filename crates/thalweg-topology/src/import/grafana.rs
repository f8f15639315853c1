//! Grafana OnCall: chains, their policies, schedules and shifts as its HTTP API gives them.

use std::collections::BTreeMap;

use thalweg_model::{Loaded, PersonId, RecordId, TeamId};

use super::rota;
use crate::catalog::{Gather, Pick, escalation_path, schedule, step};
use crate::document::{Document, EscalationStep, Layer};
use crate::error::TopologyError;
use crate::format::{Format, Node};

/// Reads `escalation_chains`, `escalation_policies`, `schedules` and `on_call_shifts`, each the list of the API's `results`.
///
/// A chain becomes the path of its team, with the policies as steps in the order of their positions; a policy that waits is the time for
/// an answer at the step before it.
///
/// # Errors
/// [`TopologyError`] where the text is no JSON.
pub fn grafana_oncall(text: &str, format: Format, source: &str) -> Result<Loaded<Document>, TopologyError> {
    Gather::entities(text, format, source, |gather, node| {
        let mut policies: BTreeMap<&str, Vec<&Node>> = BTreeMap::new();
        for it in node.items(&["escalation_policies"]) {
            match it.text(&["escalation_chain_id"]) {
                Some(chain) => policies.entry(chain).or_default().push(it),
                None => gather.refuse(it, "an escalation policy needs its `escalation_chain_id`"),
            }
        }
        for it in node.items(&["escalation_chains"]) {
            chain(gather, it, &mut policies);
        }
        for it in policies.into_values().flatten() {
            gather.refuse(it, "the chain of this escalation policy is not among `escalation_chains`");
        }
        let shifts = node.items(&["on_call_shifts"]);
        let shifts: BTreeMap<&str, &Node> =
            shifts.iter().filter_map(|it| Some((it.text(&["id"])?, it))).collect();
        for it in node.items(&["schedules"]) {
            rotas(gather, it, &shifts);
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
    gather.document().escalation_paths.push(path);
}

fn next_step(gather: &mut Gather, node: &Node, steps: &mut Vec<EscalationStep>) {
    match node.text(&["type"]).unwrap_or_default() {
        "wait" => {
            let minutes = node.whole(&["duration"]).map(|seconds| seconds.div_ceil(60));
            let minutes = minutes.and_then(|it| u32::try_from(it).ok());
            match steps.last_mut() {
                Some(last) => {
                    last.respond_within_minutes =
                        last.respond_within_minutes.or(Some(0)).zip(minutes).map(|(a, b)| a + b)
                }
                None => gather.leave_out(node, "type", "a chain that waits before it reaches anybody"),
            }
        }
        "notify_persons" | "notify_person_next_each_time" => {
            let mut new = step();
            let ids = node
                .texts(&["persons_to_notify"])
                .into_iter()
                .chain(node.texts(&["persons_to_notify_next_each_time"]));
            new.reaches =
                ids.filter_map(|id| gather.part(node, "persons_to_notify", PersonId::new(id))).collect();
            steps.push(new);
        }
        "notify_on_call_from_schedule" => {
            let mut new = step();
            let ids = node.texts(&["notify_on_call_from_schedule"]).into_iter();
            new.schedules = ids.filter_map(|id| gather.part(node, "schedule", RecordId::new(id))).collect();
            steps.push(new);
        }
        other => {
            gather.leave_out(node, "type", format!("a policy of the type `{other}` reaches nobody here"))
        }
    }
}

fn rotas(gather: &mut Gather, node: &Node, shifts: &BTreeMap<&str, &Node>) {
    let Some(id) = node.text(&["id"]).and_then(|id| gather.id(node, RecordId::new(id))) else {
        return gather.refuse(node, "a schedule needs an `id`");
    };
    let mut new = schedule(id);
    new.zone = rota::zone(gather, node, "time_zone");
    for id in node.texts(&["shifts"]) {
        match shifts.get(id) {
            Some(shift) => new.layers.extend(layer(gather, shift)),
            None => {
                gather.leave_out(node, "shifts", format!("the shift `{id}` is not among `on_call_shifts`"))
            }
        }
    }
    gather.document().schedules.push(new);
}

/// A shift as a rota: who takes turns, day by day or week by week, at which hours.
fn layer(gather: &mut Gather, node: &Node) -> Option<Layer> {
    let rolling = node.items(&["rolling_users"]).iter().flat_map(|group| group.items(&[]));
    let ids: Vec<Option<&str>> = rolling.chain(node.items(&["users"])).map(|it| it.text(&[])).collect();
    let people = rota::people(gather, node, "users", ids);
    let hours = match node.text(&["frequency"]).unwrap_or("weekly") {
        "hourly" => 1,
        "daily" => 24,
        "weekly" => 24 * 7,
        other => {
            gather.leave_out(node, "frequency", format!("turns that change `{other}` have no form here"));
            return None;
        }
    };
    let minutes = node.whole(&["interval"]).unwrap_or(1).saturating_mul(hours * 60);
    let start = node.text(&["start"]);
    // The API writes the start without an offset, in the zone of the shift: its day is what a rota needs.
    let day = start.and_then(|text| text.get(..10));
    let mut layer = rota::rota(gather, node, people, day, minutes);
    let days = node.texts(&["by_day"]).into_iter().filter_map(rota::named_day).collect();
    let length = node.whole(&["duration"]).unwrap_or(0) / 60;
    layer.shifts.extend(start.and_then(|text| rota::shift(text.get(11..)?, length, days)));
    Some(layer)
}
