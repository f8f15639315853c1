//! Seeded chance: one stream of ChaCha8 for each run, bounded without a bias by Lemire's method.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// The chance of one run: what one run draws never moves what another draws.
pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    pub(super) fn of(seed: u64, run: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(run);
        Self(rng)
    }

    /// A whole number below `end`, each equally likely; 0 for `end` = 0.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        let wide = |draw: u64| u128::from(draw) * u128::from(end);
        let mut product = wide(self.0.next_u64());
        // The low half tells whether the draw falls into the part that would be counted once too often.
        let surplus = if end == 0 { 0 } else { end.wrapping_neg() % end };
        while low_half(product) < surplus {
            product = wide(self.0.next_u64());
        }
        high_half(product)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the low half is what is wanted")]
fn low_half(product: u128) -> u64 {
    product as u64
}

fn high_half(product: u128) -> u64 {
    (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::Chance;

    /// Pinned, so that a new version of the generator cannot change forecasts unseen.
    #[test]
    fn the_same_seed_draws_the_same() {
        let mut chance = Chance::of(7, 3);
        let drawn: Vec<u64> = (0..8).map(|_| chance.below(10)).collect();
        assert_eq!(drawn, PINNED);
        assert_ne!(drawn, (0..8).map(|_| Chance::of(7, 4).below(10)).collect::<Vec<_>>());
    }

    const PINNED: [u64; 8] = [1, 0, 9, 3, 3, 3, 9, 3];

    #[test]
    fn draws_are_even() {
        let mut counts = [0_u32; 7];
        let mut chance = Chance::of(1, 0);
        for _ in 0..70_000 {
            counts[usize::try_from(chance.below(7)).unwrap()] += 1;
        }
        assert!(counts.iter().all(|&n| n.abs_diff(10_000) < 400), "{counts:?}");
        // Of so many ends a quarter of the draws is surplus: kept, it would make every third number half of all.
        let thirds = (0..9000).filter(|_| chance.below(3 << 62).is_multiple_of(3)).count();
        assert!(thirds.abs_diff(3000) < 250, "{thirds}");
        assert_eq!(chance.below(1), 0);
        assert_eq!(chance.below(0), 0);
    }
}
