//! What the map of a value stream says: time, rework, load and the constraint.

mod constraint;
mod field;
mod measure;
mod sentence;
mod what_if;

pub use constraint::{Constraint, Held, Loaded, NoConstraint, constraint};
pub use measure::{MapMeasure, StageMeasure, StageProblem, measure_map, measure_maps};
pub use what_if::{StageChange, WaitAfter, WhatIf, what_if};
