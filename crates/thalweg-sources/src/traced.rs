//! A value with the path to what is wrong with it, from any format.

use serde::de::{Deserialize, Deserializer};
use serde_path_to_error::Track;

use crate::fault::Fault;

/// The value, or what is wrong with it and in which field.
pub(crate) fn traced<'de, T: Deserialize<'de>, D: Deserializer<'de>>(format: D) -> Result<T, Fault> {
    let mut track = Track::new();
    let read = T::deserialize(serde_path_to_error::Deserializer::new(format, &mut track));
    read.map_err(|error| Fault::at(&track.path().to_string(), without_place(error.to_string().trim())))
}

/// What was said, without the line that TOML adds of where: the path knows that, and more of it.
fn without_place(said: &str) -> &str {
    said.rsplit_once("\nin `").map_or(said, |(said, _)| said.trim_end())
}
