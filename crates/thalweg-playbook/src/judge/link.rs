//! Tests that follow a name to other records.

use std::collections::BTreeSet;

use super::Scene;
use super::tally::Tally;
use super::trace::Trace;
use crate::ledger::Stretch;
use crate::plan::{Limits, Related, Selection, Test};
use crate::table::{Row, Table, Value};
use crate::truth::Truth;

impl Scene<'_, '_> {
    /// How many of the persons that a field names held a role on the row's day.
    pub(super) fn role(
        &self,
        table: Table,
        row: Row,
        (field, role, since, needs): (usize, &str, bool, &Limits),
        trace: &mut Trace,
    ) -> Truth {
        let value = self.ledger.at(table, field, row);
        let day = self.day_of(table, row);
        let persons: BTreeSet<&str> = value.each().iter().copied().collect();
        let tally: Tally = persons.iter().map(|it| self.ledger.had_role(it, role, day, since)).collect();
        let truth = needs.judge(tally.sure(), tally.most());
        if truth == Truth::Unknown {
            let (name, entity) = (self.ledger.called(table, row), self.ledger.entity(table, row));
            trace.lacks(format!("the role of somebody named by {name}"), "people", entity);
        }
        truth
    }

    /// Whether what a field names is there when states are judged.
    pub(super) fn active(
        &self,
        table: Table,
        row: Row,
        (field, other): (usize, Table),
        trace: &mut Trace,
    ) -> Truth {
        let value = self.ledger.at(table, field, row);
        let there = value.each().iter().map(|it| self.ledger.there(other, it));
        let truth = there.fold(Truth::False, Truth::or);
        if truth == Truth::Unknown {
            let entity = self.ledger.entity(table, row);
            let name = table.spec().fields.get(field).map_or("", |it| it.name);
            let whose = self.ledger.called(table, row);
            trace.lacks(format!("whether the {name} of {whose} is there"), other.spec().kind.name(), entity);
        }
        truth
    }

    /// Whether a field names a row of another table of which a test holds.
    pub(super) fn names(
        &self,
        table: Table,
        row: Row,
        (field, other, that): (usize, Table, Option<&Test>),
        trace: &mut Trace,
    ) -> Truth {
        let Some(key) = other.field("id") else { return Truth::Unknown };
        let value = self.ledger.at(table, field, row);
        let open = self.ledger.state_is_open(other.spec().kind);
        let mut truth = Truth::False;
        let mut unheard = false;
        for name in value.each() {
            let rows = self.ledger.joined(other, key, name);
            // A row that is known under its id is not waited for once more.
            unheard |= open && rows.is_empty();
            for found in rows {
                truth = truth.or(that.map_or(Truth::True, |that| self.test(other, *found, that, trace)));
            }
        }
        if truth == Truth::False && unheard {
            trace.lacks_rows(self.ledger, other, Stretch::of(&self.window));
            return Truth::Unknown;
        }
        truth
    }

    /// Whether so many rows elsewhere name this one.
    pub(super) fn related(&self, table: Table, row: Row, related: &Related, trace: &mut Trace) -> Truth {
        let Related { of, ours, needs, .. } = related;
        let (sure, maybe) = self.related_to(table, row, related, trace);
        let day = self.one_day(&self.ledger.at(table, *ours, row));
        let open = day.map_or_else(|| self.is_open(of), |it| self.ledger.is_open(of.table, it));
        let (low, high) = bounds(sure.len(), maybe.len(), open);
        let truth = needs.judge(low, high);
        if truth == Truth::Unknown && open {
            trace.lacks_rows(self.ledger, of.table, day.unwrap_or_else(|| self.stretch(of.when)));
        }
        truth
    }

    /// The day that a value dates: what is looked for on one day is missed only where that day is covered.
    fn one_day(&self, value: &Value<'_>) -> Option<Stretch> {
        self.ledger.horizon.day(value).map(|day| Stretch { first: day, last: day })
    }

    /// What is counted of the rows that name this one for certain, and what more there may be.
    pub(super) fn related_to(
        &self,
        table: Table,
        row: Row,
        related: &Related,
        trace: &mut Trace,
    ) -> (BTreeSet<String>, BTreeSet<String>) {
        let Related { of, theirs, ours, distinct, .. } = related;
        let value = self.ledger.at(table, *ours, row);
        let day = self.one_day(&value);
        let stretch = day.unwrap_or_else(|| self.stretch(of.when));
        let mut sure = BTreeSet::new();
        let mut maybe = BTreeSet::new();
        for (found, inside) in self.candidates(of, *theirs, &value, (stretch, day.is_some())) {
            let filter = of.filter.as_ref().map_or(Truth::True, |it| self.test(of.table, found, it, trace));
            match inside.and(filter) {
                Truth::True => {
                    trace.evidence.push((of.table, found));
                    sure.extend(self.keys(of.table, found, *distinct));
                }
                Truth::False => {}
                _ => maybe.extend(self.keys(of.table, found, *distinct)),
            }
        }
        maybe.retain(|it| !sure.contains(it));
        (sure, maybe)
    }

    /// The rows that name a value, with whether their day is in the stretch.
    fn candidates(
        &self,
        of: &Selection,
        theirs: usize,
        value: &Value<'_>,
        (stretch, on_its_day): (Stretch, bool),
    ) -> Vec<(Row, Truth)> {
        if on_its_day {
            let same = self.ledger.within(of.table, theirs, stretch);
            return same.filter(|(_, inside)| *inside == Truth::True).collect();
        }
        let texts: BTreeSet<&str> = value.each().iter().copied().collect();
        let rows = texts.iter().flat_map(|it| self.ledger.joined(of.table, theirs, it));
        let dated = rows.map(|row| (*row, self.dated(of, *row, stretch)));
        dated.filter(|(_, inside)| *inside != Truth::False).collect()
    }

    /// What is counted of a row: the row itself, or the texts of a field.
    fn keys(&self, table: Table, row: Row, distinct: Option<usize>) -> Vec<String> {
        match distinct {
            None => vec![format!("{} {}", row.at, row.sub)],
            Some(field) => {
                self.ledger.at(table, field, row).each().iter().map(|it| (*it).to_owned()).collect()
            }
        }
    }
}

/// From how many for certain to how many at most.
#[expect(clippy::cast_precision_loss, reason = "counts of records")]
pub(super) fn bounds(sure: usize, maybe: usize, open: bool) -> (f64, f64) {
    (sure as f64, if open { f64::INFINITY } else { (sure + maybe) as f64 })
}
