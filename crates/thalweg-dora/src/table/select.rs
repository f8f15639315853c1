//! Quantiles of many samples: type 7 by selection, several at once.

use super::quantiles::Quantiles;

/// Up to so many values are put in order altogether.
const FEW: usize = 20;

/// Hyndman–Fan type 7, quick for ascending probabilities; the order of the values changes. Empty without a value.
///
/// With h = (n − 1)·p the quantile is x₍⌊h⌋₎ + (h − ⌊h⌋)·(x₍⌊h⌋₊₁₎ − x₍⌊h⌋₎).
pub(crate) fn quantiles(values: &mut [i64], probabilities: &[f64]) -> Quantiles {
    let Some(last) = values.len().checked_sub(1) else { return Quantiles::default() };
    if last < FEW || !probabilities.is_sorted() {
        values.sort_unstable();
        let of = |place: Place| {
            let low = values.get(place.at).copied().unwrap_or_default();
            place.between(low, values.get(place.at + 1).copied().unwrap_or(low))
        };
        return probabilities.iter().map(|it| of(Place::of(*it, last))).collect();
    }
    let mut rest = Rest::after(0, values);
    probabilities.iter().map(|p| rest.quantile(&Place::of(*p, last))).collect()
}

/// Values that were not selected yet, all above those that were.
pub(super) struct Rest<'a> {
    above: &'a mut [i64],
    /// How many are not above.
    before: usize,
    /// What was selected last: the greatest of those.
    last: Option<i64>,
}

impl<'a> Rest<'a> {
    /// Values that so many others are less than.
    pub(super) const fn after(before: usize, above: &'a mut [i64]) -> Self {
        Self { above, before, last: None }
    }

    /// The quantile at a place, not before the last one: the value there stays where it is from then on, between those that are not
    /// above it and those that are not below.
    pub(super) fn quantile(&mut self, place: &Place) -> f64 {
        let low = match self.last {
            Some(value) if self.before == place.at + 1 => value,
            _ => self.select(place.at),
        };
        let high = if place.weight > 0.0 { self.above.iter().copied().min().unwrap_or(low) } else { low };
        place.between(low, high)
    }

    fn select(&mut self, at: usize) -> i64 {
        let (_, value, above) = std::mem::take(&mut self.above).select_nth_unstable(at - self.before);
        let value = *value;
        *self = Self { above, before: at + 1, last: Some(value) };
        value
    }
}

/// Where a quantile lies among values in order.
pub(super) struct Place {
    /// The value at or below it.
    pub(super) at: usize,
    /// How far it is from there to the next.
    weight: f64,
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "there are fewer than 2³² values, and each is off by a relative 1e-16 at most"
)]
impl Place {
    pub(super) fn of(probability: f64, last: usize) -> Self {
        let h = last as f64 * probability.clamp(0.0, 1.0);
        let at = (h as usize).min(last);
        Self { at, weight: h - at as f64 }
    }

    /// The last value that it depends on.
    pub(super) fn last(&self) -> usize {
        self.at + usize::from(self.weight > 0.0)
    }

    fn between(&self, low: i64, high: i64) -> f64 {
        low as f64 + self.weight * high.abs_diff(low) as f64
    }
}

#[cfg(test)]
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "tests"
)]
mod tests {
    use super::*;

    #[test]
    fn type_seven_as_numpy_has_it() {
        // numpy 2.1: numpy.quantile([1, 2, 4, 8, 16], [0, .5, .85, .9, 1])
        let found = quantiles(&mut [16, 1, 8, 2, 4], &[0.0, 0.5, 0.85, 0.9, 1.0]);
        let expected = [1.0, 4.0, 11.2, 12.8, 16.0];
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
        assert_eq!(quantiles(&mut [], &[0.5]), []);
        let expected = [12.8, 1.0, 4.0];
        assert!(
            quantiles(&mut [16, 1, 8, 2, 4], &[0.9, 0.0, 0.5])
                .iter()
                .zip(expected)
                .all(|(a, b)| (a - b).abs() < 1e-12)
        );
        assert_eq!(quantiles(&mut [7], &[0.1, 0.9]), [7.0, 7.0]);
        // As far apart as lead times in nanoseconds can be, which is more than an i64 holds.
        let far = 7_226_582_400_000_000_000;
        assert_eq!(quantiles(&mut [far, -far], &[0.5]), [0.0]);
    }

    /// More values than are put in order altogether, ties among them, against all of them in order.
    #[test]
    fn selecting_is_sorting() {
        for count in [20_i64, 21, 22, 100, 1_001] {
            for spread in [3, 97, 1 << 40] {
                let mut values: Vec<i64> =
                    (0..count).map(|it| it * 7_919 % 1_009 * 65_537 % spread - spread / 2).collect();
                let mut sorted = values.clone();
                sorted.sort_unstable();
                let ascending: &[f64] = &[0.0, 0.25, 0.5, 0.5, 0.9, 0.999, 1.0];
                let descending = [1.0, 0.5, 0.1];
                for probabilities in [ascending, &descending] {
                    let expected = probabilities.iter().map(|p| {
                        let h = (count - 1) as f64 * p;
                        let (low, high) = (sorted[h.floor() as usize], sorted[h.ceil() as usize]);
                        low as f64 + (h - h.floor()) * (high - low) as f64
                    });
                    let expected: Quantiles = expected.collect();
                    assert_eq!(
                        quantiles(&mut values, probabilities),
                        expected,
                        "{count} {spread} {probabilities:?}"
                    );
                }
            }
        }
    }
}
