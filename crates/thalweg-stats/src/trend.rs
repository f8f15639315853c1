//! Whether a series rises or falls, and by how much.

mod kendall;
mod order;
mod sen;
mod slopes;

pub use kendall::{MannKendall, lag_one_autocorrelation, mann_kendall, seasonal_mann_kendall};
pub use sen::{Slope, theil_sen};
