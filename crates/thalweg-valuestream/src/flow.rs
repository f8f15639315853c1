//! What work items say of the flow.

mod cumulative;
mod definition;
mod estimate;
mod little;
mod measure;
mod progress;
mod readings;

pub use cumulative::{CumulativeFlow, DayOfFlow, cumulative_flow};
pub use definition::{Expectation, FlowDefinition};
pub use little::{Condition, LittlesLaw};
pub use measure::{Flow, Passages};
pub use readings::readings;
