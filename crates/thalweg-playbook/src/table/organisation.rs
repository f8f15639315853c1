//! Fields of people, teams, services, ownership, escalation paths, survey waves, metric status and dashboard views.

use thalweg_model::Unit;
use thalweg_model::record::EscalationPath;

use super::choice::{ROLES, TEAM_KINDS, role, team_kind};
use super::field::{Kind, fields};
use super::value::Value;

fields! { PEOPLE of people: |it| {
    "id" Kind::Person => &it.id;
    "role" Kind::Choice(ROLES) => role(it.role);
    "team" Kind::Team => it.team.as_ref();
    "manager" Kind::Person => it.manager.as_ref();
    "from" Kind::Plan => it.from;
    "until" Kind::Plan => it.until;
}}

fields! { TEAMS of teams: |it| {
    "id" Kind::Team => &it.id;
    "name" Kind::Text => it.name.as_deref().unwrap_or(it.id.as_str()).to_text();
    "kind" Kind::Choice(TEAM_KINDS) => team_kind(it.kind);
    "manager" Kind::Person => it.manager.as_ref();
    "parent" Kind::Team => it.parent.as_ref();
    "from" Kind::Plan => it.from;
    "until" Kind::Plan => it.until;
}}

fields! { SERVICES of services: |it| {
    "id" Kind::Text => &it.id;
    "from" Kind::Plan => it.active_from;
    "until" Kind::Plan => it.active_to;
}}

fields! { OWNERSHIP of ownership: |it| {
    "service" Kind::Text => &it.service;
    "team" Kind::Team => &it.team;
    "from" Kind::Plan => it.from;
    "until" Kind::Plan => it.until;
}}

fields! { ESCALATION_PATHS of escalation_paths: |it| {
    "id" Kind::Text => &it.id;
    "team" Kind::Team => &it.team;
    "steps" Kind::Number(Unit::Count) => Value::count(it.steps.len());
    "steps_without_response" Kind::Number(Unit::Count) => without_response(it);
    "ends_at" Kind::People => ends_at(it);
    "reviewed" Kind::Fact => it.reviewed;
}}

fields! { SURVEY_WAVES of survey_waves: |it| {
    "id" Kind::Text => it.id.as_str().to_text();
    "instrument" Kind::Text => it.instrument.as_str().to_text();
    "opened" Kind::Fact => it.opened;
    "closed" Kind::Fact => it.closed;
}}

fields! { METRIC_STATUS of metric_status: |it| {
    "service" Kind::Text => &it.service;
    "metric" Kind::Text => &it.metric;
    "updated" Kind::Fact => it.updated;
}}

fields! { DASHBOARD_VIEWS of dashboard_views: |it| {
    "id" Kind::Text => &it.id;
    "person" Kind::Person => &it.person;
    "at" Kind::Fact => it.at;
}}

/// A borrowed text as a value.
trait ToText<'r> {
    fn to_text(self) -> Value<'r>;
}

impl<'r> ToText<'r> for &'r str {
    fn to_text(self) -> Value<'r> {
        Value::Text(self)
    }
}

fn without_response(path: &EscalationPath) -> Value<'static> {
    Value::count(path.steps.iter().filter(|it| it.respond_within_minutes.is_none()).count())
}

fn ends_at(path: &EscalationPath) -> Value<'_> {
    path.steps.last().map_or(Value::Absent, |it| Value::texts(&it.reaches))
}
