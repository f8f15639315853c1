//! Which rows of a table a rule is about.

use super::test::Test;
use crate::table::Table;

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
