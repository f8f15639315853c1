//! Quantiles of many samples: type 7 by selection, several at once.

/// Hyndman–Fan type 7 for ascending probabilities; the order of the values changes. Empty without a value.
///
/// With h = (n − 1)·p the quantile is x₍⌊h⌋₎ + (h − ⌊h⌋)·(x₍⌊h⌋₊₁₎ − x₍⌊h⌋₎).
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "there are fewer than 2³² values, and each is below 2⁶²: a relative error of 1e-16 at most"
)]
pub(crate) fn quantiles(values: &mut [i64], probabilities: &[f64]) -> Vec<f64> {
    let Some(last) = values.len().checked_sub(1) else { return Vec::new() };
    let mut rest = values;
    let mut skipped = 0;
    let mut quantile = |p: &f64| {
        let h = last as f64 * p.clamp(0.0, 1.0);
        let at = (h as usize).clamp(skipped, last);
        let weight = (h - at as f64).max(0.0);
        let (_, value, above) = rest.select_nth_unstable(at - skipped);
        let low = *value;
        let high = if weight > 0.0 { above.iter().copied().min().unwrap_or(low) } else { low };
        rest = std::mem::take(&mut rest).get_mut(at - skipped..).unwrap_or_default();
        skipped = at;
        low as f64 + weight * (high - low) as f64
    };
    probabilities.iter().map(&mut quantile).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_seven_as_numpy_has_it() {
        // numpy 2.1: numpy.quantile([1, 2, 4, 8, 16], [0, .5, .85, .9, 1])
        let found = quantiles(&mut [16, 1, 8, 2, 4], &[0.0, 0.5, 0.85, 0.9, 1.0]);
        let expected = [1.0, 4.0, 11.2, 12.8, 16.0];
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
        assert_eq!(quantiles(&mut [], &[0.5]), Vec::<f64>::new());
        assert_eq!(quantiles(&mut [7], &[0.1, 0.9]), vec![7.0, 7.0]);
    }
}
