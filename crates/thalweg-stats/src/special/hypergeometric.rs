//! The hypergeometric distribution.

use super::binomial::Binomial;

/// How many of `drawn` items without replacement are marked, from `marked` marked and `plain` plain ones.
///
/// ```
/// use thalweg_stats::special::Hypergeometric;
///
/// let tea = Hypergeometric::new(4, 4, 4).unwrap();
/// assert!((tea.mass(3) - 16.0 / 70.0).abs() < 1e-14);
/// assert_eq!(Hypergeometric::new(2, 2, 5), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hypergeometric {
    marked: Binomial,
    plain: Binomial,
    drawn: u64,
    least: u64,
    most: u64,
    mode: u64,
    all: f64,
}

impl Hypergeometric {
    /// `None` where more are drawn than there are.
    #[must_use]
    pub fn new(marked: u64, plain: u64, drawn: u64) -> Option<Self> {
        let total = marked.checked_add(plain).filter(|&total| drawn <= total)?;
        let share = if total == 0 { 0.0 } else { drawn as f64 / total as f64 };
        let (drawn_, marked_) = (u128::from(drawn), u128::from(marked));
        let mode = (drawn_ + 1) * (marked_ + 1) / (u128::from(total) + 2);
        let (least, most) = (drawn.saturating_sub(plain), marked.min(drawn));
        Some(Self {
            marked: Binomial::new(marked, share)?,
            plain: Binomial::new(plain, share)?,
            drawn,
            least,
            most,
            mode: u64::try_from(mode).map_or(most, |mode| mode.clamp(least, most)),
            all: Binomial::new(total, share)?.mass(drawn),
        })
    }

    /// The fewest marked items there can be.
    #[must_use]
    pub fn least(self) -> u64 {
        self.least
    }

    /// The most marked items there can be.
    #[must_use]
    pub fn most(self) -> u64 {
        self.most
    }

    /// A likeliest number of marked items.
    #[must_use]
    pub fn mode(self) -> u64 {
        self.mode
    }

    /// P(X = k).
    #[must_use]
    pub fn mass(self, k: u64) -> f64 {
        if k < self.least || k > self.most {
            return 0.0;
        }
        self.marked.mass(k) * (self.plain.mass(self.drawn - k) / self.all)
    }
}
