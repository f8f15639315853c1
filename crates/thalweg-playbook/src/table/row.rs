//! A row of a table.

/// A row of a table: a record, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Row {
    /// Which record.
    pub(crate) at: u32,
    /// Which part of it.
    pub(crate) sub: u32,
}
