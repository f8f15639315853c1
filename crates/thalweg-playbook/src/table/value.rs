//! The value of a field.

use chrono::NaiveDate;
use thalweg_model::record::Severity;
use thalweg_model::{
    DeploymentId, IncidentId, Instant, MetricId, PersonId, RecordId, ServiceId, StreamId, TeamId, Unit,
};

/// What a field of a row holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'r> {
    /// Nothing was recorded.
    Absent,
    /// An id, a word or a text.
    Text(&'r str),
    /// Several of them.
    Texts(Vec<&'r str>),
    /// A local day.
    Day(NaiveDate),
    /// Days that nobody worked out, from this one on.
    NotBefore(NaiveDate),
    /// An instant.
    At(Instant),
    /// A number in the field's unit.
    Number(f64),
    /// A number in the row's own unit.
    Amount(f64, Unit),
    /// Yes or no.
    Flag(bool),
}

impl<'r> Value<'r> {
    /// A number that cannot be negative; what is no such number was not recorded.
    pub(crate) fn size(number: f64) -> Self {
        if number.is_finite() && number >= 0.0 { Self::Number(number) } else { Self::Absent }
    }

    /// A count.
    pub(crate) fn count(count: usize) -> Self {
        Self::Number(f64::from(u32::try_from(count).unwrap_or(u32::MAX)))
    }

    /// A number that cannot be negative, in the row's own unit.
    pub(crate) fn amount(number: f64, unit: Unit) -> Self {
        match Self::size(number) {
            Self::Number(it) => Self::Amount(it, unit),
            _ => Self::Absent,
        }
    }

    /// The texts of ids.
    pub(crate) fn texts<T: AsRef<str>>(ids: &'r [T]) -> Self {
        Self::Texts(ids.iter().map(AsRef::as_ref).collect())
    }

    /// Every text it holds; none where it is absent or no text.
    pub(crate) fn each(&self) -> &[&'r str] {
        match self {
            Self::Text(it) => std::slice::from_ref(it),
            Self::Texts(all) => all,
            _ => &[],
        }
    }

    /// Whether anything was recorded; a blank text and an empty list are nothing.
    pub(crate) fn is_present(&self) -> bool {
        match self {
            Self::Absent => false,
            Self::Text(text) => !text.trim().is_empty(),
            Self::Texts(texts) => !texts.is_empty(),
            _ => true,
        }
    }

    /// The number, in whatever unit.
    pub(crate) const fn number(&self) -> Option<f64> {
        match self {
            Self::Number(it) | Self::Amount(it, _) => Some(*it),
            _ => None,
        }
    }
}

macro_rules! texts {
    ($($id:ident),*) => {$(
        impl<'r> From<&'r $id> for Value<'r> {
            fn from(id: &'r $id) -> Self {
                Self::Text(id.as_str())
            }
        }
    )*};
}

texts!(String, TeamId, PersonId, RecordId, ServiceId, StreamId, MetricId, IncidentId, DeploymentId);

impl<'r> From<&'static str> for Value<'r> {
    fn from(word: &'static str) -> Self {
        Self::Text(word)
    }
}

impl From<NaiveDate> for Value<'_> {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

impl From<Instant> for Value<'_> {
    fn from(at: Instant) -> Self {
        Self::At(at)
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        if number.is_finite() { Self::Number(number) } else { Self::Absent }
    }
}

impl From<bool> for Value<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Severity> for Value<'_> {
    fn from(severity: Severity) -> Self {
        Self::Number(f64::from(severity.level()))
    }
}

impl<'r, T: Into<Self>> From<Option<T>> for Value<'r> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Into::into)
    }
}
