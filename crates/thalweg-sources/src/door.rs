//! One door for all formats: a record reads from an erased deserializer, so that its reading is compiled once and not once a format.

use erased_serde::Deserializer as Erased;
use serde::de::{Deserialize, Deserializer};
use serde_path_to_error::Track;

use crate::fault::Fault;

/// The value, or what the format says of it. Records in JSON that are right do not come this way: theirs is the quickest.
pub(crate) fn read<'de, T: Deserialize<'de>>(
    format: impl Deserializer<'de>,
) -> Result<T, erased_serde::Error> {
    erased_serde::deserialize(&mut <dyn Erased<'_>>::erase(format))
}

/// The value, or what is wrong with it and in which field.
pub(crate) fn traced<'de, T: Deserialize<'de>>(format: impl Deserializer<'de>) -> Result<T, Fault> {
    let mut track = Track::new();
    let read = read(serde_path_to_error::Deserializer::new(format, &mut track));
    read.map_err(|error| Fault::at(&track.path().to_string(), without_place(error.to_string().trim())))
}

/// What was said, without the line that TOML adds of where: the path knows that, and more of it.
fn without_place(said: &str) -> &str {
    said.rsplit_once("\n\nin `").map_or(said, |(said, _)| said)
}
