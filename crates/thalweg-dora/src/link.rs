//! From incidents to the deployments that caused them: a ladder of evidence (definitions.md, "Incident → deployment").
//!
//! [`link()`] climbs the [`Ladder`] for each incident and keeps the [`Rung`](crate::Rung) of every [`Link`]; what nothing matches is
//! listed with its reason, never forced. [`by_rung`] says what the fail rate owes to each rung, [`sensitivity`] how it moves with the
//! maximum age of a guess. [`Links::applied`] writes the links into the incidents, for an event log.

mod clues;
mod index;
mod ladder;
mod rates;

pub use clues::Clues;
pub use ladder::{Ladder, Link, Links, Unlinked};
pub use rates::{RungRate, Sensitivity, by_rung, link, sensitivity};
