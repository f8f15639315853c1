//! The benches of thalweg.
