//! Counts by calendar bucket in UTC, as dashboards take them.

use std::collections::BTreeSet;

use thalweg_model::{Instant, NaiveDate, Tz, Window, local_date};

use crate::buckets::spans;
use crate::definition::Bucket;

use super::answer::Contribution;
use super::history::Run;

/// What happened in every bucket that a window meets, given instants in order; empty buckets too.
fn each<T>(
    kind: Bucket,
    window: &Window,
    at: impl Iterator<Item = Instant>,
    of: impl Fn(&[Instant]) -> T,
) -> Vec<T> {
    let mut rest = at.peekable();
    let buckets = spans(kind, window.start(), window.end(), Tz::UTC);
    let one = |end: Instant| {
        let own: Vec<Instant> = std::iter::from_fn(|| rest.next_if(|at| *at < end)).collect();
        of(&own)
    };
    buckets.iter().map(|it| it.end).map(one).collect()
}

/// The days with anything in every bucket.
pub(super) fn deploy_days(kind: Bucket, window: &Window, at: impl Iterator<Item = Instant>) -> Vec<usize> {
    let days =
        |own: &[Instant]| own.iter().map(|it| local_date(*it, Tz::UTC)).collect::<BTreeSet<NaiveDate>>();
    each(kind, window, at, |own| days(own).len())
}

/// How much there is in every bucket.
pub(super) fn counts(kind: Bucket, window: &Window, at: impl Iterator<Item = Instant>) -> Vec<usize> {
    each(kind, window, at, <[Instant]>::len)
}

/// Runs that count once each.
pub(super) fn ones(runs: &[&Run]) -> Vec<Contribution> {
    runs.iter().map(|it| Contribution::new(deployment(it), 1.0)).collect()
}

/// A run by name.
pub(super) fn deployment(run: &Run) -> String {
    format!("deployment {}", run.id)
}
