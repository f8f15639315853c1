//! The distributions that intervals and tests rest on.
//!
//! This is the one room that names `statrs`, and it takes two functions from it: `ln_gamma` and `erfc_inv`.
//! Its incomplete beta and gamma functions stop after a fixed number of terms, which is wrong from about 10⁵
//! observations on, and its quantiles are wrong or never return in ranges that real data reach (Student's t from 10⁵
//! degrees of freedom, gamma and beta at small shapes). So the tails are evaluated here, with prefactors by saddle
//! points and as many terms as the argument needs, and every quantile is a bracketed search for a point of the
//! tail itself: it cannot leave its bracket and cannot run for ever.
//!
//! A distribution is checked when it is made: `new` is `None` for parameters that make none. Answers are `None` where
//! there is no finite number, never NaN and never infinite.

mod beta;
mod binomial;
mod density;
mod gamma;
mod hypergeometric;
mod invert;
mod normal;
mod poisson;
mod student;

pub use beta::{Beta, F};
pub use binomial::Binomial;
pub use gamma::{ChiSquared, Gamma};
pub use hypergeometric::Hypergeometric;
pub use normal::Normal;
pub use poisson::Poisson;
pub use student::StudentT;

/// The two tails of a distribution at one point: each is as exact as the smaller one allows.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Tails {
    lower: f64,
    upper: f64,
}

impl Tails {
    const AT_START: Self = Self { lower: 0.0, upper: 1.0 };
    const AT_END: Self = Self { lower: 1.0, upper: 0.0 };

    fn from_lower(lower: f64) -> Self {
        let lower = lower.clamp(0.0, 1.0);
        Self { lower, upper: 1.0 - lower }
    }

    fn from_upper(upper: f64) -> Self {
        let upper = upper.clamp(0.0, 1.0);
        Self { lower: 1.0 - upper, upper }
    }
}

/// Which tail a probability is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Lower,
    Upper,
}

/// The natural logarithm of Γ(x), for x > 0; `None` otherwise.
///
/// ```
/// use thalweg_stats::special::ln_gamma;
///
/// assert!((ln_gamma(5.0).unwrap() - 24.0_f64.ln()).abs() < 1e-14);
/// assert_eq!(ln_gamma(0.0), None);
/// ```
#[must_use]
pub fn ln_gamma(x: f64) -> Option<f64> {
    (x > 0.0 && x.is_finite()).then(|| statrs::function::gamma::ln_gamma(x)).filter(|y| y.is_finite())
}
