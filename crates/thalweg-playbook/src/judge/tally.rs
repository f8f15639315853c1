//! Counting truths.

use crate::truth::Truth;

/// How many hold, do not hold and are unknown; what is withheld is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) holds: usize,
    pub(super) fails: usize,
    pub(super) unknown: usize,
}

#[expect(clippy::cast_precision_loss, reason = "counts of records")]
impl Tally {
    pub(super) const fn all(self) -> usize {
        self.holds + self.fails + self.unknown
    }

    /// How many hold for certain.
    pub(super) const fn sure(self) -> f64 {
        self.holds as f64
    }

    /// How many hold at most.
    pub(super) const fn most(self) -> f64 {
        (self.holds + self.unknown) as f64
    }

    /// The share that holds, from what is certain to what is possible; `None` of nothing.
    pub(super) fn share(self) -> Option<(f64, f64)> {
        let all = self.all();
        (all > 0).then(|| (self.sure() / all as f64, self.most() / all as f64))
    }
}

impl FromIterator<Truth> for Tally {
    fn from_iter<I: IntoIterator<Item = Truth>>(truths: I) -> Self {
        truths.into_iter().fold(Self::default(), |mut tally, truth| {
            match truth {
                Truth::True => tally.holds += 1,
                Truth::False => tally.fails += 1,
                Truth::Unknown => tally.unknown += 1,
                Truth::Withheld => {}
            }
            tally
        })
    }
}
