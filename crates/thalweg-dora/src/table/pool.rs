//! Quantiles of several samples together, without putting them together.
//!
//! Each of them was asked for the same quantiles before, so its values at these places stand in order: what lies between two of them
//! is less, more, or has to be looked at. A few drawn values say between which two the quantile of all most likely lies; whether it
//! does is counted, and where it does not, all are selected from.

use super::quantiles::Quantiles;
use super::select::{Place, Rest, quantiles};

/// With fewer values than these a part, all are selected from.
const LEAST: usize = 200;

/// How many values are looked at before those that are kept are put down.
const BLOCK: usize = 64;

/// Room for what is looked at.
#[derive(Debug, Default)]
pub(super) struct Pool {
    drawn: Vec<i64>,
    kept: Vec<i64>,
}

impl Pool {
    /// The quantiles of parts of a whole together, each of which was asked for them.
    pub(super) fn quantiles<'a>(
        &mut self,
        whole: &[i64],
        parts: impl Iterator<Item = &'a [i64]> + Clone,
        probabilities: &[f64],
    ) -> Quantiles {
        let add = |(parts, count): (usize, usize), it: &[i64]| (parts + 1, count + it.len());
        let (number, count) = parts.clone().fold((0, 0), add);
        if count <= LEAST * number || !probabilities.is_sorted() {
            self.kept.clear();
            if count == whole.len() {
                self.kept.extend_from_slice(whole);
            } else {
                parts.for_each(|it| self.kept.extend_from_slice(it));
            }
            return quantiles(&mut self.kept, probabilities);
        }
        self.draw(parts.clone(), count);
        let one = |p: &f64| {
            let place = Place::of(*p, count - 1);
            let (low, high) = self.likely(*p);
            let below = self.keep(parts.clone(), probabilities, low, high);
            if below <= place.at && place.last() < below + self.kept.len() {
                return Rest::after(below, &mut self.kept).quantile(&place);
            }
            self.keep(parts.clone(), probabilities, i64::MIN, i64::MAX);
            Rest::after(0, &mut self.kept).quantile(&place)
        };
        probabilities.iter().map(one).collect()
    }

    /// Draws about 2√n of n values, evenly.
    fn draw<'a>(&mut self, parts: impl Iterator<Item = &'a [i64]>, count: usize) {
        let step = (count.isqrt() / 2).max(1);
        let mut skip = 0;
        self.drawn.clear();
        for part in parts {
            self.drawn.extend(part.iter().skip(skip).step_by(step));
            // How far into the next part the next one lies.
            skip =
                (skip + (part.len().saturating_sub(skip)).div_ceil(step) * step).saturating_sub(part.len());
        }
        self.drawn.sort_unstable();
    }

    /// The drawn values that the quantile most likely lies between: 2.5 standard deviations of its rank away.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "few are drawn, and a rank below 0 is meant to be 0"
    )]
    fn likely(&self, p: f64) -> (i64, i64) {
        let drawn = self.drawn.len() as f64;
        let (middle, away) = (drawn * p, 2.5 * (drawn * p * (1.0 - p)).sqrt() + 1.0);
        let low = (middle - away).floor();
        let at = |rank: f64| self.drawn.get(rank as usize).copied();
        let low = if low < 0.0 { None } else { at(low) };
        (low.unwrap_or(i64::MIN), at((middle + away).ceil()).unwrap_or(i64::MAX))
    }

    /// Keeps what lies in [low, high], and counts what is less.
    fn keep<'a>(
        &mut self,
        parts: impl Iterator<Item = &'a [i64]>,
        probabilities: &[f64],
        low: i64,
        high: i64,
    ) -> usize {
        self.kept.clear();
        let mut below = 0;
        for part in parts.filter(|it| !it.is_empty()) {
            let mut rest = part;
            let places = probabilities.iter().map(|p| Place::of(*p, part.len() - 1).at);
            for place in places.chain([part.len()]) {
                let Some((stretch, after)) = rest.split_at_checked(place + rest.len() - part.len()) else {
                    continue;
                };
                let next = after.first().copied().unwrap_or(i64::MAX);
                rest = after;
                // Nothing in the stretch is above the value that follows it.
                below += if next < low { stretch.len() } else { self.keep_of(stretch, low, high) };
                if next > high {
                    break;
                }
            }
        }
        below
    }

    /// As [`Pool::keep`], of values in no order.
    fn keep_of(&mut self, values: &[i64], low: i64, high: i64) -> usize {
        let width = high.abs_diff(low);
        let mut below = 0;
        for block in values.chunks(BLOCK) {
            let (mut kept, mut count) = ([0; BLOCK], 0);
            // Without a branch, as nobody can guess what is kept.
            for value in block {
                kept.get_mut(count).into_iter().for_each(|it| *it = *value);
                below += usize::from(*value < low);
                count += usize::from(value.wrapping_sub(low).cast_unsigned() <= width);
            }
            self.kept.extend_from_slice(kept.get(..count).unwrap_or_default());
        }
        below
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against all values in order: parts of all sizes, alike and apart, with ties.
    #[test]
    fn quantiles_of_parts_are_those_of_all() {
        let mut state = 7_u64;
        let mut below = |most: i64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33).cast_signed() % most
        };
        for (number, size, spread, apart) in [
            (1, 65, 10, 0),
            (3, 500, 1 << 40, 0),
            (40, 230, 5, 0),
            (9, 700, 1_000, 400),
            (2, 4_000, 3, 1_000),
            (5, 20, 9, 9),
            (6, 2_000, 1 << 50, -(1 << 49)),
        ] {
            for probabilities in [&[0.5, 0.9][..], &[0.0, 0.1, 0.5, 0.5, 0.99, 1.0], &[0.9, 0.5], &[]] {
                let mut parts: Vec<Vec<i64>> = (0..number)
                    .map(|part| {
                        (0..size + below(9) * size / 8).map(|_| below(spread) + part * apart).collect()
                    })
                    .collect();
                parts.push(Vec::new());
                parts.iter_mut().for_each(|it| _ = quantiles(it, probabilities));
                let mut all = parts.concat();
                let expected = quantiles(&mut all, probabilities);
                let mut pool = Pool::default();
                let whole = &parts.concat();
                let found = pool.quantiles(whole, parts.iter().map(Vec::as_slice), probabilities);
                assert_eq!(found, expected, "{number} {size} {spread} {apart} {probabilities:?}");
            }
        }
    }

    /// 400 values a part, of which one is drawn: the least, the greatest, and one just below the middle, which is not enough to know
    /// what is above it.
    #[test]
    fn drawn_values_that_mislead_cost_time_only() {
        let even: Vec<i64> = (0..400).collect();
        let halves: Vec<i64> = (0..400).map(|it| i64::from(it >= 200)).collect();
        let quarter: Vec<i64> = (0..202).map(|it| i64::from(it >= 101)).collect();
        for (first, rest, median) in
            [(vec![], &even, 199.5), (vec![7], &even, 199.0), (quarter, &halves, 0.5)]
        {
            let parts: Vec<&[i64]> = [first.as_slice()].into_iter().chain([rest.as_slice(); 1_600]).collect();
            let mut pool = Pool::default();
            assert_eq!(pool.quantiles(&[], parts.iter().copied(), &[0.5]), [median]);
            let count: usize = parts.iter().map(|it| it.len()).sum();
            assert_eq!(pool.kept.len(), count, "nothing was won");
        }
    }
}
