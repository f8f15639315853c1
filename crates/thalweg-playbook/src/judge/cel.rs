//! CEL expressions over the evidence.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use cel::objects::{Key, Map};
use cel::{Context, Value as Cel};
use thalweg_model::Flag;

use super::{Outcome, Scene};
use crate::cel::Expression;
use crate::outcome::Missing;
use crate::table::{Row, TABLES, Table, Value};
use crate::verdict::Verdict;

impl Scene<'_, '_> {
    /// What it comes to.
    pub(super) fn cel(&self, expression: &Expression) -> Outcome {
        let mut context = Context::default();
        context.add_variable_from_value("readings", readings(self));
        context.add_variable_from_value("records", records(self));
        context.add_variable_from_value("subject", text(self.subject.to_string()));
        let period = [("first", self.window.first_day()), ("last", self.window.last_day())];
        context.add_variable_from_value(
            "period",
            map(period.map(|(key, day)| (key.to_owned(), text(day.to_string())))),
        );
        match expression.run(&context) {
            Ok(Cel::Bool(true)) => Outcome::new(Verdict::Met, format!("`{}` holds", expression.text())),
            Ok(Cel::Bool(false)) => {
                Outcome::new(Verdict::NotMet, format!("`{}` does not hold", expression.text()))
            }
            Ok(other) => self.cel_unknown(
                expression,
                &format!("it comes to a {:?}, not to true or false", other.type_of()),
            ),
            Err(fault) => self.cel_unknown(expression, &fault.to_string()),
        }
    }

    fn cel_unknown(&self, expression: &Expression, why: &str) -> Outcome {
        let mut outcome =
            Outcome::new(Verdict::Unknown, format!("`{}` cannot be told: {why}", expression.text()));
        let (what, supply, entity) = (why.to_owned(), expression.text().to_owned(), self.subject.to_string());
        outcome.missing.insert(Missing { what, supply, entity });
        outcome
    }
}

fn text(text: String) -> Cel {
    Cel::String(Arc::new(text))
}

fn map(entries: impl IntoIterator<Item = (String, Cel)>) -> Cel {
    let entries = entries.into_iter().map(|(key, value)| (Key::String(Arc::new(key)), value));
    Cel::Map(Map { map: Arc::new(entries.collect::<HashMap<_, _>>()) })
}

/// The values of the period that are known, by metric and entity.
fn readings(scene: &Scene<'_, '_>) -> Cel {
    let period = scene.ledger.evidence.period();
    let mut by_metric: BTreeMap<String, Vec<(String, Cel)>> = BTreeMap::new();
    for finding in scene.ledger.evidence.findings().filter(|it| it.window == *period) {
        let partial = finding.reading.basis().flags.contains(&Flag::Partial);
        if let Some(value) = finding.reading.value().filter(|_| !partial) {
            let entry = (finding.entity.to_string(), Cel::Float(value.value()));
            by_metric.entry(finding.metric.to_string()).or_default().push(entry);
        }
    }
    map(by_metric.into_iter().map(|(metric, entities)| (metric, map(entities))))
}

/// The tables whose sources are complete in the period.
fn records(scene: &Scene<'_, '_>) -> Cel {
    let stretch = scene.stretch(crate::plan::When::Window);
    let tables = TABLES.iter().filter_map(|it| Table::named(it.name));
    let whole = tables.filter(|table| !scene.ledger.is_open(*table, stretch));
    map(whole.map(|table| {
        let rows = scene.ledger.rows(table).iter().map(|row| record(scene, table, *row));
        (table.spec().name.to_owned(), Cel::List(Arc::new(rows.collect())))
    }))
}

fn record(scene: &Scene<'_, '_>, table: Table, row: Row) -> Cel {
    let fields = table.spec().fields.iter();
    map(fields.filter_map(|field| Some((field.name.to_owned(), value(&scene.ledger.value(field, row))?))))
}

fn value(value: &Value<'_>) -> Option<Cel> {
    match value {
        Value::Absent | Value::NotBefore(_) => None,
        Value::Text(it) => Some(text((*it).to_owned())),
        Value::Texts(all) => Some(Cel::List(Arc::new(all.iter().map(|it| text((*it).to_owned())).collect()))),
        Value::Day(day) => Some(text(day.to_string())),
        Value::At(at) => Some(text(at.to_string())),
        Value::Number(number) | Value::Amount(number, _) => Some(Cel::Float(*number)),
        Value::Flag(flag) => Some(Cel::Bool(*flag)),
    }
}
