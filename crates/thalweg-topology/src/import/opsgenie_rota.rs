//! Schedules of Opsgenie: rotations with their hours, and overrides.

use thalweg_model::{PersonId, RecordId};

use super::opsgenie::TOOL;
use super::rota::{self, DAY};
use crate::catalog::{Extra, Gather, Pick, schedule, stand_in};
use crate::document::{Layer, Override, Schedule, Shift, Zone};
use crate::format::{Node, Value, shown};

pub(super) fn rotas(gather: &mut Gather, node: &Node) {
    let Some(id) = node.text(&["id"]).or_else(|| node.text(&["name"])) else {
        return gather.refuse(node, "a schedule needs an `id`");
    };
    let Some(id) = gather.id(node, RecordId::new(id)) else { return };
    let mut new = schedule(id);
    new.zone = rota::zone(gather, node, "timezone");
    if switched_off(node) {
        gather.leave_out(node, "enabled", "the schedule is switched off, so nobody is on call by it");
    } else {
        let rotations = node.items(&["rotations"]).iter();
        new.layers = rotations.filter_map(|it| rotation(gather, it, new.zone)).collect();
        new.overrides =
            node.items(&["overrides"]).iter().filter_map(|it| one_override(gather, it, new.zone)).collect();
    }
    let mut extra = Extra::new(TOOL, Schedule::FIELDS);
    extra.rest(Some(node), &["id", "timezone", "rotations", "overrides"]);
    new.extra = extra.done();
    gather.document().schedules.push(new);
}

fn switched_off(node: &Node) -> bool {
    matches!(node.at(&["enabled"]), Some(Node { value: Value::Flag(false), .. }))
}

fn rotation(gather: &mut Gather, node: &Node, zone: Option<Zone>) -> Option<Layer> {
    if switched_off(node) {
        gather.leave_out(node, "enabled", "the rotation is switched off, so it is not taken");
        return None;
    }
    let participants = node.items(&["participants"]);
    if let Some(other) = participants.iter().find(|it| it.text(&["type"]) != Some("user")) {
        let kind = shown(other.text(&["type"]).unwrap_or_default());
        let reason = format!(
            "the turns of a participant of the type `{kind}` have no form here, so the rotation is not taken"
        );
        gather.leave_out(other, "participants", reason);
        return None;
    }
    let ids = participants.iter().map(|it| it.text(&["username"]).or_else(|| it.text(&["id"])));
    let people = rota::people(gather, node, "participants", ids);
    let hours = turn(gather, node)?;
    let minutes = node.whole(&["length"]).unwrap_or(1).max(1).saturating_mul(hours * 60);
    let mut layer = rota::rota(gather, node, people, minutes);
    layer.from = rota::moment(gather, node, "startDate", zone);
    layer.start = layer.from;
    layer.until = rota::moment(gather, node, "endDate", zone);
    let all = ["restriction", "restrictions"].iter().flat_map(|name| node.items(&["timeRestriction", name]));
    let hours = all.map(|it| restriction(gather, it)).collect();
    let kept = rota::restricted(layer, hours);
    if kept.is_none() {
        gather.leave_out(
            node,
            "timeRestriction",
            "none of its hours can be read, so the rotation is not taken",
        );
    }
    kept
}

/// The hours of one turn, before they are multiplied.
fn turn(gather: &mut Gather, node: &Node) -> Option<u64> {
    let word = node.text(&["type"]).unwrap_or("weekly");
    let hours = rota::period(word);
    if hours.is_none() {
        gather.leave_out(node, "type", format!("turns that change `{}` have no form here", shown(word)));
    }
    hours
}

/// The hours from a time of day, or of a day of the week, to another.
fn restriction(gather: &mut Gather, node: &Node) -> Option<Vec<Shift>> {
    let hours = stretch(node);
    if hours.is_none() {
        let reason = "a restriction has a `startHour` and an `endHour`, and a day for both or for none";
        gather.leave_out(node, "timeRestriction", reason);
    }
    hours
}

fn stretch(node: &Node) -> Option<Vec<Shift>> {
    let minute = |part: &str| {
        let of = |unit: &str| node.whole(&[&format!("{part}{unit}")]);
        // Clients leave out what is nought.
        let minute = of("Hour").unwrap_or(0).min(25) * 60 + of("Min").unwrap_or(0).min(60);
        Some(minute).filter(|it| *it <= DAY)
    };
    let (from, until) = (minute("start")?, minute("end")?);
    let named = |part: &str| node.text(&[&format!("{part}Day")]);
    let (days, length) = match (named("start"), named("end")) {
        (None, None) => (Vec::new(), (until + DAY - from - 1) % DAY + 1),
        (Some(first), Some(last)) => {
            let (first, last) = (rota::named_day(first)?, rota::named_day(last)?);
            let minutes = (last as u64 + 7 - first as u64) % 7 * DAY + until + 7 * DAY - from;
            (vec![first], (minutes - 1) % (7 * DAY) + 1)
        }
        _ => return None,
    };
    rota::hours(&format!("{:02}:{:02}", from % DAY / 60, from % 60), length, &days)
}

fn one_override(gather: &mut Gather, node: &Node, zone: Option<Zone>) -> Option<Override> {
    if !node.items(&["rotations"]).is_empty() {
        gather.leave_out(node, "overrides", "an override of single rotations has no form here");
        return None;
    }
    let id = node.text(&["user", "username"]).or_else(|| node.text(&["user", "id"]));
    let (from, until) =
        (rota::moment(gather, node, "startDate", zone), rota::moment(gather, node, "endDate", zone));
    let (Some(id), Some(_), Some(_)) = (id, from, until) else {
        gather.leave_out(
            node,
            "overrides",
            "an override needs its `user`, its `startDate` and its `endDate`",
        );
        return None;
    };
    let mut new = stand_in(gather.part(node, "overrides", PersonId::new(id))?);
    (new.from, new.until) = (from, until);
    Some(new)
}
