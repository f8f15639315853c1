//! Confidentiality that is proven: which groups of a wave may be shown, so that nobody can be singled out by what is
//! shown, by what is hidden, or by all reports together.
//!
//! **The reader it is proof against** has every report ever released for the same answers, of the whole and of parts, now
//! and after reorganisations; subtracts, intersects and combines them; and looks at what is hidden as well as at what is
//! shown. With a margin of t, up to t members of a group may pool their answers. It is not proof against somebody who
//! has the raw answers.
//!
//! **What is guaranteed.** To publish a group's n and mean is to publish the sum over its members. A set of published
//! groups is *k-safe* iff every combination of their sums, with any rational coefficients, that is not zero rests on at
//! least k respondents. Who is hidden is decided by membership and by who answered which items, never by an answer; so
//! a hidden group tells nothing about what its members said.
//!
//! - [`Census`]: who took part, and where each belongs: hierarchy and slices that cross it, such as managers' spans.
//! - [`Confidentiality`]: the minimums (5 for scores, 8 for distributions, 10 for comments), margin, weight, level.
//! - [`Ledger`]: everything that was ever released. [`Ledger::release`] makes a plan and enters it.
//! - [`ReleasePlan`]: what may be shown; the only thing that makes a [`Released`] value, and only that serialises.
//! - [`NestedPlan`]: the optimum for a hierarchy of counts; [`Certificate`] and [`verify`]: its proof, and who checks it.
//! - [`Ledger::explain_attack`]: what could be subtracted if it were shown, with made-up numbers.
//! - [`response_rates`], [`CappedShare`], [`Rounding`], [`ReleasePlan::comments`]: the rest of what a report shows.
//!
//! **What it does not do.** No differential privacy: noise that would protect a team of eight would drown its mean. It
//! does not look into the text of comments. A mean at the end of its scale tells that all answered alike.

mod atoms;
mod attack;
mod audit;
mod balls;
mod bounded;
mod census;
mod certificate;
mod comments;
mod cuts;
mod elimination;
mod exact;
mod ledger;
mod ledger_text;
mod nested;
mod optimum;
mod parts;
mod plan;
mod policy;
mod rates;
mod released;
mod repair;
mod rounding;
mod shares;
mod supports;
mod tree;
mod verify;

pub use attack::{Attack, Explanation, Term};
pub use census::{Answered, Belonging, Census};
pub use certificate::{Certificate, Residual};
pub use ledger::Ledger;
pub use nested::NestedPlan;
pub use plan::ReleasePlan;
pub use policy::{Confidentiality, Level, Statistic, Weight};
pub use rates::{Rate, response_rates};
pub use released::Released;
pub use rounding::{Protection, Rounding};
pub use shares::{CappedShare, Edge};
pub use tree::{Group, Hierarchy, MAX_GROUPS};
pub use verify::{Refutation, verify};
