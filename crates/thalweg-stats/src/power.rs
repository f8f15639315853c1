//! The smallest effects that so much data could have shown: what every "inconclusive" has to say.
//!
//! All are two-sided at `alpha` with the given chance of being seen, by transformations that make the variance even
//! (arcsine for proportions, root for counts), so that they are closed forms. They are planning values, good to a few per
//! cent, and `None` where no effect at all could have been seen, or a level is outside (0, 1).

use crate::special::Normal;

/// How sure a test has to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// The two-sided level of the test.
    pub alpha: f64,
    /// The chance with which an effect has to be seen.
    pub power: f64,
}

impl Default for Demand {
    /// 5 % and 80 %.
    fn default() -> Self {
        Self { alpha: 0.05, power: 0.8 }
    }
}

impl Demand {
    /// How many standard errors an effect must measure.
    fn standard_errors(self) -> Option<f64> {
        let seen = Normal.quantile(self.power)?;
        let level = Normal.two_sided_quantile(1.0 - self.alpha)?;
        (seen + level > 0.0).then_some(seen + level)
    }
}

/// The nearest values on either side that could have been told from the baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detectable {
    /// The nearest lower value; `None` where none is low enough.
    pub lower: Option<f64>,
    /// The nearest higher value; `None` where none is high enough.
    pub higher: Option<f64>,
}

/// The proportions nearest to a baseline that n₂ against n₁ observations could have told from it.
///
/// sin²(asin √p ± h/2) with h = (z + z′) √(1/n₁ + 1/n₂).
///
/// ```
/// use thalweg_stats::power::{Demand, proportion};
///
/// let found = proportion(0.20, 195, 195, Demand::default()).unwrap();
/// assert!((found.lower.unwrap() - 0.10).abs() < 5e-4);
/// ```
#[must_use]
pub fn proportion(baseline: f64, n1: u64, n2: u64, demand: Demand) -> Option<Detectable> {
    if !(0.0..=1.0).contains(&baseline) {
        return None;
    }
    let half = demand.standard_errors()? * joint_error(n1, n2)? / 2.0;
    let angle = baseline.sqrt().asin();
    let lower = (angle >= half).then(|| (angle - half).sin().powi(2));
    let higher = (angle + half <= std::f64::consts::FRAC_PI_2).then(|| (angle + half).sin().powi(2));
    Some(Detectable { lower, higher })
}

/// The rate ratios nearest to 1 that could have been seen after `events` in exposure t₁, with exposure t₂.
///
/// √ρ = 1 ± (z + z′) √((1 + t₁/t₂) / 4n).
///
/// ```
/// use thalweg_stats::power::{Demand, rate_ratio};
///
/// let found = rate_ratio(78, 1.0, 1.0, Demand::default()).unwrap();
/// assert!((found.higher.unwrap() - 1.5).abs() < 5e-3);
/// ```
#[must_use]
pub fn rate_ratio(events: u64, t1: f64, t2: f64, demand: Demand) -> Option<Detectable> {
    let scale = t1 / t2;
    if events == 0 || !(scale > 0.0 && scale.is_finite()) {
        return None;
    }
    let reach = demand.standard_errors()? * ((1.0 + scale) / (4.0 * events as f64)).sqrt();
    let lower = (reach < 1.0).then(|| (1.0 - reach).powi(2));
    Some(Detectable { lower, higher: Some((1.0 + reach).powi(2)).filter(|x| x.is_finite()) })
}

/// The ratios of two medians nearest to 1 that could have been seen, where logarithms scatter with deviation σ.
///
/// exp(± (z + z′) σ √(1/n₁ + 1/n₂)).
///
/// ```
/// use thalweg_stats::power::{Demand, duration_ratio};
///
/// let found = duration_ratio(1.0, 316, 316, Demand::default()).unwrap();
/// assert!((found.lower.unwrap() - 0.8).abs() < 1e-3);
/// ```
#[must_use]
pub fn duration_ratio(deviation: f64, n1: u64, n2: u64, demand: Demand) -> Option<Detectable> {
    if !(deviation >= 0.0 && deviation.is_finite()) {
        return None;
    }
    let reach = demand.standard_errors()? * deviation * joint_error(n1, n2)?;
    Some(Detectable { lower: Some((-reach).exp()), higher: Some(reach.exp()).filter(|x| x.is_finite()) })
}

/// The chances of being greater nearest to ½ that a rank test of n₁ against n₂ could have seen (Noether 1987).
///
/// ½ ± (z + z′) √((1/n₁ + 1/n₂) / 12).
///
/// ```
/// use thalweg_stats::power::{Demand, superiority};
///
/// let found = superiority(50, 50, Demand::default()).unwrap();
/// assert!((found.higher.unwrap() - 0.6617).abs() < 1e-4);
/// assert_eq!(superiority(3, 3, Demand::default()).unwrap().higher, None);
/// ```
#[must_use]
pub fn superiority(n1: u64, n2: u64, demand: Demand) -> Option<Detectable> {
    let reach = demand.standard_errors()? * joint_error(n1, n2)? / 12.0_f64.sqrt();
    let seen = reach <= 0.5;
    Some(Detectable { lower: seen.then_some(0.5 - reach), higher: seen.then_some(0.5 + reach) })
}

/// √(1/n₁ + 1/n₂).
fn joint_error(n1: u64, n2: u64) -> Option<f64> {
    (n1 > 0 && n2 > 0).then(|| (1.0 / n1 as f64 + 1.0 / n2 as f64).sqrt())
}
