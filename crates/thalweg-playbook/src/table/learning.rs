//! Fields of experiments, post-incident work, highlights and sharing.

use thalweg_model::Unit;
use thalweg_model::record::Experiment;

use super::field::{Kind, fields};
use super::value::Value;

fields! { EXPERIMENTS of experiments: |it| {
    "id" Kind::Text => &it.id;
    "teams" Kind::Teams => Value::texts(&it.teams);
    "team_count" Kind::Number(Unit::Count) => team_count(it);
    "sponsor" Kind::Person => it.sponsor.as_ref();
    "sponsor_acted" Kind::Fact => it.sponsor_actions.iter().map(|it| it.date).min();
    "started" Kind::Fact => it.started;
    "ended" Kind::Fact => it.ended;
    "hypothesis" Kind::Text => it.hypothesis.as_ref();
    "metric" Kind::Text => it.metric.as_ref();
    "guardrail" Kind::Text => it.guardrail.as_ref();
    "stop_criterion" Kind::Text => it.stop_criterion.as_ref();
    "outcome" Kind::Text => it.outcome.as_ref();
    "learning" Kind::Text => it.learning.as_ref();
}}

fields! { POST_INCIDENT_REVIEWS of post_incident_reviews: |it| {
    "id" Kind::Text => &it.id;
    "incident" Kind::Text => &it.incident;
    "date" Kind::Fact => it.date;
    "severity" Kind::Number(Unit::Count) => it.severity;
    "cause" Kind::Text => it.cause.as_ref();
    "reviewed" Kind::Fact => it.reviewed;
}}

fields! { POST_INCIDENT_ACTIONS of post_incident_actions: |it| {
    "id" Kind::Text => &it.id;
    "incident" Kind::Text => &it.incident;
    "due" Kind::Plan => it.due;
    "done" Kind::Fact => it.done;
    "declined" Kind::Text => it.declined.as_ref();
}}

fields! { HIGHLIGHTS of highlights: |it| {
    "id" Kind::Text => &it.id;
    "date" Kind::Fact => it.date;
    "forum" Kind::Text => &it.forum;
    "about" Kind::Text => &it.about;
}}

fields! { SHARING_EVENTS of sharing_events: |it| {
    "id" Kind::Text => &it.id;
    "date" Kind::Fact => it.date;
    "teams" Kind::Teams => Value::texts(&it.teams);
    "topic" Kind::Text => it.topic.as_ref();
}}

fn team_count(it: &Experiment) -> Value<'static> {
    Value::count(it.teams.iter().collect::<std::collections::BTreeSet<_>>().len())
}
