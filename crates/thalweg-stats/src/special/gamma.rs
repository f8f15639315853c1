//! The gamma distribution, and chi-square with it.

use std::f64::consts::TAU;

use statrs::function::gamma::ln_gamma;

use super::density::{deviance, ln_poisson_term};
use super::invert::{gap, rising_zero};
use super::{Side, Tails, normal};

/// Beyond this shape the uniform expansion is exact to the last digits and needs no terms.
const LARGE: f64 = 1e7;
const TERMS: u32 = 200_000;

/// The gamma distribution with a shape and scale 1.
///
/// ```
/// use thalweg_stats::special::Gamma;
///
/// let waiting = Gamma::new(1.0).unwrap();
/// assert!((waiting.lower(2.0).unwrap() - (1.0 - (-2.0_f64).exp())).abs() < 1e-15);
/// assert!((waiting.quantile(0.5).unwrap() - 2.0_f64.ln()).abs() < 1e-15);
/// assert_eq!(Gamma::new(0.0), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    shape: f64,
}

impl Gamma {
    /// `None` unless the shape is positive and finite.
    #[must_use]
    pub fn new(shape: f64) -> Option<Self> {
        (shape > 0.0 && shape.is_finite()).then_some(Self { shape })
    }

    /// P(X ≤ x); `None` for NaN.
    #[must_use]
    pub fn lower(self, x: f64) -> Option<f64> {
        (!x.is_nan()).then(|| tails(self.shape, x).lower)
    }

    /// P(X > x); `None` for NaN.
    #[must_use]
    pub fn upper(self, x: f64) -> Option<f64> {
        (!x.is_nan()).then(|| tails(self.shape, x).upper)
    }

    /// The x with P(X ≤ x) = p; 0 for p = 0 and where x is too small for a number; `None` unless 0 ≤ p < 1.
    #[must_use]
    pub fn quantile(self, p: f64) -> Option<f64> {
        if !(0.0..1.0).contains(&p) {
            return None;
        }
        if p > 0.5 { self.upper_quantile(1.0 - p) } else { Some(self.at(Side::Lower, p)) }
    }

    /// The x with P(X > x) = q; `None` unless 0 < q ≤ 1.
    #[must_use]
    pub fn upper_quantile(self, q: f64) -> Option<f64> {
        if !(q > 0.0 && q <= 1.0) {
            return None;
        }
        let x = if q > 0.5 { self.at(Side::Lower, 1.0 - q) } else { self.at(Side::Upper, q) };
        x.is_finite().then_some(x)
    }

    fn at(self, side: Side, target: f64) -> f64 {
        if target <= 0.0 {
            return 0.0;
        }
        let (shape, ln_target) = (self.shape, target.ln());
        let small = (ln_target + ln_gamma(shape + 1.0)) / shape;
        let start = if side == Side::Lower && shape < 1.0 { small } else { shape.ln() };
        if start < LOWEST {
            return 0.0;
        }
        rising_zero(LOWEST, HIGHEST, start, |t| {
            let x = t.exp();
            gap(tails(shape, x), side, ln_target, (ln_poisson_term(shape, x) + shape.ln()).exp())
        })
        .exp()
    }
}

/// Logarithms of the least and the greatest numbers.
const LOWEST: f64 = -744.0;
const HIGHEST: f64 = 709.0;

pub(super) fn tails(a: f64, x: f64) -> Tails {
    match x {
        x if x <= 0.0 => Tails::AT_START,
        x if x.is_infinite() => Tails::AT_END,
        x if a > LARGE => large(a, x),
        x if x < a + 1.0 => Tails::from_lower(ln_poisson_term(a, x).exp() * series(a, x)),
        x => Tails::from_upper(ln_poisson_term(a, x).exp() * a * fraction(a, x)),
    }
}

/// Σ xᵏ / ((a + 1) … (a + k)).
fn series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut n) = (1.0, 1.0, a);
    for _ in 0..TERMS {
        n += 1.0;
        term *= x / n;
        sum += term;
        if term < sum * f64::EPSILON * 0.25 {
            break;
        }
    }
    sum
}

/// The continued fraction of the upper tail, by Lentz.
fn fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / f64::MIN_POSITIVE;
    let mut d = 1.0 / b;
    let mut h = d;
    for i in 1..TERMS {
        let i = f64::from(i);
        let numerator = -i * (i - a);
        b += 2.0;
        d = 1.0 / away_from_zero(numerator * d + b);
        c = away_from_zero(b + numerator / c);
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    h
}

pub(super) fn away_from_zero(x: f64) -> f64 {
    if x.abs() < f64::MIN_POSITIVE { f64::MIN_POSITIVE } else { x }
}

/// Temme's uniform expansion, for large shapes.
fn large(a: f64, x: f64) -> Tails {
    let excess = deviance(a, x);
    let relative = (x - a) / a;
    let eta = (2.0 * excess / a).sqrt().copysign(relative);
    let first = if eta.abs() < 0.01 {
        -1.0 / 3.0 + eta * (1.0 / 12.0 + eta * (-2.0 / 135.0 + eta * (1.0 / 864.0 + eta / 2835.0)))
    } else {
        1.0 / relative - 1.0 / eta
    };
    let rest = (-excess).exp() / (TAU * a).sqrt() * (first - 1.0 / 540.0 / a);
    let z = eta * a.sqrt();
    if z > 0.0 {
        Tails::from_upper(normal::lower(-z) + rest)
    } else {
        Tails::from_lower(normal::lower(z) - rest)
    }
}

/// The chi-square distribution with k degrees of freedom (not only whole ones).
///
/// ```
/// use thalweg_stats::special::ChiSquared;
///
/// let three = ChiSquared::new(3.0).unwrap();
/// assert!((three.upper(7.814_727_903_251_178).unwrap() - 0.05).abs() < 1e-14);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquared {
    half: Gamma,
}

impl ChiSquared {
    /// `None` unless the degrees of freedom are positive and finite.
    #[must_use]
    pub fn new(freedom: f64) -> Option<Self> {
        Gamma::new(freedom / 2.0).map(|half| Self { half })
    }

    /// P(X ≤ x); `None` for NaN.
    #[must_use]
    pub fn lower(self, x: f64) -> Option<f64> {
        self.half.lower(x / 2.0)
    }

    /// P(X > x); `None` for NaN.
    #[must_use]
    pub fn upper(self, x: f64) -> Option<f64> {
        self.half.upper(x / 2.0)
    }

    /// The x with P(X ≤ x) = p; `None` unless 0 ≤ p < 1.
    #[must_use]
    pub fn quantile(self, p: f64) -> Option<f64> {
        self.half.quantile(p).map(|x| 2.0 * x).filter(|x| x.is_finite())
    }

    /// The x with P(X > x) = q; `None` unless 0 < q ≤ 1.
    #[must_use]
    pub fn upper_quantile(self, q: f64) -> Option<f64> {
        self.half.upper_quantile(q).map(|x| 2.0 * x).filter(|x| x.is_finite())
    }
}
