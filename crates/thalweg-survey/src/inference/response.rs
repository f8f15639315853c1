//! What those who did not answer could change at most (Manski 1989): no assumption about them, so no probability either.

use thalweg_model::Share;
use thalweg_stats::Bounds;

use crate::count;

/// The share among all who were asked, if all the silent were unfavourable, and if all were favourable.
///
/// `None` where nobody was asked or more answered than were asked.
///
/// ```
/// use thalweg_survey::inference::share_bounds;
/// let bounds = share_bounds(thalweg_model::Share::new(30, 40).expect("30 of 40"), 50).expect("50 asked");
/// assert_eq!((bounds.lower, bounds.upper), (0.6, 0.8));
/// ```
#[must_use]
pub fn share_bounds(answered: Share, asked: u64) -> Option<Bounds> {
    let silent = asked.checked_sub(answered.whole())?;
    let of = |part: u64| count::of_u64(part) / count::of_u64(asked);
    Some(Bounds { lower: of(answered.part()), upper: of(answered.part() + silent) })
}

/// The mean among all who were asked, if all the silent were at the lowest end of the scale, and if all were at the highest.
///
/// `None` where nobody answered, more answered than were asked, or the ends do not rise.
#[must_use]
pub fn mean_bounds(mean: f64, answered: u64, asked: u64, ends: (f64, f64)) -> Option<Bounds> {
    let silent = count::of_u64(asked.checked_sub(answered)?);
    let (low, high) = ends;
    let with = |end: f64| (mean * count::of_u64(answered) + end * silent) / count::of_u64(asked);
    (answered > 0 && low < high && mean.is_finite()).then(|| Bounds { lower: with(low), upper: with(high) })
}

/// The change between two shares that lie within bounds: the worst case against the best, both ways.
#[must_use]
pub fn change_bounds(before: Bounds, after: Bounds) -> Bounds {
    Bounds { lower: after.lower - before.upper, upper: after.upper - before.lower }
}
