//! The k-th smallest of values that can be counted but are too many to be written down.

/// The k-th smallest, from 1, where `at_most(v)` says how many values are ≤ v.
///
/// Bisects the ordered bits of floating-point numbers, so that the answer is one of the values itself after at most 64
/// counts. The bounds must enclose it.
pub(crate) fn kth_smallest(k: u64, low: f64, high: f64, at_most: impl Fn(f64) -> u64) -> f64 {
    let (mut low, mut high) = (ordered(low), ordered(high));
    while low < high {
        let middle = low + (high - low) / 2;
        if at_most(number(middle)) >= k { high = middle } else { low = middle + 1 }
    }
    number(low)
}

/// A number halfway between two in the order of their bits; `None` where they are neighbours.
pub(crate) fn between(low: f64, high: f64) -> Option<f64> {
    let (low, high) = (ordered(low), ordered(high));
    let middle = low + high.checked_sub(low)? / 2;
    (middle > low).then(|| number(middle))
}

/// Bits in the order of the numbers they stand for.
fn ordered(x: f64) -> u64 {
    let bits = x.to_bits();
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

fn number(ordered: u64) -> f64 {
    f64::from_bits(if ordered >> 63 == 1 { ordered & !(1 << 63) } else { !ordered })
}

#[cfg(test)]
mod tests {
    use super::{kth_smallest, number, ordered};

    #[test]
    fn bits_keep_the_order_of_numbers() {
        let numbers = [-f64::MAX, -1.0, -f64::MIN_POSITIVE, -0.0, 0.0, 1e-300, 2.5, f64::MAX];
        assert!(numbers.windows(2).all(|w| ordered(w[0]) < ordered(w[1])));
        assert!(numbers.iter().all(|&x| number(ordered(x)).to_bits() == x.to_bits()));
    }

    #[test]
    fn every_rank_is_found() {
        let values = [-3.5, -1.0, 0.0, 0.0, 2.0];
        for (k, expected) in (1..).zip(values) {
            let found = kth_smallest(k, -10.0, 10.0, |v| values.iter().filter(|&&x| x <= v).count() as u64);
            assert_eq!(found.abs(), expected.abs());
        }
    }
}
