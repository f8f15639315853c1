//! Which rows a rule is about.

use super::Loader;
use crate::form::{SelectionForm, Within};
use crate::plan::{FieldRef, Selection, Test, When};
use crate::table::{Kind, Time};

impl Loader<'_> {
    pub(super) fn selection(&mut self, form: &SelectionForm) -> Option<Selection> {
        let table = self.table(&form.records)?;
        let on = match &form.on {
            Some(name) => Some(self.asked(table, name, Kind::is_date, "a date")?),
            None => table.day_field(),
        };
        let until = match &form.until {
            Some(name) => Some(self.asked(table, name, Kind::is_date, "a date")?),
            None => None,
        };
        let when = match &form.trailing {
            Some(days) => When::Trailing(self.days(days)?),
            None => Self::when(&form.within),
        };
        if table.spec().time == Time::State && (on.is_some() || form.trailing.is_some()) {
            return self.misshapen(format!(
                "`{}` hold for a time: they are taken as they are when states are judged",
                table.spec().name
            ));
        }
        let filter = match &form.filter {
            Some(filter) => Some(self.test(table, filter)?),
            None => None,
        };
        let subject = filter.as_ref().and_then(by_subject);
        Some(Selection { table, on, until, when, filter, subject, noun: form.noun.clone() })
    }

    pub(super) const fn when(within: &Within) -> When {
        match within {
            Within::Window => When::Window,
            Within::Quarter => When::Quarter,
            Within::Ever => When::Ever,
        }
    }
}

/// The field by which a test lets only the subject's rows through.
fn by_subject(test: &Test) -> Option<FieldRef> {
    match test {
        Test::Subject(field) => Some(*field),
        Test::All(tests) => tests.iter().find_map(by_subject),
        _ => None,
    }
}
