//! Tests of one row, resolved.

use super::limits::Limits;
use super::rule::MetricRule;
use super::selection::{Selection, When};
use crate::table::Table;

/// A field of a table, by its place.
pub(crate) type FieldRef = usize;

/// Rows elsewhere that name a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Related {
    /// Which rows.
    pub(crate) of: Selection,
    /// Their field.
    pub(crate) theirs: FieldRef,
    /// The field of the row.
    pub(crate) ours: FieldRef,
    /// The field whose different values count.
    pub(crate) distinct: Option<FieldRef>,
    /// How many.
    pub(crate) needs: Limits,
}

/// A test of one row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test {
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    /// Holds one of these words.
    Among(FieldRef, Vec<String>),
    /// Holds all of these words.
    Has(FieldRef, Vec<String>),
    Yes(FieldRef, bool),
    Present(FieldRef, bool),
    Number(FieldRef, Limits),
    /// The date is not later than the other's.
    By(FieldRef, FieldRef),
    /// The days from the other date to this one.
    After(FieldRef, FieldRef, Limits),
    /// The days from the date to the day on which states are judged.
    Age(FieldRef, Limits),
    Within(FieldRef, When),
    Role {
        field: FieldRef,
        role: String,
        since: bool,
        needs: Limits,
    },
    /// What the field names is there, in that table.
    Active(FieldRef, Table),
    /// The row itself is there.
    Subject(FieldRef),
    Member(FieldRef),
    Names(FieldRef, Table, Option<Box<Test>>),
    Class {
        metric: FieldRef,
        unit: Option<FieldRef>,
        classes: Vec<String>,
    },
    /// The theme; the member that `each_value` is at, where none is given.
    Theme(FieldRef, Option<String>),
    CounteredBy(FieldRef, FieldRef),
    Mentions(FieldRef, Vec<String>),
    Related(Box<Related>),
    Metric(Box<MetricRule>),
}
