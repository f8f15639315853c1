//! Pictures, drawn by a charting library and coloured by the page that shows them.

mod ink;
mod scale;
mod stages;
mod trend;

pub(crate) use stages::stages;
pub(crate) use trend::trend;
