//! Columns, and lists of rows in one flat piece of memory.

use std::marker::PhantomData;

use super::row::Row;

/// A column of values by row.
#[derive(Clone, Debug)]
pub(crate) struct Column<R, T> {
    cells: Vec<T>,
    rows: PhantomData<R>,
}

impl<R: Row, T> Column<R, T> {
    pub(crate) const fn new(cells: Vec<T>) -> Self {
        Self { cells, rows: PhantomData }
    }

    /// The cell of a row. Rows come only from the log that owns the column, so there always is one.
    pub(crate) fn at(&self, row: R) -> Option<&T> {
        self.cells.get(row.position() as usize)
    }

    pub(crate) fn cells(&self) -> &[T] {
        &self.cells
    }

    pub(crate) fn rows(&self) -> u32 {
        u32::try_from(self.cells.len()).unwrap_or(u32::MAX)
    }
}

impl<R, T> Default for Column<R, T> {
    fn default() -> Self {
        Self { cells: Vec::new(), rows: PhantomData }
    }
}

/// For every row a list of other rows, all in one flat piece of memory.
#[derive(Clone, Debug)]
pub(crate) struct Lists<R, T> {
    ends: Vec<u32>,
    values: Vec<T>,
    rows: PhantomData<R>,
}

impl<R: Row, T: Row> Lists<R, T> {
    /// Lists of `rows` rows out of pairs; each list is in order and holds nothing twice.
    pub(crate) fn new(rows: u32, mut pairs: Vec<(R, T)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let mut ends = Vec::with_capacity(rows as usize);
        let mut values = Vec::with_capacity(pairs.len());
        let mut rest = pairs.into_iter().peekable();
        for row in 0..rows {
            while let Some((_, value)) = rest.next_if(|(r, _)| r.position() <= row) {
                values.push(value);
            }
            ends.push(u32::try_from(values.len()).unwrap_or(u32::MAX));
        }
        Self { ends, values, rows: PhantomData }
    }

    /// The list of a row.
    pub(crate) fn of(&self, row: R) -> &[T] {
        let index = row.position() as usize;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(index).copied().unwrap_or(start);
        self.values.get(start as usize..end as usize).unwrap_or(&[])
    }
}

impl<R, T> Default for Lists<R, T> {
    fn default() -> Self {
        Self { ends: Vec::new(), values: Vec::new(), rows: PhantomData }
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::{DeploymentRow, IncidentRow};
    use super::*;

    #[test]
    fn lists_are_ordered_and_hold_nothing_twice() {
        let d = DeploymentRow::of;
        let i = IncidentRow::of;
        let lists = Lists::new(4, vec![(d(2), i(7)), (d(0), i(1)), (d(2), i(3)), (d(2), i(7))]);
        assert_eq!(lists.of(d(0)), [i(1)]);
        assert!(lists.of(d(1)).is_empty());
        assert_eq!(lists.of(d(2)), [i(3), i(7)]);
        assert!(lists.of(d(3)).is_empty());
        assert!(lists.of(d(9)).is_empty());
    }
}
