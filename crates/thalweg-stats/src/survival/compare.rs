//! Whether two groups last equally long.

use super::{Observation, sorted};
use crate::special::Normal;

/// The log-rank test of two groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogRank {
    /// Events seen in the first group.
    pub observed: f64,
    /// Events expected in it if both groups lasted equally long.
    pub expected: f64,
    /// (observed − expected) / √variance: positive where the first group ends sooner.
    pub z: f64,
    /// The two-sided p-value.
    pub p: f64,
}

/// The log-rank test: at each event time the first group's events against d·n₁/n, with hypergeometric variance.
///
/// `None` where a time is bad, or where no event time has both groups at risk.
///
/// ```
/// use thalweg_stats::survival::{Observation, log_rank};
///
/// let before: Vec<_> = [8.0, 9.0, 12.0, 20.0].map(Observation::ended).into();
/// let after: Vec<_> = [1.0, 2.0, 3.0, 5.0].map(Observation::ended).into();
/// assert!(log_rank(&after, &before).unwrap().z > 2.0);
/// ```
#[must_use]
pub fn log_rank(first: &[Observation], second: &[Observation]) -> Option<LogRank> {
    stratified_log_rank(&[(first, second)])
}

/// The log-rank test within strata: differences and variances add up over them.
///
/// `None` as for [`log_rank`], where it is so for all strata together.
#[must_use]
pub fn stratified_log_rank(strata: &[(&[Observation], &[Observation])]) -> Option<LogRank> {
    let mut sums = Sums::default();
    for (first, second) in strata {
        sums.add(first, second)?;
    }
    let deviation = sums.variance.sqrt();
    let z = (sums.observed - sums.expected) / deviation;
    let p = Normal.two_sided(z).filter(|_| deviation > 0.0)?;
    Some(LogRank { observed: sums.observed, expected: sums.expected, z, p })
}

#[derive(Default)]
struct Sums {
    observed: f64,
    expected: f64,
    variance: f64,
}

impl Sums {
    fn add(&mut self, first: &[Observation], second: &[Observation]) -> Option<()> {
        let mut ours = Group::new(first)?;
        let mut others = Group::new(second)?;
        while let Some(time) = ours.next_time().into_iter().chain(others.next_time()).min_by(f64::total_cmp) {
            let (risk, all_risk) = (ours.at_risk(), ours.at_risk() + others.at_risk());
            let ended = ours.take(time);
            let all_ended = ended + others.take(time);
            self.step(ended, all_ended, risk, all_risk);
        }
        Some(())
    }

    fn step(&mut self, ended: f64, all_ended: f64, risk: f64, all_risk: f64) {
        let share = risk / all_risk;
        self.observed += ended;
        self.expected += all_ended * share;
        if all_risk > 1.0 {
            self.variance += all_ended * share * (1.0 - share) * ((all_risk - all_ended) / (all_risk - 1.0));
        }
    }
}

struct Group {
    sorted: Vec<Observation>,
    next: usize,
}

impl Group {
    fn new(observations: &[Observation]) -> Option<Self> {
        Some(Self { sorted: sorted(observations)?, next: 0 })
    }

    fn rest(&self) -> &[Observation] {
        self.sorted.get(self.next..).unwrap_or_default()
    }

    fn next_time(&self) -> Option<f64> {
        self.rest().first().map(|o| o.time)
    }

    fn at_risk(&self) -> f64 {
        self.rest().len() as f64
    }

    /// Leaves everything up to a time behind, and counts what ended.
    fn take(&mut self, time: f64) -> f64 {
        let gone = self.rest().partition_point(|o| o.time <= time);
        let ended = self.rest().iter().take(gone).filter(|o| o.ended).count();
        self.next += gone;
        ended as f64
    }
}
