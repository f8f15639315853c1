//! What an evaluation hands over: plain, serialisable data.

mod action;
mod evaluation;
mod exemption;
mod item;

pub use action::{ActionKind, NextAction};
pub use evaluation::{Evaluation, ParameterChange, Score};
pub use exemption::{ExemptionUse, Standing};
pub use item::{ItemVerdict, MemberVerdict, Missing, Number, ParameterUse};
