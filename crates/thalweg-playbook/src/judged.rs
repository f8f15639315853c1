//! A section, item or criterion that was judged.

use crate::outcome::ItemVerdict;
use crate::verdict::Verdict;

/// A node that was judged.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) item: ItemVerdict,
    /// Whether it counts: it does not where it is exempted as a whole, or what holds it is.
    pub(crate) counts: bool,
    /// How many single changes would turn it to met.
    pub(crate) short: usize,
}

/// Whether a verdict keeps what holds it from being met.
pub(crate) const fn is_open(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::NotMet | Verdict::Partial | Verdict::Unknown)
}
