//! Team topology for thalweg: who is said to own it, who really changes it, who has to be asked, and where work waits for it.
//!
//! *You probably want the face, `thalweg`; this crate is what it re-exports.*
//!
//! - [`Topology`]: teams, people, services, agreements and paths over time; every fact has a start and an end, and every question
//!   is asked as of an instant. Read from its own format ([`Topology::from_toml`], [`Topology::load`], `docs/format.md`) or from the
//!   records of an organisation ([`Topology::from_records`]).
//! - [`Topology::owner_of`], [`Topology::coverage`], [`Topology::authority_over`]: ownership and the tree of management.
//! - [`rules`]: TT001 to TT020, data with thresholds, sources and reasons; findings with evidence, and what could not be judged.
//! - [`Topology::flow`]: circles of blocking teams, what to cut first, the critical path, gates, and the [`Unblock`] list;
//!   [`handoffs`]: the way of items through teams.
//! - [`Topology::verify_path`], [`Topology::on_call`]: escalation paths, checked at every hour of the week.
//! - [`readings`]: escalations per team-week, their ratio to the period before, and where they were resolved, as readings of
//!   [`METRICS`].
//! - [`codeowners`] reads CODEOWNERS files exactly as their host does and says who owns a path; [`observed`] says who really
//!   changes it; [`catalog`] and [`import`] read what other tools hold; [`picture`] draws it.
//!
//! ```
//! use thalweg_model::{ServiceId, TeamId};
//! use thalweg_topology::{PathLimits, Topology, rules::{Rules, Situation}};
//!
//! let topology = Topology::from_toml(r#"
//!     zone = "Europe/Berlin"
//!     teams = [
//!         { id = "checkout", kind = "stream-aligned", manager = "p-1", size = 6 },
//!         { id = "payments", kind = "stream-aligned", manager = "p-2", size = 12 },
//!     ]
//!     people = [{ id = "p-1", manager = "p-head" }, { id = "p-2", manager = "p-head" }, { id = "p-head" }]
//!     ownership = [{ service = "cart", team = "checkout" }]
//!
//!     [[dependencies]]
//!     team = "checkout"
//!     on = "payments"
//!     state = "blocking"
//!     median_wait_hours = 30
//!     items = 4
//!
//!     [[escalation_paths]]
//!     id = "up"
//!     team = "checkout"
//!     involves = ["payments"]
//!     steps = [{ reaches = ["p-1"], respond_within_minutes = 30 }, { reaches = ["p-2"], respond_within_minutes = 60 }]
//! "#)?;
//! let now = "2026-10-07T10:00:00Z".parse()?;
//!
//! assert_eq!(topology.owner_of(&ServiceId::new("cart")?, now), Some(TeamId::new("checkout")?));
//! assert_eq!(topology.flow(now).unblock()[0].saved_hours, Some(120.0));
//!
//! let report = topology.verify_path(&"up".parse()?, now, PathLimits::default()).ok_or("no such path")?;
//! assert!(report.faults[0].fault.to_string().contains("as `p-head` has"));
//!
//! let audit = Rules::builtin().evaluate(&Situation::new(&topology, now));
//! assert!(audit.findings.iter().any(|it| it.to_string() == "TT012 warning: team:payments: it has 12 people"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it does not do
//! - It knows no delivery: it gives the owner of a service as of an instant, and others group by it.
//! - It asks no host, no directory and no clock, and follows no reference: what is not in the text or the records is unknown.
//! - It never names people: they are opaque ids, and numbers stop at teams.
//! - A rule is an opinion about structure, not a judgement of people; its thresholds are data to be changed, with a reason.
//! - It does not choose a topology.
//!
//! # Features
//! `yaml`: its own format in YAML. `schema`: the JSON Schema of its own format, derived from its types.

pub mod catalog;
pub mod codeowners;
mod document;
mod error;
mod escalation;
mod flow;
mod format;
pub mod import;
mod metrics;
mod names;
pub mod observed;
pub mod picture;
mod readings;
pub mod rules;
mod topology;

pub use document::*;
pub use error::TopologyError;
pub use escalation::{CounterExample, Fault, PathLimits, PathReport, Stay, time_by_level};
pub use flow::{CriticalPath, Cycle, Flow, Handoffs, Journey, Stage, Stop, TeamQueue, Unblock, handoffs};
pub use format::Format;
pub use metrics::METRICS;
pub use readings::{TopologyReadings, readings};
#[cfg(feature = "schema")]
pub use topology::json_schema;
pub use topology::{Coverage, Owners, Topology};
