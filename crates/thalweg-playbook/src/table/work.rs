//! Fields of blockers, escalations, the improvement backlog, value-stream maps, work items and streams.

use thalweg_model::record::{MapStage, ValueStreamMap, WorkItem};
use thalweg_model::{Records, Unit};

use super::choice::{ESCALATION_LEVELS, WORK_KINDS, escalation_level, work_kind};
use super::field::{Field, Kind, fields};
use super::row::Row;
use super::value::Value;

fields! { BLOCKERS of blockers: |it| {
    "id" Kind::Text => &it.id;
    "team" Kind::Team => &it.team;
    "raised" Kind::Fact => it.raised;
    "unblocked" Kind::Fact => it.unblocked;
    "team_can_solve_alone" Kind::Flag => it.team_can_solve_alone;
    "sponsor" Kind::Person => it.sponsor.as_ref();
}}

fields! { ESCALATIONS of escalations: |it| {
    "id" Kind::Text => &it.id;
    "team" Kind::Team => &it.team;
    "raised_at" Kind::Fact => it.raised_at;
    "resolved_at" Kind::Fact => it.resolved_at;
    "resolved_at_level" Kind::Choice(ESCALATION_LEVELS) => it.resolved_at_level.map(escalation_level);
}}

fields! { IMPROVEMENTS of improvements: |it| {
    "id" Kind::Text => &it.id;
    "team" Kind::Team => it.team.as_ref();
    "text" Kind::Text => &it.text;
    "opened" Kind::Fact => it.opened;
    "done" Kind::Fact => it.done;
    "expected_effect" Kind::Text => it.expected_effect.as_ref();
    "observed_effect" Kind::Text => it.observed_effect.as_ref();
}}

fields! { VALUE_STREAM_MAPS of value_stream_maps: |it| {
    "id" Kind::Text => &it.id;
    "stream" Kind::Text => &it.stream;
    "measured" Kind::Fact => it.measured;
    "stages" Kind::Number(Unit::Count) => Value::count(it.stages.len());
    "lead_hours" Kind::Number(Unit::Hours) => lead_hours(it);
}}

fields! { WORK_ITEMS of work_items: |it| {
    "id" Kind::Text => &it.id;
    "stream" Kind::Text => it.stream.as_ref();
    "team" Kind::Team => it.team.as_ref();
    "kind" Kind::Choice(WORK_KINDS) => work_kind(it.kind);
    "entered" Kind::Fact => entered(it);
    "state" Kind::Text => state(it);
    "state_since" Kind::Fact => it.states.iter().map(|it| it.at).max();
}}

/// The streams that any record names: one row each. The row's second number says in which kind of record the name stands.
pub(super) const STREAMS: &[Field] = &[Field { name: "id", kind: Kind::Text, read: stream }];

fn stream(records: &Records, row: Row) -> Value<'_> {
    let at = row.at as usize;
    match row.sub {
        0 => records.value_stream_maps.get(at).map(|it| &it.stream).into(),
        _ => records.meetings.get(at).and_then(|it| it.stream.as_ref()).into(),
    }
}

/// Σ (process + wait); a stage with a number that cannot be leaves the sum unknown.
fn lead_hours(map: &ValueStreamMap) -> Value<'static> {
    let possible = |it: &MapStage| it.process_hours >= 0.0 && it.wait_hours >= 0.0;
    let known = !map.stages.is_empty() && map.stages.iter().all(possible);
    let sum = map.stages.iter().map(|it| it.process_hours + it.wait_hours).sum();
    if known { Value::size(sum) } else { Value::Absent }
}

fn entered(item: &WorkItem) -> Value<'_> {
    item.states.iter().map(|it| it.at).min().into()
}

fn state(item: &WorkItem) -> Value<'_> {
    item.states.iter().max_by_key(|it| it.at).map(|it| &it.state).into()
}
