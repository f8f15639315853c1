//! Live: the numbers of a table kept up to date, event by event.
//!
//! An [`Accumulator`] takes events in any order, late, corrected, withdrawn and repeated. What it knows is a set of records, the
//! newest version of each: so the order of events does not matter, taking one twice changes nothing, and two accumulators
//! merge into the same whatever each of them saw. [`Accumulator::snapshot`] gives the same bits as [`Facts::table`] on the
//! same records; [`Accumulator::cell`] gives one cell of it, at the cost of that cell alone.
//!
//! Cost: O(log n) an event, with n the events of one service or group; a cell costs its own deployments, changes and incidents.
//! Memory: about 200 bytes a deployment, 60 a change, 40 an incident.
//!
//! [`Facts::table`]: crate::table::Facts::table
//!
//! ```
//! use thalweg_dora::live::{Accumulator, Event, Fact};
//! use thalweg_dora::table::{Carry, Marks, Tick};
//! use thalweg_model::{Tz, Window};
//!
//! let start = 1_767_225_600; // 2026-01-01T00:00:00Z
//! let marks = Marks::PRODUCTION.and(Marks::SUCCESSFUL);
//! let mut live = Accumulator::new(Tick::Second, Carry::Forward);
//! live.apply(Event::new(0, Fact::Change { id: 1, deployment: 9, committed_at: start }));
//! live.apply(Event::new(0, Fact::Deployment { id: 9, service: 1, group: 4, finished_at: start + 7200, marks }));
//! let january = Window::month(2026, 1, Tz::UTC)?;
//! let cell = live.cell(4, &january, "2026-01-02T00:00:00Z".parse()?, &[0.5]).expect("it deployed");
//! assert_eq!((cell.counts.deployments, cell.lead_times[0]), (1, 7200.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bytes;
mod cell;
mod event;
mod list;
mod snapshot;
mod state;

pub use bytes::BytesError;
pub use event::{Event, Fact, Kind};
pub use state::{Accumulator, MergeError, Taken};
