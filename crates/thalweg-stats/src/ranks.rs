//! Tests and estimates that rest on the order of observations alone.

mod brunner_munzel;
mod exact;
mod hodges_lehmann;
mod mann_whitney;
mod midrank;
mod signed_rank;

pub use brunner_munzel::{BrunnerMunzel, Superiority, brunner_munzel, cliffs_delta};
pub use hodges_lehmann::{Location, hodges_lehmann, hodges_lehmann_ratio, walsh_median};
pub use mann_whitney::{MannWhitney, mann_whitney, smallest_p as mann_whitney_smallest_p};
pub use signed_rank::{SignedRank, Zeros, signed_rank, smallest_p as signed_rank_smallest_p};

/// Where a p-value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PValue {
    /// Every arrangement was counted.
    Exact,
    /// A normal approximation with correction for ties and continuity.
    Approximate,
}
