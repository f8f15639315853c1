//! The records of one evidence, indexed once: rows by day, rows by key, who held which role when, what is complete.

mod called;
mod complete;
mod days;
mod people;

use std::collections::HashMap;
use std::sync::OnceLock;

use chrono::NaiveDate;
use thalweg_model::{Evidence, Window};

use crate::table::{Field, Horizon, Row, TABLES, Table, Time, Value};
pub(crate) use days::Stretch;

/// Rows by a text of theirs.
type Join<'e> = HashMap<&'e str, Vec<Row>>;

/// The records of one evidence, indexed where they are asked for. Every index is made once and in one pass.
#[derive(Debug)]
pub(crate) struct Ledger<'e> {
    /// The evidence.
    pub(crate) evidence: &'e Evidence,
    /// What is known by its instant.
    pub(crate) horizon: Horizon,
    /// The period before.
    pub(crate) previous: Option<Window>,
    tables: Vec<Shelf<'e>>,
}

/// The indexes of a table.
#[derive(Debug)]
struct Shelf<'e> {
    rows: OnceLock<Vec<Row>>,
    days: Vec<OnceLock<days::Days>>,
    joins: Vec<OnceLock<Join<'e>>>,
}

impl Shelf<'_> {
    fn new(fields: usize) -> Self {
        let empty = |_| OnceLock::new();
        Self {
            rows: OnceLock::new(),
            days: (0..fields).map(empty).collect(),
            joins: (0..fields).map(|_| OnceLock::new()).collect(),
        }
    }
}

impl<'e> Ledger<'e> {
    /// The ledger of an evidence, nothing indexed yet.
    pub(crate) fn new(evidence: &'e Evidence) -> Self {
        Self {
            evidence,
            horizon: Horizon::new(evidence.period(), evidence.as_of()),
            previous: evidence.period().previous(),
            tables: TABLES.iter().map(|it| Shelf::new(it.fields.len())).collect(),
        }
    }

    /// The value of a field; what has not happened by the instant of the evaluation was not recorded.
    pub(crate) fn value(&self, field: &Field, row: Row) -> Value<'e> {
        let value = (field.read)(self.evidence.records(), row);
        if field.kind == crate::table::Kind::Fact && !self.horizon.reached(&value) {
            Value::Absent
        } else {
            value
        }
    }

    /// The value of a field by its place.
    pub(crate) fn at(&self, table: Table, field: usize, row: Row) -> Value<'e> {
        table.spec().fields.get(field).map_or(Value::Absent, |it| self.value(it, row))
    }

    /// The local day of a field.
    pub(crate) fn day(&self, table: Table, field: usize, row: Row) -> Option<NaiveDate> {
        self.horizon.day(&self.at(table, field, row))
    }

    /// Every row of a table that is known: one that happened later than the instant of the evaluation is not.
    pub(crate) fn rows(&self, table: Table) -> &[Row] {
        let Some(shelf) = self.tables.get(table.place()) else { return &[] };
        shelf.rows.get_or_init(|| {
            let mut rows = (table.spec().rows)(self.evidence.records(), &self.horizon);
            if let Some(field) = table.happens() {
                let records = self.evidence.records();
                rows.retain(|row| self.horizon.reached(&(field.read)(records, *row)));
            }
            rows
        })
    }

    /// The rows whose field holds that text.
    pub(crate) fn joined(&self, table: Table, field: usize, key: &str) -> &[Row] {
        let shelf = self.tables.get(table.place()).and_then(|it| it.joins.get(field));
        let join = shelf.map(|it| it.get_or_init(|| self.join(table, field)));
        join.and_then(|it| it.get(key)).map_or(&[], Vec::as_slice)
    }

    fn join(&self, table: Table, field: usize) -> Join<'e> {
        let mut join: Join<'e> = HashMap::new();
        for row in self.rows(table) {
            for key in self.at(table, field, *row).each() {
                let rows = join.entry(*key).or_default();
                if rows.last() != Some(row) {
                    rows.push(*row);
                }
            }
        }
        join
    }

    /// The name of a row among all entities, as `team:payments` or `meetings:fr-1`.
    pub(crate) fn entity(&self, table: Table, row: Row) -> String {
        let (prefix, key) = table.spec().entity;
        let value = table.field(key).map_or(Value::Absent, |field| self.at(table, field, row));
        match (&value, value.each()) {
            (_, [text, ..]) => format!("{prefix}:{text}"),
            (Value::Day(day), _) => format!("{prefix}:{day}"),
            (Value::NotBefore(day), _) => format!("{prefix}:from-{day}"),
            _ => format!("{prefix}:{}", row.at),
        }
    }

    /// The name of the record behind a row, as `meetings:fr-1`.
    pub(crate) fn record(&self, table: Table, row: Row) -> String {
        let spec = table.spec();
        let key = table.field(spec.entity.1).map_or(Value::Absent, |field| self.at(table, field, row));
        let key = key.each().first().map_or_else(|| row.at.to_string(), |it| (*it).to_owned());
        format!("{}:{key}", spec.name)
    }

    /// Whether the table's rows hold for a time.
    pub(crate) fn is_state(table: Table) -> bool {
        table.spec().time == Time::State
    }
}
