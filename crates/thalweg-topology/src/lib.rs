//! Team topology for thalweg: ownership as of a date, CODEOWNERS, escalation paths.
//!
//! *You probably want the face, `thalweg`; this crate is what it re-exports.*
//!
//! - [`codeowners`] reads CODEOWNERS files exactly as their host does and says who owns a path.

pub mod catalog;
pub mod codeowners;
mod document;
mod error;
mod flow;
mod format;
mod metrics;
pub mod import;
pub mod observed;
pub mod picture;
mod topology;

pub use document::*;
pub use error::TopologyError;
pub use format::Format;
#[cfg(feature = "schema")]
pub use format::json_schema;
pub use topology::{Coverage, Owners, Topology};
