//! What every plain format shares: records that can be read, and what makes one of them impossible.

mod check;
mod dates;
mod numbers;
mod refers;

use serde::de::DeserializeOwned;
use thalweg_model::{Record, RecordKind};

pub(crate) use check::Plausible;
pub(crate) use refers::Refers;

use crate::fault::Fault;

/// A record that the plain formats hold: every kind of [`thalweg_model::record`].
pub trait Readable: Record + DeserializeOwned + PartialEq + private::Sealed {}

impl<T: Record + DeserializeOwned + PartialEq + private::Sealed> Readable for T {}

mod private {
    /// What only this crate gives to a record.
    pub trait Sealed: super::Plausible + super::Refers {}
    impl<T: super::Plausible + super::Refers> Sealed for T {}
}

/// Gives the record back, or what makes it impossible.
pub(crate) fn plausible<T: Readable>(record: T) -> Result<T, Fault> {
    match record.fault() {
        None => Ok(record),
        Some(fault) => Err(fault.of(&noun(T::KIND), Some(&record.key()))),
    }
}

/// The word for one record of a kind.
pub(crate) fn noun(kind: RecordKind) -> String {
    let words = kind.name().replace('_', " ");
    match kind {
        RecordKind::People => "person".to_owned(),
        RecordKind::Touches => "touch".to_owned(),
        RecordKind::Capacity => "capacity entry".to_owned(),
        RecordKind::MetricStatus | RecordKind::Ownership | RecordKind::Coaching => words,
        _ => words.strip_suffix('s').map_or_else(|| words.clone(), str::to_owned),
    }
}
