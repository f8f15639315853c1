//! The binomial distribution.

use super::beta::Beta;
use super::density::ln_binomial_term;

/// How many of n independent trials succeed, each with probability p.
///
/// ```
/// use thalweg_stats::special::Binomial;
///
/// let five = Binomial::new(5, 0.5).unwrap();
/// assert!((five.mass(2) - 10.0 / 32.0).abs() < 1e-14);
/// assert!((five.lower(1) - 6.0 / 32.0).abs() < 1e-14);
/// assert_eq!(Binomial::new(5, 1.5), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Binomial {
    n: u64,
    p: f64,
}

impl Binomial {
    /// `None` unless 0 ≤ p ≤ 1.
    #[must_use]
    pub fn new(n: u64, p: f64) -> Option<Self> {
        (0.0..=1.0).contains(&p).then_some(Self { n, p })
    }

    /// P(X = k).
    #[must_use]
    pub fn mass(self, k: u64) -> f64 {
        let Some(rest) = self.n.checked_sub(k) else { return 0.0 };
        let (p, q) = (self.p, 1.0 - self.p);
        match (k, rest) {
            (0, _) => power(q, rest),
            (_, 0) => power(p, k),
            _ if p <= 0.0 || q <= 0.0 => 0.0,
            _ => ln_binomial_term(k as f64, rest as f64, p, q).exp().min(1.0),
        }
    }

    /// P(X ≤ k).
    #[must_use]
    pub fn lower(self, k: u64) -> f64 {
        1.0_f64.min(self.tails(k).0)
    }

    /// P(X > k).
    #[must_use]
    pub fn upper(self, k: u64) -> f64 {
        1.0_f64.min(self.tails(k).1)
    }

    /// The least k with P(X ≤ k) ≥ p; `None` unless 0 ≤ p ≤ 1.
    #[must_use]
    pub fn quantile(self, p: f64) -> Option<u64> {
        if !(0.0..=1.0).contains(&p) {
            return None;
        }
        let (mut low, mut high) = (0, self.n);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.lower(middle) >= p { high = middle } else { low = middle + 1 }
        }
        Some(low)
    }

    fn tails(self, k: u64) -> (f64, f64) {
        let Some(rest) = self.n.checked_sub(k).filter(|&rest| rest > 0) else { return (1.0, 0.0) };
        let Some(beta) = Beta::new(k as f64 + 1.0, rest as f64) else { return (1.0, 0.0) };
        let tails = beta.tails(self.p, 1.0 - self.p);
        (tails.upper, tails.lower)
    }
}

/// xⁿ, exact in the far tail; 0⁰ = 1.
fn power(x: f64, n: u64) -> f64 {
    if n == 0 { 1.0 } else { x.powf(n as f64) }
}
