//! Intervals and tests for x of n.

use crate::bounds::{Bounds, checked_level};
use crate::special::{Beta, Binomial, Normal};

/// Wilson's score interval, with exact 0 and 1 where x = 0 and x = n.
///
/// With p̂ = x/n and z the normal quantile: (p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n). `None` for n = 0,
/// x > n, or a level outside (0, 1).
///
/// ```
/// let wilson = thalweg_stats::proportion::wilson(2, 8, 0.95).unwrap();
/// assert!((wilson.lower - 0.071479).abs() < 1e-6 && (wilson.upper - 0.590725).abs() < 1e-6);
/// ```
#[must_use]
pub fn wilson(x: u64, n: u64, level: f64) -> Option<Bounds> {
    let z = Normal.two_sided_quantile(level)?;
    let p = share(x, n)?;
    let n_ = n as f64;
    let (square, q) = (z * z, (n - x) as f64 / n_);
    let centre = p + square / (2.0 * n_);
    let reach = z * (p * q / n_ + square / (4.0 * n_ * n_)).sqrt();
    let scale = 1.0 + square / n_;
    let lower = if x == 0 { 0.0 } else { ((centre - reach) / scale).clamp(0.0, p) };
    let upper = if x == n { 1.0 } else { ((centre + reach) / scale).clamp(p, 1.0) };
    Bounds::checked(lower, upper)
}

/// Clopper and Pearson's interval, which never covers less than its level.
///
/// The quantiles of Beta(x, n − x + 1) and Beta(x + 1, n − x). `None` as for [`wilson`].
///
/// ```
/// let exact = thalweg_stats::proportion::clopper_pearson(2, 8, 0.95).unwrap();
/// assert!((exact.lower - 0.031854).abs() < 1e-6 && (exact.upper - 0.650856).abs() < 1e-6);
/// ```
#[must_use]
pub fn clopper_pearson(x: u64, n: u64, level: f64) -> Option<Bounds> {
    let tail = (1.0 - checked_level(level)?) / 2.0;
    share(x, n)?;
    let (hits, misses) = (x as f64, (n - x) as f64);
    let lower = if x == 0 { 0.0 } else { Beta::new(hits, misses + 1.0)?.quantile(tail)? };
    let upper = if x == n { 1.0 } else { Beta::new(hits + 1.0, misses)?.upper_quantile(tail)? };
    Bounds::checked(lower, upper)
}

/// Jeffreys' interval: quantiles of Beta(x + ½, n − x + ½), with 0 and 1 as ends where x = 0 and x = n.
///
/// `None` as for [`wilson`].
///
/// ```
/// let jeffreys = thalweg_stats::proportion::jeffreys(0, 3, 0.95).unwrap();
/// assert!(jeffreys.lower == 0.0 && (jeffreys.upper - 0.535583).abs() < 1e-6);
/// ```
#[must_use]
pub fn jeffreys(x: u64, n: u64, level: f64) -> Option<Bounds> {
    let tail = (1.0 - checked_level(level)?) / 2.0;
    share(x, n)?;
    let beta = Beta::new(x as f64 + 0.5, (n - x) as f64 + 0.5)?;
    let lower = if x == 0 { 0.0 } else { beta.quantile(tail)? };
    let upper = if x == n { 1.0 } else { beta.upper_quantile(tail)? };
    Bounds::checked(lower, upper)
}

/// Newcombe's hybrid score interval (his method 10) of the difference x₁/n₁ − x₂/n₂.
///
/// With Wilson's limits l and u of both: the difference less √((p₁ − l₁)² + (u₂ − p₂)²), and plus the mirror image.
/// `None` where either side has no interval.
///
/// ```
/// let change = thalweg_stats::proportion::newcombe(56, 70, 48, 80, 0.95).unwrap();
/// assert!((change.lower - 0.0524).abs() < 5e-5 && (change.upper - 0.3339).abs() < 5e-5);
/// ```
#[must_use]
pub fn newcombe(x1: u64, n1: u64, x2: u64, n2: u64, level: f64) -> Option<Bounds> {
    let (p1, p2) = (share(x1, n1)?, share(x2, n2)?);
    let (first, second) = (wilson(x1, n1, level)?, wilson(x2, n2, level)?);
    let below = (p1 - first.lower).hypot(second.upper - p2);
    let above = (first.upper - p1).hypot(p2 - second.lower);
    Bounds::checked((p1 - p2 - below).max(-1.0), (p1 - p2 + above).min(1.0))
}

/// The exact two-sided p-value of x successes in n under a probability: all outcomes that are no likelier than x.
///
/// Outcomes within a relative 10⁻⁷ count as equally likely, as in R's `binom.test`. `None` for n = 0, x > n or a
/// probability outside [0, 1].
///
/// ```
/// let p = thalweg_stats::proportion::exact_p(2, 8, 0.5).unwrap();
/// assert!((p - 0.2890625).abs() < 1e-12);
/// ```
#[must_use]
pub fn exact_p(x: u64, n: u64, probability: f64) -> Option<f64> {
    share(x, n)?;
    let law = Binomial::new(n, probability)?;
    let limit = law.mass(x) * (1.0 + 1e-7);
    let mean = n as f64 * probability;
    let here = x as f64;
    let p = if here < mean {
        let from = first(whole(mean.ceil()).max(x), n + 1, |k| law.mass(k) <= limit);
        law.lower(x) + upper_from(law, from)
    } else if here > mean {
        let beyond = first(0, x.min(whole(mean) + 1), |k| law.mass(k) > limit);
        upper_from(law, x) + if beyond == 0 { 0.0 } else { law.lower(beyond - 1) }
    } else {
        1.0
    };
    Some(p.min(1.0))
}

/// P(X ≥ k).
fn upper_from(law: Binomial, k: u64) -> f64 {
    k.checked_sub(1).map_or(1.0, |before| law.upper(before))
}

/// The first k in `low..high` that a test which turns once finds true, or `high`.
fn first(low: u64, high: u64, test: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (low, high);
    while low < high {
        let middle = low + (high - low) / 2;
        if test(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a mean between 0 and a count")]
fn whole(mean: f64) -> u64 {
    mean as u64
}

fn share(x: u64, n: u64) -> Option<f64> {
    (n > 0 && x <= n).then(|| x as f64 / n as f64)
}
