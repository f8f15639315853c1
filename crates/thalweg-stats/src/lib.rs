//! The numbers of thalweg: quantiles, intervals, survival and tests, without a domain word.

mod bisect;
mod bounds;
pub mod changepoint;
pub mod contingency;
pub mod dispersion;
pub mod multiplicity;
pub mod order;
pub mod power;
pub mod proportion;
pub mod quantile;
pub mod ranks;
pub mod rate;
pub mod special;
pub mod survival;
pub mod trend;
pub mod xmr;

pub use bounds::{Bounds, OpenBounds};
