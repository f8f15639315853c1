//! Playbooks for thalweg: criteria over evidence in three-valued logic, with reasons.
//!
//! You probably want the face, the crate `thalweg`, which re-exports all of this.
//!
//! ```
//! use thalweg_model::{Evidence, Tz, Window};
//! use thalweg_playbook::{Playbook, Verdict};
//!
//! let quarter = Window::quarter(2026, 3, 1, Tz::Europe__Berlin)?;
//! let evidence = Evidence::new(quarter, quarter.end());          // with records, sources and readings in earnest
//! let evaluation = Playbook::leadership_for_flow().evaluate(&evidence);
//! let unblocked = evaluation.get("P3.unblock").expect("a criterion of the playbook");
//! assert_eq!(unblocked.verdict, Verdict::Unknown, "no log is no failure");
//! assert_eq!(unblocked.missing[0].supply, "blockers");
//! assert_eq!(evaluation.score.upper, 1.0, "nothing speaks against it either");
//! # Ok::<(), thalweg_model::WindowError>(())
//! ```
//!
//! - [`Playbook`]: sections, items and criteria with thresholds, each with its reason, as data (TOML). Two are built in:
//!   `leadership-for-flow` for an organisation, `team-flow` for a team. Both are files to read, copy and change.
//! - [`Evaluation`]: what a playbook says of an organisation or a team in a period, as of an instant; [`ItemVerdict`]s with
//!   the records that decided them, numbers with intervals, what is missing and what would supply it.
//! - [`Verdict`]: met, met in part, not met, unknown, not applicable; [`Truth`] below it, after Kleene.
//! - [`NextAction`]: what to do or to record next, by what that one change would turn.
//! - [`Difference`]: what changed between two evaluations, and why.
//! - [`Check`]: a criterion of one's own in Rust; with the feature `cel` also as an expression in a playbook.
//!
//! # How a verdict comes about
//!
//! A criterion's rule is a typed condition over rows of records and over readings. A missing record means "did not happen"
//! only where a source says that its log is complete ([`Sources`](thalweg_model::Sources)); elsewhere it is unknown. What
//! has to hold for every member (team, month, key result) fails with one of them ([`Verdict::of_conditions`]): a criterion is
//! never met in part. Items and sections combine criteria so that no failure is averaged away ([`Verdict::of_all`]). Records later than the instant change nothing; days and months
//! are those of the organisation's own calendar.
//!
//! # What it does not do
//!
//! It computes no metric, asks no clock, reads no file, and evaluates no text as code (but for CEL, where that feature is
//! on). It ranks nobody. It believes no author's label of a goal, and never takes the absence of evidence for evidence.

mod assess;
#[cfg(feature = "cel")]
mod cel;
mod custom;
mod difference;
mod error;
mod exemption;
mod form;
mod judge;
mod judged;
mod ledger;
mod load;
mod next;
mod outcome;
mod plan;
mod playbook;
#[cfg(feature = "schema")]
mod schema;
mod supply;
mod table;
mod told;
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
