//! Quantiles by selection, after Hyndman and Fan's numbering.

/// How a quantile between two observations is read (Hyndman and Fan 1996).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HyndmanFan {
    /// The inverse of the empirical distribution, always an observation: rank ⌈np⌉.
    Type1,
    /// Linear between observations at h = (n − 1)p: what numpy, R and spreadsheets do unless told otherwise.
    #[default]
    Type7,
    /// Median-unbiased whatever the distribution: h = (n + ⅓)p − ⅔.
    Type8,
}

/// Where a quantile lies among n sorted observations: at a position, and a part of the way to the next.
#[derive(Clone, Copy, Debug)]
struct Place {
    index: usize,
    weight: f64,
}

impl HyndmanFan {
    fn place(self, n: usize, p: f64) -> Option<Place> {
        let last = n.checked_sub(1)?;
        if !(0.0..=1.0).contains(&p) {
            return None;
        }
        let count = n as f64;
        let h = match self {
            // A product such as 0.07 · 100 must not fall on the wrong side of its whole number.
            Self::Type1 => (count * p * (1.0 - 4.0 * f64::EPSILON)).ceil() - 1.0,
            Self::Type7 => (count - 1.0) * p,
            Self::Type8 => (count + 1.0 / 3.0) * p - 2.0 / 3.0,
        };
        let h = h.clamp(0.0, last as f64);
        Some(Place { index: whole(h).min(last), weight: h.fract() })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the length of a slice"
)]
fn whole(x: f64) -> usize {
    x as usize
}

/// The p-quantile of unsorted observations, which are reordered. Linear in their number.
///
/// `None` without observations, where one is not finite, or unless 0 ≤ p ≤ 1.
///
/// ```
/// use thalweg_stats::quantile::{HyndmanFan, quantile};
///
/// let mut hours = [7.0, 1.0, 3.0, 2.0];
/// assert_eq!(quantile(&mut hours, 0.5, HyndmanFan::Type7), Some(2.5));
/// assert_eq!(quantile(&mut hours, 0.5, HyndmanFan::Type1), Some(2.0));
/// assert_eq!(quantile(&mut [], 0.5, HyndmanFan::Type7), None);
/// ```
#[must_use]
pub fn quantile(values: &mut [f64], p: f64, kind: HyndmanFan) -> Option<f64> {
    finite(values)?;
    let place = kind.place(values.len(), p)?;
    Some(select(values, place))
}

/// The ordinary median: the type-7 quantile at ½.
///
/// ```
/// assert_eq!(thalweg_stats::quantile::median(&mut [4.0, 1.0, 2.0]), Some(2.0));
/// ```
#[must_use]
pub fn median(values: &mut [f64]) -> Option<f64> {
    quantile(values, 0.5, HyndmanFan::Type7)
}

/// Several quantiles at once, in the order of `ps`; cheaper than one call for each.
///
/// `None` as for [`quantile`], for any of them.
///
/// ```
/// use thalweg_stats::quantile::{HyndmanFan, quantiles};
///
/// let mut hours: Vec<f64> = (0..=100).rev().map(f64::from).collect();
/// assert_eq!(quantiles(&mut hours, &[0.75, 0.5], HyndmanFan::Type7), Some(vec![75.0, 50.0]));
/// ```
#[must_use]
pub fn quantiles(values: &mut [f64], ps: &[f64], kind: HyndmanFan) -> Option<Vec<f64>> {
    finite(values)?;
    let n = values.len();
    let mut wanted = Vec::with_capacity(ps.len());
    for (position, &p) in ps.iter().enumerate() {
        wanted.push((kind.place(n, p)?, position));
    }
    wanted.sort_by_key(|(place, _)| place.index);
    // Each selection leaves everything greater on its right, so that the next one looks only there.
    let (mut rest, mut skipped) = (values, 0);
    let mut found = vec![0.0; ps.len()];
    for (place, position) in wanted {
        let index = place.index - skipped;
        let value = select(rest, Place { index, ..place });
        let (_, right) = rest.split_at_mut(index);
        (rest, skipped) = (right, place.index);
        if let Some(slot) = found.get_mut(position) {
            *slot = value;
        }
    }
    Some(found)
}

/// The p-quantile of observations in ascending order.
///
/// `None` without observations, unless 0 ≤ p ≤ 1, or where the observations it falls between are not finite.
#[must_use]
pub fn of_sorted(sorted: &[f64], p: f64, kind: HyndmanFan) -> Option<f64> {
    let place = kind.place(sorted.len(), p)?;
    let low = *sorted.get(place.index)?;
    let high = sorted.get(place.index + 1).copied().unwrap_or(low);
    Some(between(low, high, place.weight)).filter(|x| x.is_finite())
}

fn select(values: &mut [f64], place: Place) -> f64 {
    let (_, low, right) = values.select_nth_unstable_by(place.index, f64::total_cmp);
    let low = *low;
    if place.weight <= 0.0 {
        return low;
    }
    let high = right.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
    between(low, high, place.weight)
}

fn between(low: f64, high: f64, weight: f64) -> f64 {
    if weight <= 0.0 { low } else { low + weight * (high - low) }
}

fn finite(values: &[f64]) -> Option<()> {
    values.iter().all(|x| x.is_finite()).then_some(())
}
