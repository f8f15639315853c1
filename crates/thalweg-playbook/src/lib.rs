//! Playbooks for thalweg: criteria over evidence in three-valued logic, with reasons.

mod assess;
#[cfg(feature = "cel")]
mod cel;
mod custom;
mod difference;
mod error;
mod exemption;
mod form;
mod judge;
mod ledger;
mod load;
mod next;
mod outcome;
mod plan;
mod playbook;
#[cfg(feature = "schema")]
mod schema;
mod table;
mod truth;
mod verdict;

pub use custom::{Check, Judgement};
pub use difference::{Change, Difference, Reason, Turn};
pub use error::{PlaybookError, PlaybookErrors};
pub use outcome::{
    ActionKind, Evaluation, ExemptionUse, ItemVerdict, MemberVerdict, Missing, NextAction, Number,
    ParameterChange, ParameterUse, Score, Standing,
};
pub use playbook::Playbook;
pub use truth::Truth;
pub use verdict::{Level, Verdict};
