//! Readers for thalweg: from bytes to records, with every refused record in its place.
//!
//! You probably want the face, the crate `thalweg`, which re-exports all of this.
//!
//! - [`organisation`]: a folder of an organisation's own files, whose names and fields are those of [`formats`].
//! - [`jsonl`], [`json`], [`csv`], [`toml`]: the records of one kind, or the event log, from any reader.
//! - [`survey`]: answers in our own formats and as survey products export them.
//! - [`calendar`]: meetings from iCalendar, and the days that recurrence rules call (feature `calendar`, on unless told).
//! - [`git`](https://docs.rs/thalweg-sources/latest/thalweg_sources/git): repositories as they are (feature `git`, off unless told).
//! - [`history()`]: a repository's history from plain records.
//!
//! ```
//! use thalweg_model::record::Incident;
//! let lines = concat!(
//!     "{\"id\":\"I1\",\"detected_at\":\"2026-03-03T08:54:00Z\",\"user_impacting\":true,\"immediate_intervention\":true}\n",
//!     "{\"id\":\"I2\",\"detected_at\":\"2026-03-04T08:54:00\",\"user_impacting\":true,\"immediate_intervention\":true}\n",
//! );
//! let loaded = thalweg_sources::jsonl::records::<Incident>(lines.as_bytes(), "incidents.jsonl")?;
//! assert_eq!(loaded.value.len(), 1);
//! assert_eq!(
//!     loaded.rejects[0].to_string(),
//!     "incidents.jsonl:2: incident `I2`: field `detected_at`: the timestamp `2026-03-04T08:54:00` has no offset: \
//!      write `Z` or an offset such as `+01:00` at its end (record refused)"
//! );
//! # Ok::<(), thalweg_sources::SourceError>(())
//! ```
//!
//! # What it promises
//!
//! Only what cannot be read at all is an error ([`SourceError`]). A record that is wrong is a
//! [`Reject`](thalweg_model::Reject) with its source, line, field and reason, and the records around it stay. No input
//! panics. What is held in memory is bounded by the result: a line of ten gigabytes is passed over without being held, and
//! rejects beyond [`MAX_REJECTS`](thalweg_model::MAX_REJECTS) are counted.
//!
//! # What it does not do
//!
//! It computes no metric and knows no host's API: nothing is fetched. It repairs nothing: a misspelt field is named, not
//! guessed. It does not interpret CODEOWNERS, topologies, instruments or playbooks; their bytes are handed over.

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
mod traced;
mod zone;

#[cfg(feature = "calendar")]
pub mod calendar;
pub mod csv;
pub mod formats;
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
