//! What the sums of one construct in one group say.

use std::borrow::Cow;
use std::fmt;

use super::moments::{ItemSums, Moments, Scores};
use thalweg_model::Share;

/// One construct in one group: counts, means, alphas and shares, all from integer sums.
///
/// It holds what a group answered and so neither prints nor serialises.
#[derive(Clone, PartialEq, Eq)]
pub struct Cell<'a> {
    need: usize,
    lowest: i32,
    moments: Cow<'a, Moments>,
}

impl fmt::Debug for Cell<'_> {
    /// Names the type and nothing of its content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cell(hidden)")
    }
}

/// One item in one group.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ItemCell {
    /// How many answered.
    pub answered: u64,
    /// How many of them gave one of the two best answers.
    pub favourable: u64,
}

impl fmt::Debug for ItemCell {
    /// Names the type and nothing of its content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ItemCell(hidden)")
    }
}

impl<'a> Cell<'a> {
    pub(super) const fn new(need: usize, lowest: i32, moments: Cow<'a, Moments>) -> Self {
        Self { need, lowest, moments }
    }

    /// The respondents with a score, by how many items they answered.
    fn scores(&self) -> impl Iterator<Item = (u64, &Scores)> + Clone {
        (0..).zip(&self.moments.by_answered).skip(self.need.max(1))
    }

    /// How many respondents have a score under the missing rule.
    #[must_use]
    pub fn scored(&self) -> u64 {
        self.scores().map(|(_, scores)| scores.count).sum()
    }

    /// How many respondents answered every item.
    #[must_use]
    pub fn complete(&self) -> u64 {
        self.moments.complete().count
    }

    /// The mean over respondents of their mean answered keyed item, in points of the scale; `None` where nobody has a score.
    ///
    /// Exact until the last division: the person means are fractions with the number of answered items below the line, and
    /// they are added over a common one.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let n = self.scored();
        (n > 0).then(|| self.offset() + self.sum_of_means() / float(n.into()))
    }

    /// The variance of the person means, with n − 1; `None` below two respondents.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        let n = self.scored();
        if n < 2 {
            return None;
        }
        let (sum, squares) = (self.sum_of_means(), self.sum_of_squares());
        let n = float(n.into());
        Some(((squares - sum * sum / n) / (n - 1.0)).max(0.0))
    }

    /// How many of the respondents with a score are favourable: their mean answered item, rounded to a whole point, is one
    /// of the two best points of the scale.
    #[must_use]
    pub fn favourable(&self) -> Option<Share> {
        Share::new(self.scores().map(|(_, scores)| scores.favourable).sum(), self.scored())
    }

    /// One item of the construct.
    #[must_use]
    pub fn item(&self, at: usize) -> Option<ItemCell> {
        let sums = self.moments.items.get(at)?;
        Some(ItemCell { answered: sums.answered, favourable: sums.favourable })
    }

    /// Cronbach's alpha over the complete respondents: k/(k − 1)·(1 − Σ item variances / variance of the total), variances
    /// with n − 1. `None` below two items or two respondents, and where the totals do not vary.
    #[must_use]
    pub fn alpha(&self) -> Option<f64> {
        let complete = self.moments.complete();
        let items =
            self.moments.items.iter().map(|item| spread(complete.count, item.sum, item.squares.into()));
        alpha(self.moments.items.len(), items.sum(), spread(complete.count, complete.sum, complete.squares))
    }

    /// Alpha of the other items, over the same complete respondents; `None` where it does not exist.
    #[must_use]
    pub fn alpha_without(&self, at: usize) -> Option<f64> {
        let complete = self.moments.complete();
        let left_out = self.moments.items.get(at)?;
        let others = self.moments.items.iter().enumerate().filter(|(other, _)| *other != at);
        let items = others.map(|(_, item)| spread(complete.count, item.sum, item.squares.into()));
        alpha(self.moments.items.len().saturating_sub(1), items.sum(), self.rest_spread(&complete, left_out))
    }

    /// The correlation of an item with the total of the other items, over the complete respondents; `None` where one of
    /// them does not vary.
    #[must_use]
    pub fn item_rest(&self, at: usize) -> Option<f64> {
        let complete = self.moments.complete();
        let item = self.moments.items.get(at)?;
        let own = spread(complete.count, item.sum, item.squares.into());
        let rest = self.rest_spread(&complete, item);
        let with_total = wide(complete.count) * wide(item.cross) - wide(item.sum) * wide(complete.sum);
        let below = (float(own) * float(rest)).sqrt();
        (below > 0.0).then(|| (float(with_total - own) / below).clamp(-1.0, 1.0))
    }

    /// n(n − 1) times the variance of the total without one item: Σ(T − x)² = ΣT² − 2ΣxT + Σx².
    fn rest_spread(&self, complete: &Scores, item: &ItemSums) -> i128 {
        let squares =
            i128::try_from(complete.squares).unwrap_or(i128::MAX) + wide(item.squares) - 2 * wide(item.cross);
        let sum = wide(complete.sum) - wide(item.sum);
        wide(complete.count) * squares - sum * sum
    }

    /// What has to be added to a mean of codes to make it a mean of points.
    fn offset(&self) -> f64 {
        f64::from(self.lowest) - 1.0
    }

    fn sum_of_means(&self) -> f64 {
        let terms = self.scores().map(|(m, scores)| (u128::from(m), u128::from(scores.sum)));
        over_common(terms.filter(|(_, sum)| *sum > 0))
    }

    fn sum_of_squares(&self) -> f64 {
        let terms = self.scores().map(|(m, scores)| (u128::from(m) * u128::from(m), scores.squares));
        over_common(terms.filter(|(_, sum)| *sum > 0))
    }
}

/// Σ sum/m over a common denominator; term by term where that would not fit.
fn over_common(terms: impl Iterator<Item = (u128, u128)> + Clone) -> f64 {
    let common = terms.clone().try_fold(1_u128, |all, (m, _)| (all / gcd(all, m)).checked_mul(m));
    let exact = common.and_then(|common| {
        let sum = terms.clone().try_fold(0_u128, |all, (m, sum)| {
            sum.checked_mul(common / m).and_then(|term| all.checked_add(term))
        });
        sum.and_then(|sum| i128::try_from(sum).ok()).zip(i128::try_from(common).ok())
    });
    match exact {
        Some((sum, common)) => float(sum) / float(common),
        None => terms.map(|(m, sum)| unsigned(sum) / unsigned(m)).sum(),
    }
}

const fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// n·Σx² − (Σx)²: n(n − 1) times the variance.
fn spread(n: u64, sum: u64, squares: u128) -> i128 {
    wide(n) * i128::try_from(squares).unwrap_or(i128::MAX >> 64) - wide(sum) * wide(sum)
}

fn alpha(k: usize, items: i128, total: i128) -> Option<f64> {
    let k = u32::try_from(k).ok().filter(|k| *k >= 2)?;
    (total > 0).then(|| f64::from(k) / f64::from(k - 1) * (float(total - items) / float(total)))
}

fn wide(x: u64) -> i128 {
    i128::from(x)
}

#[expect(clippy::cast_precision_loss, reason = "rounded once, at the end")]
const fn float(x: i128) -> f64 {
    x as f64
}

#[expect(clippy::cast_precision_loss, reason = "rounded once, at the end")]
const fn unsigned(x: u128) -> f64 {
    x as f64
}
