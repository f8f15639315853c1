//! Where work waits.

use thalweg_model::Evidence;
use thalweg_review::Constraint;
use thalweg_sources::Organisation;

use super::calendar::Calendar;

/// Evidence on value streams, and what each latest map says of its constraint.
pub(super) fn streams(
    evidence: Evidence,
    _organisation: &Organisation,
    _calendar: &Calendar,
    _months: usize,
) -> (Evidence, Vec<Constraint>) {
    (evidence, Vec::new())
}
