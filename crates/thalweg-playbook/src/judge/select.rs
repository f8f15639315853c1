//! The rows that a rule is about.

use super::Scene;
use super::trace::Trace;
use crate::ledger::{Ledger, Stretch};
use crate::plan::{Selection, When};
use crate::table::{Kind, Row, Table};
use crate::truth::Truth;

impl Scene<'_, '_> {
    /// The rows of a selection that are in it, or may be.
    pub(super) fn rows(&self, selection: &Selection, trace: &mut Trace) -> Vec<(Row, Truth)> {
        let stretch = self.stretch(selection.when);
        self.rows_within(selection, stretch, trace)
    }

    /// The rows of a selection within these days.
    pub(super) fn rows_within(
        &self,
        selection: &Selection,
        stretch: Stretch,
        trace: &mut Trace,
    ) -> Vec<(Row, Truth)> {
        let Selection { table, on, until, when, filter, subject, .. } = selection;
        let (table, ledger) = (*table, self.ledger);
        let stretch = self.so_far(selection, stretch);
        let mine = subject.zip(self.team()).map(|(field, team)| ledger.joined(table, field, team));
        let dated = |row: &Row| (*row, self.dated(selection, *row, stretch));
        let mut rows: Vec<(Row, Truth)> = match (mine, on, until) {
            (Some(mine), ..) => mine.iter().map(dated).collect(),
            (None, Some(from), Some(to)) => ledger.overlapping(table, (*from, *to), stretch).collect(),
            (None, Some(on), None) if *when != When::Ever => ledger.within(table, *on, stretch).collect(),
            _ => ledger.rows(table).iter().map(dated).collect(),
        };
        if self.tells_of_none(selection, stretch) {
            rows.retain(|(_, inside)| *inside == Truth::True);
        }
        if let Some(filter) = filter {
            for (row, inside) in rows.iter_mut().filter(|(_, inside)| *inside != Truth::False) {
                *inside = inside.and(self.test(table, *row, filter, trace));
            }
        }
        rows.retain(|(_, inside)| *inside != Truth::False);
        rows
    }

    /// Whether a row without the day that counts has none: what a whole log does not tell of has not come.
    fn tells_of_none(&self, selection: &Selection, stretch: Stretch) -> bool {
        let Selection { table, on, until, when, .. } = *selection;
        let other = on.filter(|it| until.is_none() && when != When::Ever && Some(*it) != table.day_field());
        let kind = |on: usize| table.spec().fields.get(on).map(|it| it.kind);
        other.and_then(kind) == Some(Kind::Fact) && !self.is_open_within(selection, stretch)
    }

    /// A running period is judged as far as it has gone: what is due later is not due yet.
    fn so_far(&self, selection: &Selection, stretch: Stretch) -> Stretch {
        let kind = |on: usize| selection.table.spec().fields.get(on).map(|it| it.kind);
        let planned = selection.on.and_then(kind) == Some(Kind::Plan);
        let last = stretch.last.min(self.ledger.horizon.reference);
        if planned { Stretch { last, ..stretch } } else { stretch }
    }

    /// Whether a row falls into the days of a selection, where no index says so.
    pub(super) fn dated(&self, selection: &Selection, row: Row, stretch: Stretch) -> Truth {
        let Selection { table, on, until, when, .. } = *selection;
        let ledger = self.ledger;
        match (on, until) {
            (None, _) => (when == When::Ever || ledger.is_active(table, row)).into(),
            (Some(_), None) if when == When::Ever => Truth::True,
            (Some(on), None) => stretch.holds(ledger.day(table, on, row), &ledger.at(table, on, row)),
            (Some(from), Some(to)) => {
                let begun = ledger.day(table, from, row).map(|it| it <= stretch.last);
                let over = ledger.day(table, to, row).is_some_and(|it| it < stretch.first);
                Truth::known(begun).and((!over).into())
            }
        }
    }

    /// Whether rows may be lacking that the selection would take.
    pub(super) fn is_open(&self, selection: &Selection) -> bool {
        self.is_open_within(selection, self.stretch(selection.when))
    }

    pub(super) fn is_open_within(&self, selection: &Selection, stretch: Stretch) -> bool {
        if selection.when == When::Ever && !Ledger::is_state(selection.table) {
            return self.ledger.state_is_open(selection.table.spec().kind);
        }
        self.ledger.is_open(selection.table, stretch)
    }

    /// The field that says when a row of a selection happened, as a day.
    pub(super) fn day_of(&self, table: Table, row: Row) -> Option<chrono::NaiveDate> {
        table.day_field().and_then(|field| self.ledger.day(table, field, row))
    }
}
