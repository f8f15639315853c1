//! The Kaplan–Meier curve and where it crosses.

use super::{Observation, sorted};
use crate::bounds::Bounds;
use crate::special::Normal;

/// How near the curve must come to a level to be on it.
const ON_LEVEL: f64 = 1e-12;

/// One event time of the curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The time.
    pub time: f64,
    /// How many were at risk just before, those censored at this very time included.
    pub at_risk: usize,
    /// How many ended then.
    pub ended: usize,
    /// The estimated share that lasts longer.
    pub survival: f64,
    /// Greenwood's sum Σ d / (n (n − d)) so far; `None` once the curve is at 0.
    pub greenwood: Option<f64>,
}

/// Where a curve comes down to a level, or that it did not as far as the data reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Crossing {
    /// At this time.
    At(f64),
    /// Not as far as can be seen: the answer is at least this.
    NotReached {
        /// The last time that is known to be too early, or the time from which the curve lies on the level.
        at_least: f64,
    },
}

impl Crossing {
    /// The time, where there is one.
    #[must_use]
    pub fn at(self) -> Option<f64> {
        match self {
            Self::At(time) => Some(time),
            Self::NotReached { .. } => None,
        }
    }
}

/// The interval of a quantile: either end may not be reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CrossingBounds {
    /// The lower end.
    pub lower: Crossing,
    /// The upper end.
    pub upper: Crossing,
}

/// The Kaplan–Meier estimate S(t) = Π (1 − d/n) over the event times until t.
///
/// ```
/// use thalweg_stats::survival::{Crossing, KaplanMeier, Observation};
///
/// let recoveries = [Observation::ended(1.25), Observation::open(567.0)];
/// let curve = KaplanMeier::fit(&recoveries).unwrap();
/// assert_eq!(curve.median(), Crossing::NotReached { at_least: 1.25 });
/// assert!(KaplanMeier::fit(&[]).is_none());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct KaplanMeier {
    steps: Vec<Step>,
    observed: usize,
    ended: usize,
    last: f64,
}

impl KaplanMeier {
    /// `None` without observations, or where a time is negative or not finite. n log n in their number.
    #[must_use]
    pub fn fit(observations: &[Observation]) -> Option<Self> {
        let sorted = sorted(observations)?;
        let last = sorted.last()?.time;
        let steps = steps(&sorted);
        Some(Self { ended: steps.iter().map(|s| s.ended).sum(), steps, observed: sorted.len(), last })
    }

    /// The event times in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many durations there are.
    #[must_use]
    pub fn observed(&self) -> usize {
        self.observed
    }

    /// How many of them are still open.
    #[must_use]
    pub fn open(&self) -> usize {
        self.observed - self.ended
    }

    /// The longest time that was observed, ended or not.
    #[must_use]
    pub fn last_time(&self) -> f64 {
        self.last
    }

    /// The estimated share that lasts longer than `time`; `None` for NaN, and beyond the data while any are open.
    #[must_use]
    pub fn survival_at(&self, time: f64) -> Option<f64> {
        let survival = self.until(time).map_or(1.0, |step| step.survival);
        let known = time <= self.last || (time > self.last && survival <= 0.0);
        known.then_some(survival)
    }

    /// The interval of the share that lasts longer than `time`, by Greenwood's variance on the log-log scale.
    ///
    /// S^exp(±z √G / ln S). `None` before the first event, where the curve is at 0, beyond the data, and for a level
    /// outside (0, 1).
    #[must_use]
    pub fn interval_at(&self, time: f64, level: f64) -> Option<Bounds> {
        let z = Normal.two_sided_quantile(level)?;
        if time > self.last {
            return None;
        }
        self.until(time).and_then(|step| log_log(step, z))
    }

    /// The time by which a share `q` has ended: the first event time with S < 1 − q.
    ///
    /// Where S equals 1 − q (within 10⁻¹²): halfway from that event time to the next, and not reached without a next one.
    /// Without censoring the median is thus the ordinary one. `None` unless 0 < q < 1.
    #[must_use]
    pub fn quantile(&self, q: f64) -> Option<Crossing> {
        let level = (q > 0.0 && q < 1.0).then_some(1.0 - q)?;
        Some(self.crossing(level, |step| Some(step.survival)))
    }

    /// The time by which half have ended.
    #[must_use]
    pub fn median(&self) -> Crossing {
        self.crossing(0.5, |step| Some(step.survival))
    }

    /// The interval of a quantile: where the limits of [`interval_at`](Self::interval_at) cross 1 − q.
    ///
    /// `None` unless q and the level lie in (0, 1).
    #[must_use]
    pub fn quantile_interval(&self, q: f64, level: f64) -> Option<CrossingBounds> {
        let z = Normal.two_sided_quantile(level)?;
        let target = (q > 0.0 && q < 1.0).then_some(1.0 - q)?;
        let limit = |end: fn(Bounds) -> f64| self.crossing(target, move |step| log_log(step, z).map(end));
        Some(CrossingBounds { lower: limit(|b| b.lower), upper: limit(|b| b.upper) })
    }

    fn until(&self, time: f64) -> Option<&Step> {
        let after = self.steps.partition_point(|step| step.time <= time);
        after.checked_sub(1).and_then(|i| self.steps.get(i))
    }

    fn crossing(&self, level: f64, height: impl Fn(&Step) -> Option<f64>) -> Crossing {
        let mut steps = self.steps.iter();
        let mut reached = 0.0;
        while let Some(step) = steps.next() {
            reached = step.time;
            match height(step).map(|h| h - level) {
                Some(above) if above.abs() <= ON_LEVEL => return halfway(step.time, steps.next()),
                Some(above) if above < 0.0 => return Crossing::At(step.time),
                _ => {}
            }
        }
        Crossing::NotReached { at_least: reached }
    }
}

fn halfway(time: f64, next: Option<&Step>) -> Crossing {
    next.map_or(Crossing::NotReached { at_least: time }, |next| Crossing::At(f64::midpoint(time, next.time)))
}

fn log_log(step: &Step, z: f64) -> Option<Bounds> {
    let ln = step.survival.ln();
    let reach = z * step.greenwood?.sqrt() / ln;
    Bounds::checked((ln * (-reach).exp()).exp(), (ln * reach.exp()).exp())
}

fn steps(sorted: &[Observation]) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut at_risk = sorted.len();
    // As long as nothing is censored the product is a ratio of counts, taken as one division so that no error adds up.
    let (mut base, mut base_risk, mut survival) = (1.0, at_risk, 1.0);
    let mut greenwood = Some(0.0);
    for tied in sorted.chunk_by(|a, b| a.time <= b.time && b.time <= a.time) {
        let ended = tied.iter().filter(|o| o.ended).count();
        if ended > 0 {
            let left = at_risk - ended;
            survival = base * (left as f64 / base_risk as f64);
            greenwood =
                greenwood.filter(|_| left > 0).map(|g| g + ended as f64 / at_risk as f64 / left as f64);
            let time = tied.first().map_or(0.0, |o| o.time);
            steps.push(Step { time, at_risk, ended, survival, greenwood });
        }
        at_risk -= tied.len();
        if ended < tied.len() {
            (base, base_risk) = (survival, at_risk.max(1));
        }
    }
    steps
}
