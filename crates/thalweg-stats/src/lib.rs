//! The numbers of thalweg: quantiles, intervals, survival and tests, without a domain word.
//!
//! You probably want the face, the crate `thalweg`, whose readings carry these numbers with their sample and their gaps.
//!
//! | need | here |
//! |---|---|
//! | centre and spread of durations | [`quantile`] (types 7, 1 and 8, by selection), [`order`] (interval of a median) |
//! | durations of which some are still open | [`survival`] (Kaplan–Meier, restricted mean, log-rank) |
//! | x of n | [`proportion`] (Wilson, Clopper–Pearson, Jeffreys, Newcombe's difference, exact p) |
//! | tables of two samples | [`contingency`] (Fisher's exact p, Mantel and Haenszel's pooling) |
//! | events over an exposure | [`rate`] (Garwood, conditional exact ratio), [`dispersion`] |
//! | two samples | [`ranks`] (Mann–Whitney, Brunner–Munzel, Cliff's delta, Hodges–Lehmann, signed ranks) |
//! | a series | [`trend`] (Mann–Kendall, Theil–Sen), [`xmr`] (noise or signal), [`changepoint`] |
//! | many tests | [`multiplicity`] (Holm, Benjamini–Hochberg) |
//! | "inconclusive" | [`power`] (the smallest effect that could have been seen) |
//! | distributions | [`special`] |
//!
//! ```
//! use thalweg_stats::survival::{Crossing, KaplanMeier, Observation};
//! use thalweg_stats::{proportion, rate};
//!
//! // Two of eight deployments failed; one recovery took 1.25 h, the other is still open after 567 h.
//! let fail_rate = proportion::wilson(2, 8, 0.95).ok_or("no deployments")?;
//! assert!((fail_rate.upper - 0.590725).abs() < 1e-6);
//! let recovery = KaplanMeier::fit(&[Observation::ended(1.25), Observation::open(567.0)]).ok_or("no failures")?;
//! assert_eq!(recovery.median(), Crossing::NotReached { at_least: 1.25 });
//! let per_week = rate::garwood(8, 743.0 / 168.0, 0.95).ok_or("no exposure")?;
//! assert!(per_week.contains(8.0 * 168.0 / 743.0));
//! # Ok::<(), &str>(())
//! ```
//!
//! # What holds everywhere
//! - Functions are total. Where there is no answer it is `None` (or a value that says why), never 0, NaN or infinity; no
//!   input panics, hangs or takes quadratic time. A million observations are seconds at most, usually far less.
//! - The order of observations is irrelevant wherever it means nothing, and equal input gives equal bytes: there is no clock,
//!   no random number and no thread.
//! - Each number is tested against another tool; tool, version and command stand beside the reference values
//!   (`tests/data`).
//!
//! # What it does not do
//! It knows no deployment, team or survey, and decides nothing: a minimum sample, a maturity, a verdict are the caller's. There
//! is no regression, no Bayesian model and no bootstrap; what depends on a seed belongs to who states the seed.

mod bisect;
mod bounds;
pub mod changepoint;
pub mod contingency;
pub mod dispersion;
pub mod multiplicity;
pub mod order;
pub mod power;
pub mod proportion;
pub mod quantile;
pub mod ranks;
pub mod rate;
pub mod special;
pub mod survival;
pub mod trend;
pub mod xmr;

pub use bounds::{Bounds, OpenBounds};
