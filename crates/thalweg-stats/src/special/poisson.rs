//! The Poisson distribution.

use super::density::ln_poisson_term;
use super::gamma::Gamma;

/// How many events fall into an exposure in which `mean` are expected.
///
/// ```
/// use thalweg_stats::special::Poisson;
///
/// let three = Poisson::new(3.0).unwrap();
/// assert!((three.mass(0) - (-3.0_f64).exp()).abs() < 1e-15);
/// assert!((three.lower(1) - 4.0 * (-3.0_f64).exp()).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Poisson {
    mean: f64,
}

impl Poisson {
    /// `None` unless the mean is finite and not negative.
    #[must_use]
    pub fn new(mean: f64) -> Option<Self> {
        (mean >= 0.0 && mean.is_finite()).then_some(Self { mean })
    }

    /// P(X = k).
    #[must_use]
    pub fn mass(self, k: u64) -> f64 {
        match k {
            0 => (-self.mean).exp(),
            _ if self.mean <= 0.0 => 0.0,
            k => ln_poisson_term(k as f64, self.mean).exp(),
        }
    }

    /// P(X ≤ k).
    #[must_use]
    pub fn lower(self, k: u64) -> f64 {
        self.waiting(k).and_then(|gamma| gamma.upper(self.mean)).unwrap_or(1.0)
    }

    /// P(X > k).
    #[must_use]
    pub fn upper(self, k: u64) -> f64 {
        self.waiting(k).and_then(|gamma| gamma.lower(self.mean)).unwrap_or(0.0)
    }

    fn waiting(self, k: u64) -> Option<Gamma> {
        Gamma::new(k as f64 + 1.0)
    }
}
