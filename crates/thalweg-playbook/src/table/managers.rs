//! Fields of coaching, briefs and resources of managers, of approvals and of decisions.

use thalweg_model::Unit;

use super::choice::{DECISION_KINDS, decision_kind};
use super::field::{Kind, fields};
use super::value::Value;

fields! { COACHING of coaching: |it| {
    "id" Kind::Text => &it.id;
    "manager" Kind::Person => &it.manager;
    "date" Kind::Fact => it.date;
    "topics" Kind::Texts => Value::texts(&it.topics);
}}

fields! { NARRATIVE_BRIEFS of narrative_briefs: |it| {
    "id" Kind::Text => &it.id;
    "date" Kind::Fact => it.date;
    "acknowledged" Kind::People => Value::texts(&it.acknowledged);
}}

fields! { MANAGER_RESOURCES of manager_resources: |it| {
    "id" Kind::Text => &it.id;
    "manager" Kind::Person => &it.manager;
    "quarter" Kind::Plan => it.quarter;
    "protected_hours" Kind::Number(Unit::Hours) => Value::size(it.protected_hours);
}}

fields! { CHANGE_APPROVALS of change_approvals: |it| {
    "id" Kind::Text => &it.id;
    "deployment" Kind::Text => &it.deployment;
    "date" Kind::Fact => it.date;
    "external" Kind::Flag => it.external;
}}

fields! { LEADERSHIP_DECISIONS of leadership_decisions: |it| {
    "id" Kind::Text => &it.id;
    "date" Kind::Fact => it.date;
    "kind" Kind::Choice(DECISION_KINDS) => decision_kind(it.kind);
}}
