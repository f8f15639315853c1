//! Team topology for thalweg: ownership as of a date, CODEOWNERS, escalation paths.
//!
//! *You probably want the face, `thalweg`; this crate is what it re-exports.*
//!
//! - [`codeowners`] reads CODEOWNERS files exactly as their host does and says who owns a path.

pub mod catalog;
pub mod codeowners;
mod document;
mod error;
mod escalation;
mod flow;
mod format;
pub mod import;
mod metrics;
pub mod observed;
pub mod picture;
mod readings;
pub mod rules;
mod topology;

pub use document::*;
pub use error::TopologyError;
pub use escalation::{CounterExample, Fault, PathLimits, PathReport, Stay, time_by_level};
pub use flow::{CriticalPath, Cycle, Flow, Handoffs, Journey, Stop, TeamQueue, Unblock, handoffs};
pub use format::Format;
#[cfg(feature = "schema")]
pub use format::json_schema;
pub use metrics::METRICS;
pub use readings::{TopologyReadings, readings};
pub use topology::{Coverage, Owners, Topology};
