//! How many by a day, and when so many: by resampling the past day by day.
//!
//! Each run draws, for every day to come, one day of the history with replacement, days without a finished item included. What
//! it assumes is that the days to come are like those of the history, in any order: no trend, no season, the same team on
//! the same kind of work. The same seed gives the same answer on every machine.

mod chance;
mod history;
mod simulate;

pub use history::History;
pub use simulate::{Arrivals, Forecast, HowMany, When};
