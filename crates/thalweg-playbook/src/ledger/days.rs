//! Rows by the day on which they happened.

use chrono::NaiveDate;
use thalweg_model::Window;

use super::Ledger;
use crate::table::{Row, Table, Value};
use crate::truth::Truth;

/// Local days from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// The first day.
    pub(crate) first: NaiveDate,
    /// The last day.
    pub(crate) last: NaiveDate,
}

impl Stretch {
    /// The days of a window.
    pub(crate) fn of(window: &Window) -> Self {
        Self { first: window.first_day(), last: window.last_day() }
    }

    /// Whether a day lies in it.
    pub(crate) fn contains(&self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }

    /// Whether a value dates something within it; what is not dated may lie within.
    pub(crate) fn holds(&self, day: Option<NaiveDate>, value: &Value<'_>) -> Truth {
        match (day, value) {
            (Some(day), _) => self.contains(day).into(),
            (None, Value::NotBefore(from)) => Truth::within(false, *from > self.last),
            (None, _) => Truth::Unknown,
        }
    }
}

/// The rows of a table in the order of a date of theirs.
#[derive(Debug, Default)]
pub(super) struct Days {
    dated: Vec<(NaiveDate, Row)>,
    undated: Vec<Row>,
}

impl<'e> Ledger<'e> {
    fn days(&self, table: Table, field: usize) -> Option<&Days> {
        let slot = self.tables.get(table.place())?.days.get(field)?;
        Some(slot.get_or_init(|| self.sorted_by_day(table, field)))
    }

    fn sorted_by_day(&self, table: Table, field: usize) -> Days {
        let mut days = Days::default();
        for row in self.rows(table) {
            match self.day(table, field, *row) {
                Some(day) => days.dated.push((day, *row)),
                None => days.undated.push(*row),
            }
        }
        days.dated.sort_unstable();
        days
    }

    /// The rows dated within a stretch in the order of days, and those that may be, because nobody dated them.
    pub(crate) fn within(
        &self,
        table: Table,
        field: usize,
        stretch: Stretch,
    ) -> impl Iterator<Item = (Row, Truth)> {
        let days = self.days(table, field);
        let dated = days.map_or(&[][..], |it| &it.dated);
        let from = dated.partition_point(|(day, _)| *day < stretch.first);
        let inside = dated.iter().skip(from).take_while(move |(day, _)| *day <= stretch.last);
        let undated = days.map_or(&[][..], |it| &it.undated).iter();
        let undated = undated.map(move |row| (*row, stretch.holds(None, &self.at(table, field, *row))));
        inside.map(|(_, row)| (*row, Truth::True)).chain(undated.filter(|(_, it)| *it != Truth::False))
    }

    /// The rows dated by the last day of a stretch whose end, by another field, is not before its first day.
    pub(crate) fn overlapping(
        &self,
        table: Table,
        (from, to): (usize, usize),
        stretch: Stretch,
    ) -> impl Iterator<Item = (Row, Truth)> {
        let days = self.days(table, from);
        let dated = days.map_or(&[][..], |it| &it.dated);
        let begun = dated.iter().take_while(move |(day, _)| *day <= stretch.last);
        let over = move |row: &Row| self.day(table, to, *row).is_some_and(|day| day < stretch.first);
        begun.map(|(_, row)| *row).filter(move |row| !over(row)).map(|row| (row, Truth::True))
    }
}
