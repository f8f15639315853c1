//! Pictures of a topology: teams in their official shapes and how they work with each other, as SVG, Mermaid and DOT (topology.md section 7).
//!
//! ```
//! use thalweg_topology::{Topology, picture::Picture};
//! let topology = Topology::from_toml(r#"
//!     teams = [{ id = "checkout", kind = "stream-aligned" }, { id = "cloud", kind = "platform" }]
//!     [[interactions]]
//!     team = "cloud"
//!     with = "checkout"
//!     mode = "x-as-a-service"
//! "#)?;
//! let picture = Picture::of(&topology, "2026-10-01T00:00:00Z".parse()?);
//! assert!(picture.to_svg().starts_with("<svg"));
//! assert!(picture.to_mermaid().contains("X-as-a-Service"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The same topology gives the same bytes. Forms and words carry the meaning; colours only repeat it.

mod dot;
mod draw;
mod layout;
mod look;
mod mermaid;
mod scene;
mod svg;

pub use scene::{Change, Link, LinkKind, Picture, Shape};
