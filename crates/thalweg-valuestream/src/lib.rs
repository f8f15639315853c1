//! Value streams for thalweg: lead, process and wait time, flow metrics and queues.

mod error;
pub mod map;
mod metrics;
pub mod queue;

pub use error::ValueStreamError;
pub use map::constraint;
pub use metrics::METRICS;
