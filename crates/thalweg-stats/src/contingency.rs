//! Two proportions in tables: Fisher's exact test, and Mantel and Haenszel's pooling over strata.

use crate::bounds::Bounds;
use crate::special::{Hypergeometric, Normal};

/// Two samples: x₁ of n₁ and x₂ of n₂.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// x₁.
    pub first_hits: u64,
    /// n₁.
    pub first_total: u64,
    /// x₂.
    pub second_hits: u64,
    /// n₂.
    pub second_total: u64,
}

impl Pair {
    /// `None` where more hit than there are, or the counts are beyond 10¹⁵.
    #[must_use]
    pub fn new(x1: u64, n1: u64, x2: u64, n2: u64) -> Option<Self> {
        const MOST: u64 = 1_000_000_000_000_000;
        let good = x1 <= n1 && x2 <= n2 && n1 <= MOST && n2 <= MOST;
        good.then_some(Self { first_hits: x1, first_total: n1, second_hits: x2, second_total: n2 })
    }

    fn numbers(self) -> [f64; 4] {
        [self.first_hits, self.first_total, self.second_hits, self.second_total].map(|x| x as f64)
    }
}

/// Fisher's exact two-sided p-value: all tables with these margins that are no likelier than the one seen.
///
/// Tables within a relative 10⁻⁷ count as equally likely, as in R. `None` where a total is 0.
///
/// ```
/// use thalweg_stats::contingency::{Pair, fisher_exact};
///
/// let p = fisher_exact(Pair::new(3, 4, 1, 4).unwrap()).unwrap();
/// assert!((p - 0.4857142857).abs() < 1e-9);
/// ```
#[must_use]
pub fn fisher_exact(pair: Pair) -> Option<f64> {
    if pair.first_total == 0 || pair.second_total == 0 {
        return None;
    }
    let hits = pair.first_hits + pair.second_hits;
    let law = Hypergeometric::new(hits, pair.first_total + pair.second_total - hits, pair.first_total)?;
    let seen = law.mass(pair.first_hits) * (1.0 + 1e-7);
    let mode = law.mode();
    let below = last_true(law.least(), mode, |k| law.mass(k) <= seen);
    let room = law.most() - mode;
    let above = (room > 0).then(|| last_true(0, room - 1, |k| law.mass(law.most() - k) <= seen)).flatten();
    let left = below.map_or(0.0, |k| tail(law, k, u64::checked_sub));
    let right = above.map_or(0.0, |k| tail(law, law.most() - k, u64::checked_add));
    Some((left + right).min(1.0))
}

/// The last k in `low..=high` for which a test holds that holds first and then no more.
fn last_true(low: u64, high: u64, test: impl Fn(u64) -> bool) -> Option<u64> {
    let (mut known, mut open) = (low, high + 1);
    while known < open {
        let middle = known + (open - known) / 2;
        if test(middle) { known = middle + 1 } else { open = middle }
    }
    known.checked_sub(1).filter(|&k| k >= low)
}

/// The mass from k outward, until it no longer adds anything.
fn tail(law: Hypergeometric, from: u64, step: fn(u64, u64) -> Option<u64>) -> f64 {
    let (mut sum, mut next) = (0.0, Some(from));
    while let Some(k) = next {
        let mass = law.mass(k);
        sum += mass;
        next = step(k, 1).filter(|_| mass > sum * 1e-17);
    }
    sum
}

/// What strata of two samples say together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MantelHaenszel {
    /// The pooled odds ratio, with its interval on the log scale (Robins, Breslow and Greenland 1986).
    pub odds_ratio: Option<Pooled>,
    /// The pooled ratio of proportions, with its interval on the log scale (Greenland and Robins 1985).
    pub risk_ratio: Option<Pooled>,
    /// The pooled difference of proportions, first minus second (Greenland and Robins 1985).
    pub risk_difference: Option<Pooled>,
    /// The two-sided p-value of no association in any stratum, without a continuity correction.
    pub p: Option<f64>,
}

/// A pooled estimate and its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pooled {
    /// The estimate.
    pub estimate: f64,
    /// Its interval.
    pub bounds: Bounds,
}

/// Pools strata with Mantel and Haenszel's weights n₁n₂/N. Strata where a side is empty carry no weight.
///
/// `None` for a level outside (0, 1), and where no stratum has both sides. A part is `None` where it does not exist, as an
/// odds ratio where the second sample has no hits.
///
/// ```
/// use thalweg_stats::contingency::{Pair, mantel_haenszel};
///
/// // A fail rate that fell in both services while the mix moved to the one that fails more.
/// let strata = [Pair::new(54, 300, 20, 100).unwrap(), Pair::new(0, 20, 2, 50).unwrap()];
/// let pooled = mantel_haenszel(&strata, 0.95).unwrap();
/// assert!((pooled.odds_ratio.unwrap().estimate - 0.839068).abs() < 1e-6);
/// assert!((pooled.risk_ratio.unwrap().estimate - 0.866972).abs() < 1e-6);
/// ```
#[must_use]
pub fn mantel_haenszel(strata: &[Pair], level: f64) -> Option<MantelHaenszel> {
    let z = Normal.two_sided_quantile(level)?;
    let mut sums = Sums::default();
    for stratum in strata.iter().filter(|s| s.first_total > 0 && s.second_total > 0) {
        sums.add(*stratum);
    }
    (sums.weight > 0.0).then(|| MantelHaenszel {
        odds_ratio: sums.odds_ratio(z),
        risk_ratio: sums.risk_ratio(z),
        risk_difference: sums.risk_difference(z),
        p: sums.p(),
    })
}

#[derive(Default)]
struct Sums {
    weight: f64,
    agree: f64,
    differ: f64,
    agree_agree: f64,
    agree_differ: f64,
    differ_differ: f64,
    first: f64,
    second: f64,
    ratio_variance: f64,
    difference_variance: f64,
    excess: f64,
    excess_variance: f64,
}

impl Sums {
    fn add(&mut self, stratum: Pair) {
        let [a, n1, c, n2] = stratum.numbers();
        let (b, d, n) = (n1 - a, n2 - c, n1 + n2);
        let (agree, differ) = (a * d / n, b * c / n);
        let (same, other) = ((a + d) / n, (b + c) / n);
        self.weight += n1 * n2 / n;
        self.agree += agree;
        self.differ += differ;
        self.agree_agree += same * agree;
        self.agree_differ += same * differ + other * agree;
        self.differ_differ += other * differ;
        self.first += a * n2 / n;
        self.second += c * n1 / n;
        self.ratio_variance += ((a + c) * n1 / n * n2 - a * c) / n;
        self.difference_variance += n1 / n * n2 / n * (a * b / n1 / n1 * n2 + c * d / n2 / n2 * n1);
        self.excess += a - n1 * (a + c) / n;
        if n > 1.0 {
            self.excess_variance += n1 / n * n2 / n * (a + c) * (b + d) / (n - 1.0);
        }
    }

    fn odds_ratio(&self, z: f64) -> Option<Pooled> {
        let (r, s) = (self.agree, self.differ);
        let variance = self.agree_agree / (2.0 * r * r)
            + self.agree_differ / (2.0 * r * s)
            + self.differ_differ / (2.0 * s * s);
        on_log_scale(r / s, z * variance.sqrt())
    }

    fn risk_ratio(&self, z: f64) -> Option<Pooled> {
        let variance = self.ratio_variance / self.first / self.second;
        on_log_scale(self.first / self.second, z * variance.sqrt())
    }

    fn risk_difference(&self, z: f64) -> Option<Pooled> {
        let estimate = (self.first - self.second) / self.weight;
        let reach = z * self.difference_variance.sqrt() / self.weight;
        let bounds = Bounds::checked((estimate - reach).max(-1.0), (estimate + reach).min(1.0))?;
        Some(Pooled { estimate, bounds })
    }

    fn p(&self) -> Option<f64> {
        Normal.two_sided(self.excess / self.excess_variance.sqrt()).filter(|_| self.excess_variance > 0.0)
    }
}

fn on_log_scale(estimate: f64, reach: f64) -> Option<Pooled> {
    let bounds = Bounds::checked(estimate * (-reach).exp(), estimate * reach.exp())?;
    (estimate > 0.0 && estimate.is_finite()).then_some(Pooled { estimate, bounds })
}
