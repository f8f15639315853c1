//! The numbers of thalweg: quantiles, intervals, survival and tests, without a domain word.

mod bounds;
pub mod order;
pub mod proportion;
pub mod quantile;
pub mod rate;
pub mod special;
pub mod survival;

pub use bounds::{Bounds, OpenBounds};
