//! The benches of thalweg.

pub mod delivery;
