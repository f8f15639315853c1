//! topology.md section 3: the rules at their thresholds, through the face.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use thalweg::{model, topology};

#[path = "../../thalweg-topology/tests/support/rule_cases.rs"]
mod rule_cases;

#[test]
fn every_case_finds_what_it_says() {
    rule_cases::every_case_finds_what_it_says();
}
