//! What a condition rested on while it was tested.

use thalweg_model::record::RecordKind;

use crate::ledger::{Ledger, Stretch};
use crate::outcome::Missing;
use crate::table::{Kind, Row, Table};
use crate::told;

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
        let fact = table
            .field(field)
            .and_then(|it| table.spec().fields.get(it))
            .is_some_and(|it| it.kind == Kind::Fact);
        let (name, called) = (told::words(field), ledger.called(table, row));
        let what = if fact && (name == "done" || name.ends_with("ed")) {
            format!("whether and when {called} is {name}")
        } else {
            format!("the {name} of {called}")
        };
        self.lacks(what, table.spec().kind.name(), entity);
    }

    /// Notes that nobody says whether all records of a stretch are there.
    pub(crate) fn lacks_rows(&mut self, ledger: &Ledger<'_>, table: Table, stretch: Stretch) {
        let kind = lacking_kind(ledger, table).name();
        self.lacks(
            format!("whether {}", all_recorded(ledger, table, stretch)),
            kind,
            "organisation".to_owned(),
        );
    }

    pub(crate) fn lacks(&mut self, what: String, supply: impl Into<String>, entity: String) {
        self.missing.push(Missing { what, supply: supply.into(), entity });
    }
}

/// The kind whose records may be lacking.
fn lacking_kind(ledger: &Ledger<'_>, table: Table) -> RecordKind {
    let open = |it: &RecordKind| Ledger::is_state(table) && ledger.state_is_open(*it);
    table.rests_on().find(open).unwrap_or(table.spec().kind)
}

/// That all records of a stretch are there, in words.
pub(super) fn all_recorded(ledger: &Ledger<'_>, table: Table, stretch: Stretch) -> String {
    let kind = told::words(lacking_kind(ledger, table).name());
    let Stretch { first, last } = stretch;
    let days = if Ledger::is_state(table) || first == chrono::NaiveDate::MIN {
        format!("as of {}", told::date(ledger.horizon.reference))
    } else {
        format!("of {}", told::dates(first, last))
    };
    format!("all {kind} {days} are recorded")
}
