//! Bootstraps: a seeded stream of whole numbers, SplitMix64 (Steele, Lea and Flood 2014), and percentile intervals. Equal seeds
//! give equal streams.

use thalweg_stats::Bounds;
use thalweg_stats::quantile::{HyndmanFan, quantiles};

/// The percentile interval of replicates (type 7).
pub(crate) fn percentiles(values: &mut [f64], level: f64) -> Option<Bounds> {
    let tail = (1.0 - level) / 2.0;
    match quantiles(values, &[tail, 1.0 - tail], HyndmanFan::Type7)?.as_slice() {
        [lower, upper] => Some(Bounds { lower: *lower, upper: *upper }),
        _ => None,
    }
}

/// A stream of random numbers that its seed fixes.
#[derive(Clone, Debug)]
pub(crate) struct Stream(u64);

impl Stream {
    /// The stream number `number` of a seed; streams are independent of each other, so replicates can be made in any order.
    pub(crate) const fn new(seed: u64, number: u64) -> Self {
        let mut mixed = Self(seed ^ number.wrapping_mul(0xd1b5_4a32_d192_ed03));
        mixed.next();
        mixed
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`, each alike likely to one in 2⁶⁴ (Lemire's multiplication); 0 where the bound is 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let wide = u128::from(self.next()) * (bound as u128);
        usize::try_from(wide >> 64).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_fixes_the_stream() {
        let draw = |seed, number| {
            let mut stream = Stream::new(seed, number);
            (0..5).map(|_| stream.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, 0), draw(1, 0));
        assert_ne!(draw(1, 0), draw(1, 1));
        assert_ne!(draw(1, 0), draw(2, 0));
        assert_eq!(Stream::new(1, 1).below(0), 0);
    }
}
