//! Escalations: who has to be asked, how often, and how far up.

mod handover;
mod oncall;
mod path;
mod rate;
mod resolution;
mod stay;
mod tally;
mod verify;

pub(crate) use stay::median_of;
pub use stay::{Stay, time_by_level};
pub use verify::{CounterExample, Fault, PathLimits, PathReport};

pub(crate) use rate::{rate, ratio};
pub(crate) use resolution::{Resolution, change, share};
pub(crate) use tally::{Tallies, Tally};

/// The level of every interval here.
pub(crate) const LEVEL: f64 = 0.95;
