//! The shifts of Grafana OnCall as layers: what recurs by the week, and what is there once.

use chrono::{Datelike, Days, NaiveDateTime};
use thalweg_model::{Instant, PersonId, Tz};

use super::rota;
use crate::catalog::{Extra, Gather, Pick, layer};
use crate::document::{Layer, Moment, Shift, Weekday};
use crate::format::Node;

/// A shift with its level, or `None` where it has no form here, which is told.
pub(super) fn shift(gather: &mut Gather, node: &Node, zone: Tz) -> Option<(u64, Layer)> {
    let own = rota::zone(gather, node, "time_zone").map_or(zone, |own| own.0);
    let fixed = ["by_month", "by_monthday"].into_iter().find(|it| !node.items(&[it]).is_empty());
    let without = match (own == zone, fixed) {
        (false, _) => Some(("time_zone", "its zone is not that of its schedule")),
        (true, Some(field)) => Some((field, "days of a month have no form here")),
        (true, None) => None,
    };
    if let Some((field, reason)) = without {
        gather.leave_out(node, field, format!("{reason}, so the shift is not taken"));
        return None;
    }
    let Some(start) = rota::instant(gather, node, "start", zone) else {
        gather.leave_out(node, "start", "a shift needs its `start`");
        return None;
    };
    let people = people(gather, node);
    if people.is_empty() {
        gather.leave_out(node, "users", "nobody is in this shift");
        return None;
    }
    let mut new = match node.text(&["type"]).unwrap_or_default() {
        "single_event" | "override" => once(gather, node, people, start)?,
        "recurrent_event" => recurring(gather, node, people, start, zone, false)?,
        _ => recurring(gather, node, people, start, zone, true)?,
    };
    let mut extra = Extra::new("grafana", Layer::FIELDS);
    extra.rest(Some(node), &["users", "rolling_users", "start", "duration", "until", "time_zone"]);
    new.extra = extra.done();
    Some((node.whole(&["level"]).unwrap_or(0), new))
}

/// Who is on call, turn by turn. People who are on call at the same time have no form: the first stands for them.
fn people(gather: &mut Gather, node: &Node) -> Vec<PersonId> {
    let groups = node.items(&["rolling_users"]);
    let groups: Vec<&[Node]> = match groups {
        [] => vec![node.items(&["users"])],
        groups => groups.iter().map(|group| group.items(&[])).collect(),
    };
    if groups.iter().any(|group| group.len() > 1) {
        gather.leave_out(node, "users", "of people on call at the same time the first is taken");
    }
    let first = groups.iter().filter_map(|group| group.first()).map(|it| it.text(&[]));
    let mut people = rota::people(gather, node, "users", first);
    let begin = node.whole(&["start_rotation_from_user_index"]).and_then(|it| usize::try_from(it).ok());
    let begin = begin.unwrap_or(0).checked_rem(people.len()).unwrap_or(0);
    people.rotate_left(begin);
    people
}

fn once(gather: &mut Gather, node: &Node, people: Vec<PersonId>, start: Instant) -> Option<Layer> {
    let seconds = node.whole(&["duration"]).and_then(|it| i64::try_from(it).ok());
    let end = seconds.and_then(|it| start.to_utc().checked_add_signed(chrono::TimeDelta::try_seconds(it)?));
    let Some(end) = end.and_then(Instant::from_utc) else {
        gather.leave_out(node, "duration", "an event needs its `duration` in seconds");
        return None;
    };
    let mut new = layer(people);
    (new.from, new.until) = (Some(Moment::At(start)), Some(Moment::At(end)));
    Some(new)
}

fn recurring(
    gather: &mut Gather,
    node: &Node,
    people: Vec<PersonId>,
    start: Instant,
    zone: Tz,
    turns: bool,
) -> Option<Layer> {
    let frequency = node.text(&["frequency"]).unwrap_or_default();
    let clock = start.to_utc().with_timezone(&zone).naive_local();
    let Some(hours) = covered(node, frequency, clock) else {
        let reason =
            "what does not recur every day or every week has no form here, so the shift is not taken";
        gather.leave_out(node, "frequency", reason);
        return None;
    };
    let interval = node.whole(&["interval"]).unwrap_or(1).max(1);
    let minutes =
        if turns { rota::period(frequency)?.saturating_mul(60).saturating_mul(interval) } else { 0 };
    let mut new = rota::rota(gather, node, people, minutes);
    new.from = Some(Moment::At(start));
    new.start = turns.then(|| first_turn(node, frequency, clock)).flatten().or(new.from);
    new.until = rota::instant(gather, node, "until", zone).map(Moment::At);
    new.shifts = hours;
    Some(new)
}

/// The hours of the week in which it recurs; none where it covers them all.
fn covered(node: &Node, frequency: &str, clock: NaiveDateTime) -> Option<Vec<Shift>> {
    let interval = node.whole(&["interval"]).unwrap_or(1).max(1);
    let minutes = node.whole(&["duration"])? / 60;
    if minutes > 0 && minutes >= rota::period(frequency)?.saturating_mul(60).saturating_mul(interval) {
        return Some(Vec::new());
    }
    let mut days: Vec<Weekday> = Vec::new();
    for day in node.items(&["by_day"]) {
        days.push(rota::named_day(day.text(&[])?)?);
    }
    if days.is_empty() && frequency == "weekly" {
        days.push(rota::weekday(u64::from(clock.weekday().number_from_monday()))?);
    }
    let recurs = interval == 1 && matches!(frequency, "daily" | "weekly");
    recurs.then(|| rota::hours(&clock.format("%H:%M").to_string(), minutes, &days)).flatten()
}

/// Where days of the week are named, turns change when the week begins, on Sunday where it does not say.
fn first_turn(node: &Node, frequency: &str, clock: NaiveDateTime) -> Option<Moment> {
    if frequency != "weekly" || node.items(&["by_day"]).is_empty() {
        return None;
    }
    let week_start = rota::named_day(node.text(&["week_start"]).unwrap_or("SU"))?;
    let begins = Weekday::ALL.iter().position(|day| *day == week_start)?;
    let past = (clock.weekday().num_days_from_monday() + 7 - u32::try_from(begins).ok()?) % 7;
    clock.date().checked_sub_days(Days::new(u64::from(past))).map(Moment::Day)
}
