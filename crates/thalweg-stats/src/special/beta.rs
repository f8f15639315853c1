//! The beta distribution, and F with it.

use std::f64::consts::TAU;

use super::density::{deviance, ln_binomial_term};
use super::gamma::away_from_zero;
use super::invert::{gap, rising_zero};
use super::{Side, Tails, normal};

/// Where both shapes are beyond this the uniform expansion takes over.
const LARGE: f64 = 1e7;
const TERMS: u32 = 200_000;
/// The range of ln(x / (1 − x)) in which both x and 1 − x are numbers.
const EDGE: f64 = 744.0;

/// The beta distribution with two shapes.
///
/// ```
/// use thalweg_stats::special::Beta;
///
/// let beta = Beta::new(1.0, 3.0).unwrap();
/// assert!((beta.lower(0.5).unwrap() - 0.875).abs() < 1e-15);
/// assert!((beta.quantile(0.875).unwrap() - 0.5).abs() < 1e-15);
/// assert_eq!(Beta::new(1.0, f64::NAN), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beta {
    a: f64,
    b: f64,
}

impl Beta {
    /// `None` unless both shapes are positive and finite.
    #[must_use]
    pub fn new(a: f64, b: f64) -> Option<Self> {
        let good = |x: f64| x > 0.0 && x.is_finite();
        (good(a) && good(b) && good(a + b)).then_some(Self { a, b })
    }

    /// P(X ≤ x); `None` for NaN.
    #[must_use]
    pub fn lower(self, x: f64) -> Option<f64> {
        (!x.is_nan()).then(|| self.tails(x, 1.0 - x).lower)
    }

    /// P(X > x); `None` for NaN.
    #[must_use]
    pub fn upper(self, x: f64) -> Option<f64> {
        (!x.is_nan()).then(|| self.tails(x, 1.0 - x).upper)
    }

    /// The x with P(X ≤ x) = p, an end of [0, 1] where x is nearer to it than any number; `None` unless 0 ≤ p ≤ 1.
    #[must_use]
    pub fn quantile(self, p: f64) -> Option<f64> {
        self.ln_odds(Side::Lower, p).map(|t| portion(t).0)
    }

    /// The x with P(X > x) = q; `None` unless 0 ≤ q ≤ 1.
    #[must_use]
    pub fn upper_quantile(self, q: f64) -> Option<f64> {
        self.ln_odds(Side::Upper, q).map(|t| portion(t).0)
    }

    pub(super) fn tails(self, x: f64, y: f64) -> Tails {
        let Self { a, b } = self;
        if x <= 0.0 {
            return Tails::AT_START;
        }
        if y <= 0.0 {
            return Tails::AT_END;
        }
        if a.min(b) > LARGE {
            return large(a, b, x, y);
        }
        let term = ln_binomial_term(a, b, x, y).exp();
        if x < (a + 1.0) / (a + b + 2.0) {
            Tails::from_lower(term * (b / (a + b)) * fraction(a, b, x))
        } else {
            Tails::from_upper(term * (a / (a + b)) * fraction(b, a, y))
        }
    }

    /// ln(x / (1 − x)) of a quantile, which keeps both ends of (0, 1) exact.
    pub(super) fn ln_odds(self, side: Side, target: f64) -> Option<f64> {
        match (side, target) {
            (_, t) if !(0.0..=1.0).contains(&t) => None,
            (Side::Lower, t) if t > 0.5 => Some(self.search(Side::Upper, 1.0 - t)),
            (Side::Upper, t) if t > 0.5 => Some(self.search(Side::Lower, 1.0 - t)),
            (side, t) => Some(self.search(side, t)),
        }
    }

    fn search(self, side: Side, target: f64) -> f64 {
        let end = if side == Side::Lower { -f64::INFINITY } else { f64::INFINITY };
        if target <= 0.0 {
            return end;
        }
        let Self { a, b } = self;
        let ln_scale = a.ln() + b.ln() - (a + b).ln();
        let ln_target = target.ln();
        let found = rising_zero(-EDGE, EDGE, a.ln() - b.ln(), |t| {
            let (x, y) = portion(t);
            gap(self.tails(x, y), side, ln_target, (ln_binomial_term(a, b, x, y) + ln_scale).exp())
        });
        if found.abs() > EDGE - 1e-9 { f64::INFINITY.copysign(found) } else { found }
    }
}

/// x and 1 − x from the logarithm of the odds.
fn portion(t: f64) -> (f64, f64) {
    (1.0 / (1.0 + (-t).exp()), 1.0 / (1.0 + t.exp()))
}

/// The continued fraction of the incomplete beta function, by Lentz.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..TERMS {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut step = 1.0;
        for numerator in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + numerator * d);
            c = away_from_zero(1.0 + numerator / c);
            step = d * c;
            h *= step;
        }
        if (step - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    h
}

/// Temme's uniform expansion, for two large shapes.
fn large(a: f64, b: f64, x: f64, y: f64) -> Tails {
    let n = a + b;
    let excess = deviance(a, n * x) + deviance(b, n * y);
    let from_mean = x - a / n;
    let eta = (2.0 * excess / n).sqrt().copysign(from_mean);
    let spread = (a / n * (b / n)).sqrt();
    let first =
        if eta.abs() < 1e-5 * spread { (b - a) / n / (3.0 * spread) } else { 1.0 / eta - spread / from_mean };
    let rest = (-excess).exp() / (TAU * n).sqrt() * first;
    let z = eta * n.sqrt();
    if z > 0.0 {
        Tails::from_upper(normal::lower(-z) - rest)
    } else {
        Tails::from_lower(normal::lower(z) + rest)
    }
}

/// The F distribution with two degrees of freedom.
///
/// ```
/// use thalweg_stats::special::F;
///
/// let f = F::new(2.0, 10.0).unwrap();
/// assert!((f.quantile(0.95).unwrap() - 4.102_821_015_046_862).abs() < 1e-9);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct F {
    numerator: f64,
    denominator: f64,
    beta: Beta,
}

impl F {
    /// `None` unless both degrees of freedom are positive and finite.
    #[must_use]
    pub fn new(numerator: f64, denominator: f64) -> Option<Self> {
        Beta::new(numerator / 2.0, denominator / 2.0).map(|beta| Self { numerator, denominator, beta })
    }

    /// P(X ≤ x); `None` for NaN.
    #[must_use]
    pub fn lower(self, x: f64) -> Option<f64> {
        self.tails(x).map(|t| t.lower)
    }

    /// P(X > x); `None` for NaN.
    #[must_use]
    pub fn upper(self, x: f64) -> Option<f64> {
        self.tails(x).map(|t| t.upper)
    }

    /// The x with P(X ≤ x) = p; `None` unless 0 ≤ p < 1, or where it is beyond any number.
    #[must_use]
    pub fn quantile(self, p: f64) -> Option<f64> {
        self.beta.ln_odds(Side::Lower, p).and_then(|t| self.of_odds(t))
    }

    /// The x with P(X > x) = q; `None` unless 0 < q ≤ 1, or where it is beyond any number.
    #[must_use]
    pub fn upper_quantile(self, q: f64) -> Option<f64> {
        self.beta.ln_odds(Side::Upper, q).and_then(|t| self.of_odds(t))
    }

    fn of_odds(self, ln_odds: f64) -> Option<f64> {
        Some(ln_odds.exp() * (self.denominator / self.numerator)).filter(|x| x.is_finite())
    }

    fn tails(self, x: f64) -> Option<Tails> {
        if x.is_nan() {
            return None;
        }
        let odds = x.max(0.0) * self.numerator / self.denominator;
        Some(self.beta.tails(1.0 / (1.0 + 1.0 / odds), 1.0 / (1.0 + odds)))
    }
}
