//! How consistently the items of a construct measure: alpha, Guttman's bounds, split halves, omega, ordinal alpha
//! (survey.md section 2). Each names its convention.

mod alpha;
mod bivariate;
mod factor;
mod guttman;
mod keying;
mod omega;
mod polychoric;

pub use alpha::{Alpha, ItemStatistics, Missing, alpha, feldt_interval};
pub use guttman::{Guttman, SplitHalves, guttman, split_halves};
pub use keying::{KeyingSuspect, suspicious_keys};
pub use omega::{Extraction, Omega, OmegaInterval, omega, omega_interval};
pub use polychoric::{Polychoric, ordinal_alpha, polychoric};

use serde::Serialize;

/// Whether items count with their own spread or are brought to one spread first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scaling {
    /// From the covariances: items that vary more weigh more.
    Raw,
    /// From the correlations: every item weighs alike.
    Standardised,
}
