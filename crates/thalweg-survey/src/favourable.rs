//! Favourable shares and the balance of promoters over detractors.

use thalweg_model::Share;
use thalweg_stats::special::Normal;
use thalweg_stats::{Bounds, proportion};

use crate::not_estimable::NotEstimable;

/// A favourable share with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Favourable {
    /// How many of how many.
    pub share: Share,
    /// Wilson's score interval (Wilson 1927).
    pub interval: Bounds,
}

/// The interval of a favourable share (top-2 answers, or favourable respondents).
///
/// `None` where the level is not between 0 and 1.
///
/// ```
/// use thalweg_survey::favourable::favourable;
/// let four_of_eight = favourable(thalweg_model::Share::new(4, 8).expect("4 of 8"), 0.95).expect("a level");
/// assert!((four_of_eight.interval.lower - 0.215_2).abs() < 1e-4);
/// ```
#[must_use]
pub fn favourable(share: Share, level: f64) -> Option<Favourable> {
    Some(Favourable { share, interval: proportion::wilson(share.part(), share.whole(), level)? })
}

/// The balance of promoters over detractors, −100 to 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PromoterBalance {
    /// 100·(promoters − detractors)/n.
    pub value: f64,
    /// The adjusted Wald interval: ¾ added to promoters and to detractors, and 3 to n (Rocks 2016), cut at ±100.
    pub interval: Bounds,
    /// How many answered.
    pub n: u64,
}

/// The balance of promoters over detractors among `n` answers. "NPS" is a trade mark of others; this is the plain balance.
///
/// # Errors
/// [`NotEstimable::TooFewRespondents`] without answers, [`NotEstimable::Misshapen`] where the parts exceed the whole or the level
/// is not between 0 and 1.
///
/// ```
/// use thalweg_survey::favourable::promoter_balance;
/// let small = promoter_balance(4, 2, 8, 0.95)?;
/// assert_eq!(small.value, 25.0);
/// assert!(small.interval.upper - small.interval.lower > 90.0, "about ± 50 at eight answers");
/// # Ok::<(), thalweg_survey::NotEstimable>(())
/// ```
pub fn promoter_balance(
    promoters: u64,
    detractors: u64,
    n: u64,
    level: f64,
) -> Result<PromoterBalance, NotEstimable> {
    if n == 0 {
        return Err(NotEstimable::TooFewRespondents);
    }
    let within = promoters.checked_add(detractors).is_some_and(|both| both <= n);
    let z = Normal.two_sided_quantile(level).filter(|_| within).ok_or(NotEstimable::Misshapen)?;
    let part = |count: u64| crate::count::of_u64(count);
    let whole = part(n) + 3.0;
    let (up, down) = ((part(promoters) + 0.75) / whole, (part(detractors) + 0.75) / whole);
    let (centre, margin) = (up - down, z * ((up + down - (up - down).powi(2)) / whole).sqrt());
    let end = |x: f64| 100.0 * x.clamp(-1.0, 1.0);
    Ok(PromoterBalance {
        value: 100.0 * (part(promoters) - part(detractors)) / part(n),
        interval: Bounds { lower: end(centre - margin), upper: end(centre + margin) },
        n,
    })
}
