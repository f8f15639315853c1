//! The nouns of thalweg: records, windows, the event log, readings and evidence.
//!
//! You probably want the face, the crate `thalweg`, which re-exports all of this.
//!
//! - [`Instant`], [`Elapsed`], [`Window`]: time, in UTC and on the calendars of IANA zones ([`Tz`]).
//! - [`record`]: what an organisation's systems hold: deployments, changes, incidents, teams, meetings and so on.
//! - [`EventLog`]: deployments, changes and incidents, deduplicated, cross-checked and in columns; asked through a [`View`].
//! - [`Loaded`] and [`Reject`]: what was read, and what was not taken in, each with its place and reason.
//! - [`Reading`] and [`Gap`]: a value with its sample, interval and provenance, or the reason why there is none.
//! - [`MetricSpec`] and [`Catalog`]: what each metric means, its unit and which way is better.
//! - [`Evidence`]: all readings and records of one organisation as of one instant.
//! - [`answer`]: raw survey answers, which never leave.
//!
//! Nothing here asks the clock, the network, the disk or a random number; there is no metric and no verdict here either.

pub mod answer;
mod evidence;
mod group;
mod id;
mod instant;
mod log;
mod metric;
mod quantity;
mod reading;
pub mod record;
mod records;
mod reject;
#[cfg(feature = "schema")]
mod schema;
mod window;

pub use chrono::NaiveDate;
pub use chrono_tz::Tz;

pub use evidence::{Entity, Evidence, Finding, Readings};
pub use group::Groups;
pub use id::{
    ChangeId, ConstructId, DeploymentId, EnvironmentId, GroupId, IdError, IncidentId, InstrumentId, ItemId,
    MAX_ID_BYTES, MetricId, PersonId, RecordId, RepositoryId, ServiceId, SloId, StreamId, TeamId, WaveId,
};
pub use instant::{Elapsed, Instant, InstantError};
pub use log::{
    CarriageRow, ChangeRow, DeploymentFacts, DeploymentRow, Duplicates, Event, EventLog, EventLogBuilder,
    IncidentRow, Intake, ServiceRow, View,
};
pub use metric::{Better, Catalog, MeasureClass, MetricSpec, nearest};
pub use quantity::{Measured, Quantity, Share, Unit};
pub use reading::{Basis, Exclusion, Flag, Gap, Interval, Known, Method, Reading, Stamp, Unknown};
pub use record::{
    Change, ChangeKind, Deployment, Incident, Plan, Prompt, Record, RecordKind, Service, Stages, StartKind,
    Team,
};
pub use records::{Completeness, Records, Sources};
pub use reject::{Fate, Loaded, MAX_REJECTS, Place, Reject};
pub use window::{Calendar, Window, WindowError, local_date, midnight};
