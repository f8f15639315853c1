//! What people call a row: names, texts and dates instead of ids where there are any.

use super::Ledger;
use crate::table::{Field, Kind, Row, Table, Value};
use crate::told;

impl Ledger<'_> {
    /// The name of a row for people, as "team Payments" or "the flow review of 13 August 2026".
    pub(crate) fn called(&self, table: Table, row: Row) -> String {
        let mut name = String::new();
        for part in table.spec().called.split('{') {
            match part.split_once('}') {
                None => name.push_str(part),
                Some((field, after)) => {
                    name.push_str(&self.field_called(table, field, row));
                    name.push_str(after);
                }
            }
        }
        name
    }

    fn field_called(&self, table: Table, name: &str, row: Row) -> String {
        let Some(field) = table.field(name).and_then(|it| table.spec().fields.get(it)) else {
            return String::new();
        };
        match self.value(field, row) {
            Value::Absent => "no date".to_owned(),
            Value::NotBefore(day) => format!("the days from {} on", told::date(day)),
            value => self.value_called(field, &value),
        }
    }

    /// A value as people say it.
    pub(crate) fn value_called(&self, field: &Field, value: &Value<'_>) -> String {
        if let Some(day) = self.horizon.day(value) {
            return if field.name == "month" { day.format("%B %Y").to_string() } else { told::date(day) };
        }
        match (value, field.kind) {
            (Value::Number(it), Kind::Number(unit)) => told::number(*it, unit),
            (Value::Amount(it, unit), _) => told::number(*it, *unit),
            (Value::Flag(flag), _) => if *flag { "yes" } else { "no" }.to_owned(),
            _ => {
                let texts: Vec<String> = value.each().iter().map(|it| self.text_called(field, it)).collect();
                told::few(&texts)
            }
        }
    }

    fn text_called(&self, field: &Field, text: &str) -> String {
        match (field.kind, field.name) {
            (Kind::Team | Kind::Teams, _) => self.team_called(text),
            (Kind::Choice(_) | Kind::Choices(_), _) | (_, "category") => told::words(text),
            (Kind::Text, "text") => told::quoted(text),
            (Kind::Text, "metric") => told::metric(text),
            _ => text.to_owned(),
        }
    }

    /// The team of that id as people call it.
    pub(crate) fn team_called(&self, id: &str) -> String {
        let named = Table::named("teams").and_then(|teams| {
            let row = self.joined(teams, teams.field("id")?, id).first()?;
            let name = self.at(teams, teams.field("name")?, *row);
            name.each().first().map(|it| format!("team {it}"))
        });
        named.unwrap_or_else(|| format!("team {id}"))
    }
}
