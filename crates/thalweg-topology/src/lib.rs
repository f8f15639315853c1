//! Team topology for thalweg: ownership as of a date, CODEOWNERS, escalation paths.
//!
//! *You probably want the face, `thalweg`; this crate is what it re-exports.*
//!
//! - [`codeowners`] reads CODEOWNERS files exactly as their host does and says who owns a path.

pub mod codeowners;
