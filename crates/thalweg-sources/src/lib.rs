//! Readers for thalweg: from bytes to records, with every refused record in its place.

mod elements;
mod error;
mod events;
mod fault;
mod folder;
mod format;
mod gathered;
mod history;
mod keys;
mod lines;
mod parse;
mod plain;
mod references;
mod settle;
mod source;
mod text;
mod zone;

#[cfg(feature = "calendar")]
pub mod calendar;
pub mod csv;
#[cfg(feature = "git")]
pub mod git;
pub mod json;
pub mod jsonl;
pub mod survey;
pub mod toml;

pub use error::SourceError;
pub use folder::{FileRead, Options, Organisation, RawFile, history, organisation, organisation_with};
pub use history::History;
pub use plain::Readable;
pub use text::MAX_RECORD_BYTES;

/// The files and their fields, kind by kind, with an example line of each.
#[doc = include_str!("../docs/formats.md")]
pub mod formats {}
