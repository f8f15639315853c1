//! Value streams for thalweg: where time goes, what holds the flow back, how much is under way and what to expect.
//!
//! You probably want the face, the crate `thalweg`, which puts these numbers into evidence and reviews.
//!
//! - [`map`]: a [`ValueStreamMap`](thalweg_model::record::ValueStreamMap) measured: lead, process and wait time, activity
//!   ratio, rolled complete and accurate, effort and utilisation with rework; the [`constraint`] with its evidence, in one
//!   sentence, or that no single one can be claimed; what if a stage were different.
//! - [`queue`]: how long work waits for so many people (Kingman, Sakasegawa), and *unstable* where it never settles.
//! - [`flow`]: velocity, time, efficiency, load and distribution from work items; cycle time, age, throughput, what may be
//!   expected and how often it is kept; Little's law with its conditions; cumulative flow.
//! - [`forecast`]: how many by a day, and when so many, by seeded resampling of the past day by day.
//! - [`Workflow`], [`DayCount`], [`WorkDays`]: what states mean and how days are counted, said and never guessed.
//!
//! ```
//! use thalweg_model::record::{MapStage, ValueStreamMap};
//! use thalweg_valuestream::constraint;
//! # let stage = |name: &str, process: f64, wait: f64, accurate: f64, people: f64| MapStage {
//! #     name: name.to_owned(), process_hours: process, wait_hours: wait, complete_and_accurate: Some(accurate),
//! #     people: Some(people), arrivals_per_week: Some(10.0), capacity_hours_per_week: Some(30.0),
//! # };
//! let map = ValueStreamMap {
//!     id: "map-buy".parse()?,
//!     stream: "buy".parse()?,
//!     measured: "2026-09-25".parse()?,
//!     // hours of work, hours of waiting, complete and accurate, people
//!     stages: vec![stage("build", 6.0, 90.0, 0.9, 2.5), stage("ship", 1.0, 3.0, 1.0, 2.0)],
//! };
//! assert_eq!(
//!     constraint(&map).to_string(),
//!     "`build` is the constraint: it holds most of the lead time (96 h of 100 h, 96 %; 90 h of it waiting) and is the most \
//!      utilised stage (89 %)"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What holds everywhere
//! - What is missing is a gap with its reason and what cannot be is named, and neither is in any sum: a negative capacity, a
//!   share above 1, states out of order, an item of the future.
//! - A definition is checked when it is made, with all its problems at once ([`ValueStreamError`]); computations are total.
//! - The order of records is irrelevant, and a forecast is the same for the same seed on every machine.
//!
//! # What it does not do
//! It measures streams and teams, never persons, and ranks nobody. It does not simulate a stream: a what-if answers for the
//! stages that it names. It does not know holidays or business hours: times are elapsed. It reads no file and no clock.

mod days;
mod error;
pub mod flow;
pub mod forecast;
pub mod map;
mod metrics;
mod nearest_rank;
mod passage;
pub mod queue;
mod workflow;

pub use days::{DayCount, WorkDays};
pub use error::ValueStreamError;
pub use map::constraint;
pub use metrics::METRICS;
pub use passage::Passage;
pub use workflow::{StateClass, Workflow};
