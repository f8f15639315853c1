//! Playbooks for thalweg: criteria over evidence in three-valued logic, with reasons.

mod error;
mod outcome;
mod playbook;
mod verdict;

pub use error::{PlaybookError, PlaybookErrors};
pub use outcome::{
    ActionKind, Evaluation, ExemptionUse, ItemVerdict, MemberVerdict, Missing, NextAction, Number,
    ParameterChange, ParameterUse, Score, Standing,
};
pub use playbook::Playbook;
pub use verdict::{Level, Verdict};
