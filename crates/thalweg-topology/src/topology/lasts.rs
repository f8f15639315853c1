//! From when until when, as two numbers.

use thalweg_model::{Instant, Tz};

use crate::document::Span;

/// A span in nanoseconds; an open end lies beyond all instants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Lasts {
    from: i64,
    until: i64,
}

impl Lasts {
    /// What [`Span::holds`] says, without a calendar.
    pub(super) fn of(span: Span, zone: Tz) -> Self {
        let [from, until] = [span.from, span.until].map(|end| end.map(|end| end.instant(zone).nanos()));
        Self { from: from.unwrap_or(i64::MIN), until: until.unwrap_or(i64::MAX) }
    }

    /// With both ends closed, as [`Span::instants`] has them.
    pub(super) fn closed(span: Span, zone: Tz) -> Self {
        let (from, until) = span.instants(zone);
        Self { from: from.nanos(), until: until.nanos() }
    }

    pub(crate) const fn holds(self, at: Instant) -> bool {
        self.from <= at.nanos() && at.nanos() < self.until
    }
}
