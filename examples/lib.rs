//! The examples of thalweg.
