//! A field of a table: its name, its kind and how to read it.

use thalweg_model::{Records, Unit};

use super::row::Row;
use super::value::Value;

/// What a field holds, and so what can be asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An id or a text.
    Text,
    /// Several ids or texts.
    Texts,
    /// One word of a closed list.
    Choice(&'static [&'static str]),
    /// Several words of a closed list.
    Choices(&'static [&'static str]),
    /// A person.
    Person,
    /// Several persons.
    People,
    /// A team.
    Team,
    /// Several teams.
    Teams,
    /// When something happened: later than the instant of the evaluation it has not.
    Fact,
    /// When something is due, begins or ends by plan.
    Plan,
    /// A number in that unit.
    Number(Unit),
    /// A number in the row's own unit.
    Amount,
    /// Yes or no.
    Flag,
}

impl Kind {
    pub(crate) const fn is_date(self) -> bool {
        matches!(self, Self::Fact | Self::Plan)
    }

    pub(crate) const fn is_number(self) -> bool {
        matches!(self, Self::Number(_) | Self::Amount)
    }

    pub(crate) const fn is_people(self) -> bool {
        matches!(self, Self::Person | Self::People)
    }

    pub(crate) const fn is_team(self) -> bool {
        matches!(self, Self::Team | Self::Teams)
    }

    /// The words that it allows, where the list is closed.
    pub(crate) const fn words(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Choice(words) | Self::Choices(words) => Some(words),
            _ => None,
        }
    }

    /// The kind in words.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Texts => "a list of texts",
            Self::Choice(_) => "a word of a closed list",
            Self::Choices(_) => "a list of words of a closed list",
            Self::Person => "a person",
            Self::People => "a list of persons",
            Self::Team => "a team",
            Self::Teams => "a list of teams",
            Self::Fact | Self::Plan => "a date",
            Self::Number(_) | Self::Amount => "a number",
            Self::Flag => "yes or no",
        }
    }
}

/// How a field is read.
pub(crate) type Read = for<'r> fn(&'r Records, Row) -> Value<'r>;

/// A field of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it holds.
    pub(crate) kind: Kind,
    /// How it is read.
    pub(crate) read: Read,
}

/// The fields of a table over one vector of records.
macro_rules! fields {
    ($(#[$doc:meta])* $list:ident of $records:ident: |$it:ident| { $($name:literal $kind:expr => $value:expr;)* }) => {
        $(#[$doc])*
        pub(super) const $list: &[$crate::table::field::Field] = &[$(
            $crate::table::field::Field {
                name: $name,
                kind: $kind,
                read: |records, row| match records.$records.get(row.at as usize) {
                    Some($it) => $crate::table::value::Value::from($value),
                    None => $crate::table::value::Value::Absent,
                },
            }
        ),*];
    };
}
pub(super) use fields;
