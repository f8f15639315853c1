//! Value streams for thalweg: lead, process and wait time, flow metrics and queues.

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
