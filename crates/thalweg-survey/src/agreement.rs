//! Whether a group's answers may be taken together: ICC across groups, rwg and average deviation within one
//! (survey.md section 2).

mod icc;
mod verdict;
mod within;

pub use icc::{Icc, MixedModel, icc};
pub use verdict::{Aggregation, Doubt, aggregation};
pub use within::{NullDistribution, Rwg, Within, within};
