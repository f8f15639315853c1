//! The benches of thalweg.

pub mod delivery;
pub mod graphs;
