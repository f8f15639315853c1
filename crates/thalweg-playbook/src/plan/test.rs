//! Tests of one row, and the rows that are tested, resolved.

use super::limits::Limits;
use super::metric::MetricRule;
use crate::table::Table;

/// A field of a table, by its place.
pub(crate) type FieldRef = usize;

/// Over which stretch of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum When {
    /// The window that the rule is at.
    Window,
    /// The quarter of the period.
    Quarter,
    /// All time.
    Ever,
    /// So many days before the day on which states are judged.
    Trailing(i64),
}

/// Rows of a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Selection {
    /// The table.
    pub(crate) table: Table,
    /// The date that counts.
    pub(crate) on: Option<usize>,
    /// The date by which a row ends.
    pub(crate) until: Option<usize>,
    /// Over which stretch.
    pub(crate) when: When,
    /// Which rows.
    pub(crate) filter: Option<Test>,
    /// The field by which only the subject's rows are taken.
    pub(crate) subject: Option<usize>,
    /// What to call them.
    pub(crate) noun: String,
}

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
