//! Where a record stood and why it was refused.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// Where in its source something stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// The source: a file's name, a repository, `standard input`.
    #[serde(serialize_with = "text")]
    pub source: Arc<str>,
    /// The line, from 1, or the record's number where the source has no lines; 0 for the source as a whole.
    pub line: u64,
}

fn text<S: serde::Serializer>(source: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(source)
}

impl Place {
    /// A line of a source.
    #[must_use]
    pub fn new(source: impl Into<Arc<str>>, line: u64) -> Self {
        Self { source: source.into(), line }
    }

    /// A source as a whole.
    #[must_use]
    pub fn whole(source: impl Into<Arc<str>>) -> Self {
        Self::new(source, 0)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.source),
            line => write!(f, "{}:{line}", self.source),
        }
    }
}

/// What became of the record that a [`Reject`] speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// The record was refused.
    Refused,
    /// The record was kept; only what is named here was left out of it.
    KeptWithout,
    /// The record says nothing new and was dropped: an exact duplicate.
    Duplicate,
    /// Nothing was left out; what is said here is worth knowing all the same.
    Noted,
}

/// A record, or a part of one, that was not taken in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Reject {
    /// Where it stands; `None` for a record that came from memory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The kind and the id of the record, if they could be read, as ``deployment `D1` ``.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The field at fault, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What became of the record.
    pub fate: Fate,
    /// What is wrong and what would be right.
    pub reason: String,
}

impl Reject {
    /// A refused record.
    #[must_use]
    pub fn refused(place: Option<Place>, reason: impl Into<String>) -> Self {
        Self { place, record: None, field: None, fate: Fate::Refused, reason: reason.into() }
    }

    /// A part left out of a record that was kept.
    #[must_use]
    pub fn part(place: Option<Place>, reason: impl Into<String>) -> Self {
        Self { fate: Fate::KeptWithout, ..Self::refused(place, reason) }
    }

    /// Something to know about what was taken in whole.
    #[must_use]
    pub fn noted(place: Option<Place>, reason: impl Into<String>) -> Self {
        Self { fate: Fate::Noted, ..Self::refused(place, reason) }
    }

    /// With the record's kind and id.
    #[must_use]
    pub fn of(mut self, kind: &str, id: impl fmt::Display) -> Self {
        self.record = Some(format!("{kind} `{id}`"));
        self
    }

    /// With the field at fault.
    #[must_use]
    pub fn in_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        if let Some(record) = &self.record {
            write!(f, "{record}: ")?;
        }
        if let Some(field) = &self.field {
            write!(f, "field `{field}`: ")?;
        }
        f.write_str(&self.reason)?;
        match self.fate {
            Fate::Refused => f.write_str(" (record refused)"),
            Fate::KeptWithout => f.write_str(" (record kept without it)"),
            Fate::Duplicate => f.write_str(" (dropped)"),
            Fate::Noted => Ok(()),
        }
    }
}

/// What was read, and everything that was not taken in: nothing is lost in silence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "the rejects say what is missing from the value"]
pub struct Loaded<T> {
    /// What was read.
    pub value: T,
    /// What was refused or left out, in the order of the source; at most [`MAX_REJECTS`] are listed.
    pub rejects: Vec<Reject>,
    /// How many more there were than are listed.
    pub unlisted: u64,
}

/// How many rejects are listed one by one: a file of nothing but rubbish must not fill the memory.
pub const MAX_REJECTS: usize = 10_000;

impl<T> Loaded<T> {
    /// A value of which nothing was refused.
    pub const fn clean(value: T) -> Self {
        Self { value, rejects: Vec::new(), unlisted: 0 }
    }

    /// Adds a reject to the list, or to the count once the list is full.
    pub fn reject(&mut self, reject: Reject) {
        if self.rejects.len() < MAX_REJECTS {
            self.rejects.push(reject);
        } else {
            self.unlisted = self.unlisted.saturating_add(1);
        }
    }

    /// How many rejects there were in all.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        (self.rejects.len() as u64).saturating_add(self.unlisted)
    }

    /// The same rejects with the value changed.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Loaded<U> {
        Loaded { value: change(self.value), rejects: self.rejects, unlisted: self.unlisted }
    }

    /// Takes the rejects of another load over and gives its value back.
    pub fn absorb<U>(&mut self, other: Loaded<U>) -> U {
        self.unlisted = self.unlisted.saturating_add(other.unlisted);
        for reject in other.rejects {
            self.reject(reject);
        }
        other.value
    }
}
