//! Catalogs of other tools as documents of the topology: Backstage, Team API as code, OpsLevel, Cortex and Compass (topology.md section 6).
//!
//! Each reader gives a [`Document`](crate::Document) to join with others and to check as [`Topology::of`](crate::Topology::of). What is not understood is
//! kept in `extra` and noted, and what cannot be used is named with its line; of people only the ids are kept. A document of a stream that cannot
//! be read costs only itself. Nothing is ever fetched: neither a `Location`'s target nor a `$ref` nor a `$text`.
//!
//! ```
//! use thalweg_topology::{Format, catalog};
//! let text = r#"{
//!     "kind": "Component",
//!     "metadata": {"name": "Payments"},
//!     "spec": {"owner": "team-pay", "lifecycle": "production"}
//! }"#;
//! let read = catalog::backstage(text, Format::Json, "catalog-info.json")?;
//! assert_eq!(read.value.services.first().map(|it| it.id.as_str()), Some("payments"));
//! assert_eq!(read.value.ownership.first().and_then(|it| it.team.as_ref()).map(|it| it.as_str()), Some("team-pay"));
//! # Ok::<(), thalweg_topology::TopologyError>(())
//! ```

mod backstage;
mod blank;
mod extra;
mod gather;
mod join;
mod pick;
mod reference;
mod services;
mod team_api;
mod unfetched;

pub use backstage::{backstage, backstage_files};
pub use join::join;
pub use reference::{Reference, ReferenceError};
pub use services::{compass, cortex, opslevel};
pub use team_api::team_api;

pub(crate) use blank::{escalation_path, layer, schedule, stand_in, step};
pub(crate) use extra::Extra;
pub(crate) use gather::Gather;
pub(crate) use pick::Pick;
