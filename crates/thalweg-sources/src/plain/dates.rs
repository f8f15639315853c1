//! Orders of dates that a record must keep.

use std::fmt::Display;

use crate::fault::Fault;

/// What comes after something else, where both are known.
pub(super) fn not_before<T: PartialOrd + Display>(
    field: &str,
    end: Option<T>,
    other: &str,
    start: impl Into<Option<T>>,
) -> Option<Fault> {
    let (start, end) = start.into().zip(end).filter(|(start, end)| end < start)?;
    Some(Fault::in_field(field, format!("{end} comes before `{other}`, {start}: correct one of them")))
}

/// What ends a stretch that began, and so comes later.
pub(super) fn after<T: PartialOrd + Display>(
    field: &str,
    end: Option<T>,
    other: &str,
    start: Option<T>,
) -> Option<Fault> {
    let (start, end) = start.zip(end).filter(|(start, end)| end <= start)?;
    Some(Fault::in_field(field, format!("{end} does not come after `{other}`, {start}: correct one of them")))
}
