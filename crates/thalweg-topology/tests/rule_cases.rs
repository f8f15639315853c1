//! topology.md section 3: the rules at their thresholds, as data. The face runs the same cases.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use thalweg_model as model;
use thalweg_topology as topology;

#[path = "support/rule_cases.rs"]
mod rule_cases;

#[test]
fn every_case_finds_what_it_says() {
    rule_cases::every_case_finds_what_it_says();
}
