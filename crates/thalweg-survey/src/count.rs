//! Counts as numbers that can be divided.

/// A length as a number.
#[expect(clippy::cast_precision_loss, reason = "counts above 2^53 do not occur")]
pub(crate) const fn of(length: usize) -> f64 {
    length as f64
}

/// A count as a number.
#[expect(clippy::cast_precision_loss, reason = "counts above 2^53 do not occur")]
pub(crate) const fn of_u64(count: u64) -> f64 {
    count as f64
}
