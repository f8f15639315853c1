//! Durations of which some have not ended yet.
//!
//! Leaving out what is still open makes everything look faster; counting it as ended now does too. Kaplan and Meier's
//! estimate uses what is known of it: that it lasted at least so long.

mod compare;
mod curve;
mod mean;

pub use compare::{LogRank, log_rank, stratified_log_rank};
pub use curve::{Crossing, CrossingBounds, KaplanMeier, Step};
pub use mean::RestrictedMean;

/// A duration, and whether its end was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// How long it lasted, or has lasted so far.
    pub time: f64,
    /// Whether it ended then; otherwise it is censored: still open, and at risk until that time included.
    pub ended: bool,
}

impl Observation {
    /// A duration whose end was seen.
    #[must_use]
    pub fn ended(time: f64) -> Self {
        Self { time, ended: true }
    }

    /// A duration that was still open after `time`.
    #[must_use]
    pub fn open(time: f64) -> Self {
        Self { time, ended: false }
    }
}

/// Observations in the order of time; `None` where a time is negative or not finite.
fn sorted(observations: &[Observation]) -> Option<Vec<Observation>> {
    if !observations.iter().all(|o| o.time.is_finite() && o.time >= 0.0) {
        return None;
    }
    let mut all = observations.to_vec();
    all.sort_unstable_by(|a, b| a.time.total_cmp(&b.time));
    Some(all)
}
