//! Confidentiality, proven and attacked (survey.md section 3).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::print_stdout,
    reason = "tests"
)]

mod adversary;
mod algebra;
mod bad_input;
mod chance;
mod families;
mod figures;
mod ledger;
mod outputs;
mod scoring;
mod sentinels;
mod trees;
mod world;
