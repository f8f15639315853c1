//! Fields of meetings, of the actions they agreed on, and of the days on which a rule calls one.

use thalweg_model::record::{Meeting, Recognition};
use thalweg_model::{Records, Unit};

use super::choice::{MEETING_KINDS, MEETING_STATUS, SECTIONS, meeting_kind, meeting_status, section};
use super::field::{Field, Kind, fields};
use super::row::Row;
use super::value::Value;

fields! { MEETINGS of meetings: |it| {
    "id" Kind::Text => &it.id;
    "kind" Kind::Choice(MEETING_KINDS) => meeting_kind(it.kind);
    "day" Kind::Fact => day(it);
    "status" Kind::Choice(MEETING_STATUS) => meeting_status(it.status);
    "present" Kind::People => Value::texts(&it.present);
    "accepted_but_absent" Kind::People => Value::texts(&it.accepted_but_absent);
    "sent_delegate" Kind::People => Value::texts(&it.sent_delegate);
    "sections" Kind::Choices(SECTIONS) => Value::Texts(it.sections.iter().map(|it| section(*it)).collect());
    "recognised" Kind::Teams => Value::Texts(it.recognised.iter().map(|it| it.team.as_str()).collect());
    "recognised_for_behaviour" Kind::Teams => recognised(&it.recognised);
    "stream" Kind::Text => it.stream.as_ref();
    "teams" Kind::Teams => Value::texts(&it.teams);
    "team_count" Kind::Number(Unit::Count) => distinct(it);
}}

/// The instant where one is known, else the local date.
fn day(meeting: &Meeting) -> Value<'_> {
    meeting.at.map_or_else(|| meeting.date.into(), Into::into)
}

/// The teams that were recognised for something that somebody named.
fn recognised(all: &[Recognition]) -> Value<'_> {
    let named = |it: &&Recognition| it.behaviour.as_ref().is_some_and(|text| !text.trim().is_empty());
    Value::Texts(all.iter().filter(named).map(|it| it.team.as_str()).collect())
}

fn distinct(meeting: &Meeting) -> Value<'_> {
    Value::count(meeting.teams.iter().collect::<std::collections::BTreeSet<_>>().len())
}

macro_rules! actions {
    ($($name:literal $kind:expr => |$meeting:ident, $it:ident| $value:expr;)*) => {
        /// The actions of meetings: one row each.
        pub(super) const MEETING_ACTIONS: &[Field] = &[$(
            Field { name: $name, kind: $kind, read: |records, row| {
                match records.meetings.get(row.at as usize) {
                    Some($meeting) => match $meeting.actions.get(row.sub as usize) {
                        Some($it) => Value::from($value),
                        None => Value::Absent,
                    },
                    None => Value::Absent,
                }
            }}
        ),*];
    };
}

actions! {
    "id" Kind::Text => |_meeting, it| &it.id;
    "meeting" Kind::Text => |meeting, _it| &meeting.id;
    "kind" Kind::Choice(MEETING_KINDS) => |meeting, _it| meeting_kind(meeting.kind);
    "status" Kind::Choice(MEETING_STATUS) => |meeting, _it| meeting_status(meeting.status);
    "agreed" Kind::Fact => |meeting, _it| day(meeting);
    "teams" Kind::Teams => |meeting, _it| Value::texts(&meeting.teams);
    "due" Kind::Plan => |_meeting, it| it.due;
    "done" Kind::Fact => |_meeting, it| it.done;
}

/// The row behind the last occurrence that stands for the days that nobody worked out.
pub(super) const NOT_EXPANDED: u32 = u32::MAX;

fields! { RULES of recurrence_rules: |it| {
    "id" Kind::Text => &it.id;
    "kind" Kind::Choice(MEETING_KINDS) => meeting_kind(it.kind);
    "start" Kind::Plan => it.start;
}}

/// The days on which rules call a meeting: one row each.
pub(super) const OCCURRENCES: &[Field] = &[
    Field { name: "rule", kind: Kind::Text, read: |records, row| rule(records, row, |it| (&it.id).into()) },
    Field {
        name: "kind",
        kind: Kind::Choice(MEETING_KINDS),
        read: |records, row| rule(records, row, |it| meeting_kind(it.kind).into()),
    },
    Field { name: "day", kind: Kind::Plan, read: occurrence },
];

fn rule<'r>(
    records: &'r Records,
    row: Row,
    read: impl Fn(&'r thalweg_model::record::RecurrenceRule) -> Value<'r>,
) -> Value<'r> {
    records.recurrence_rules.get(row.at as usize).map_or(Value::Absent, read)
}

fn occurrence(records: &Records, row: Row) -> Value<'_> {
    rule(records, row, |it| match it.occurrences.get(row.sub as usize) {
        Some(day) => Value::Day(*day),
        None => Value::NotBefore(it.expanded_to.and_then(|it| it.succ_opt()).unwrap_or(it.start)),
    })
}
