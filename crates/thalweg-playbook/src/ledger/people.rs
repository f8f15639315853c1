//! Who held which role on which day, and what was there on the day that states are judged.

use chrono::NaiveDate;
use thalweg_model::record::RecordKind;

use super::Ledger;
use crate::table::{Row, Table, Value};
use crate::truth::Truth;

impl<'e> Ledger<'e> {
    /// Whether a row that holds for a time holds at the moment at which states are judged.
    pub(crate) fn is_active(&self, table: Table, row: Row) -> bool {
        self.is_active_on(table, row, None)
    }

    fn is_active_on(&self, table: Table, row: Row, day: Option<NaiveDate>) -> bool {
        let end = |name: &str| table.field(name).map_or(Value::Absent, |field| self.at(table, field, row));
        let begun = |value: &Value<'_>| match (value, day) {
            (Value::At(at), None) => Some(*at <= self.horizon.moment),
            (value, day) => self.horizon.day(value).map(|it| it <= day.unwrap_or(self.horizon.reference)),
        };
        begun(&end("from")).unwrap_or(true) && !begun(&end("until")).unwrap_or(false)
    }

    /// Whether a row that holds for a time holds on some day from that one to the day on which states are judged.
    fn is_active_since(&self, table: Table, row: Row, day: Option<NaiveDate>) -> bool {
        let end = |name: &str| table.field(name).and_then(|field| self.day(table, field, row));
        let begun = end("from").is_none_or(|it| it <= self.horizon.reference);
        let over = end("until").zip(day).is_some_and(|(until, day)| until <= day);
        begun && !over
    }

    /// Whether a team, a service or a person is there at the moment at which states are judged.
    pub(crate) fn there(&self, table: Table, id: &str) -> Truth {
        self.held(table, id, |row| self.is_active(table, row))
    }

    /// Whether a person held a role on a day, or on some day since.
    pub(crate) fn had_role(&self, person: &str, role: &str, day: Option<NaiveDate>, since: bool) -> Truth {
        let Some(people) = Table::named("people") else { return Truth::Unknown };
        let is = |row: Row| {
            let held = people.field("role").map(|field| self.at(people, field, row));
            let there = self.is_active_on(people, row, day);
            held == Some(Value::Text(role)) && (there || (since && self.is_active_since(people, row, day)))
        };
        self.held(people, person, is)
    }

    /// What holds of the record with that id: unknown where there is none and the records are not complete.
    fn held(&self, table: Table, id: &str, is: impl Fn(Row) -> bool) -> Truth {
        let rows = table.field("id").map_or(&[][..], |field| self.joined(table, field, id));
        if rows.is_empty() {
            return Truth::known((!self.state_is_open(table.spec().kind)).then_some(false));
        }
        rows.iter().any(|row| is(*row)).into()
    }

    /// Whether the records of a kind may lack some that hold at the moment at which states are judged.
    pub(crate) fn state_is_open(&self, kind: RecordKind) -> bool {
        let day = self.horizon.reference;
        !self.evidence.sources().covers(kind, day, day)
    }
}
