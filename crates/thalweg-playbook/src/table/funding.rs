//! Fields of objectives, key results, the capacity ledger and investments.

use super::choice::{OBJECTIVE_KINDS, objective_kind, unit};
use super::field::{Kind, fields};
use super::value::Value;
use thalweg_model::Unit;

fields! { OBJECTIVES of objectives: |it| {
    "id" Kind::Text => &it.id;
    "quarter" Kind::Plan => it.quarter;
    "kind" Kind::Choice(OBJECTIVE_KINDS) => objective_kind(it.kind);
    "text" Kind::Text => &it.text;
}}

fields! { KEY_RESULTS of key_results: |it| {
    "id" Kind::Text => &it.id;
    "quarter" Kind::Plan => it.quarter;
    "objective" Kind::Text => it.objective.as_ref();
    "text" Kind::Text => &it.text;
    "metric" Kind::Text => it.metric.as_ref();
    "unit" Kind::Text => it.unit.map(unit);
    "baseline" Kind::Number(Unit::Count) => it.baseline;
    "target" Kind::Number(Unit::Count) => it.target;
    "due" Kind::Plan => it.due;
    "owner" Kind::Person => it.owner.as_ref();
    "claims" Kind::Texts => Value::texts(&it.claims);
    "guardrail" Kind::Text => it.guardrail.as_ref();
}}

fields! { CAPACITY of capacity: |it| {
    "id" Kind::Text => &it.id;
    "month" Kind::Plan => it.month;
    "category" Kind::Text => &it.category;
    "planned" Kind::Amount => Value::amount(it.planned, it.unit);
    "actual" Kind::Amount => it.actual.map(|actual| Value::amount(actual, it.unit));
}}

fields! { INVESTMENTS of investments: |it| {
    "id" Kind::Text => &it.id;
    "quarter" Kind::Plan => it.quarter;
    "category" Kind::Text => &it.category;
    "amount" Kind::Number(Unit::Money) => Value::size(it.amount);
    "supports" Kind::Texts => Value::texts(&it.supports);
}}
