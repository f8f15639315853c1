//! What a condition rested on while it was tested.

use crate::ledger::{Ledger, Stretch};
use crate::outcome::Missing;
use crate::table::{Row, Table};

/// The rows that a condition rested on, and what it lacked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trace {
    pub(crate) evidence: Vec<(Table, Row)>,
    pub(crate) missing: Vec<Missing>,
}

impl Trace {
    /// Notes that a field of a row was not recorded.
    pub(crate) fn lacks_field(&mut self, ledger: &Ledger<'_>, table: Table, row: Row, field: &str) {
        let entity = ledger.entity(table, row);
        let what = format!("`{field}` of {entity}");
        self.lacks(what, table.spec().kind.name(), entity);
    }

    /// Notes that nobody says whether all records of a stretch are there.
    pub(crate) fn lacks_rows(&mut self, ledger: &Ledger<'_>, table: Table, stretch: Stretch) {
        let kind = table.spec().kind.name();
        let Stretch { first, last } = stretch;
        let days = if Ledger::is_state(table) || first == chrono::NaiveDate::MIN {
            format!("on {}", ledger.horizon.reference)
        } else {
            format!("from {first} to {last}")
        };
        self.lacks(
            format!("whether all {} {days} are recorded", words(kind)),
            kind,
            "organisation".to_owned(),
        );
    }

    pub(crate) fn lacks(&mut self, what: String, supply: impl Into<String>, entity: String) {
        self.missing.push(Missing { what, supply: supply.into(), entity });
    }
}

/// A name of files as words.
pub(crate) fn words(name: &str) -> String {
    name.replace('_', " ")
}
