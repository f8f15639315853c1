//! The benches of thalweg.

pub mod delivery;
pub mod facts;
pub mod graphs;
