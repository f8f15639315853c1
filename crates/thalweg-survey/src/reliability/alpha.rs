//! Cronbach's alpha with Feldt's interval, alpha of the other items, and item–rest correlations.

use nalgebra::DMatrix;
use serde::Serialize;
use thalweg_stats::Bounds;
use thalweg_stats::special::F;

use crate::answered::ItemAnswers;
use crate::matrix::{complete_covariances, correlations, covariances};
use crate::not_estimable::NotEstimable;

/// Which respondents the covariances are taken over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// Those who answered every item.
    #[default]
    Listwise,
    /// For each two items those who answered both; the interval then uses the smallest of these numbers.
    Pairwise,
}

/// What one item does to its scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ItemStatistics {
    /// Alpha of the other items; none where they are fewer than two or their total does not vary.
    pub alpha_if_dropped: Option<f64>,
    /// The correlation of the item with the total of the other items; none where one of them does not vary.
    pub item_rest: Option<f64>,
}

/// Cronbach's alpha of one construct.
#[derive(Clone, Debug, PartialEq)]
pub struct Alpha {
    /// k/(k − 1)·(1 − Σσ²ᵢ/σ²ₜ).
    pub value: f64,
    /// Feldt's interval; none where alpha is 1.
    pub interval: Option<Bounds>,
    /// Alpha of the correlations; none where an item does not vary.
    pub standardised: Option<f64>,
    /// The items in order.
    pub items: Vec<ItemStatistics>,
    /// How many respondents it rests on.
    pub n: u64,
    /// Over whom.
    pub missing: Missing,
}

/// Cronbach's alpha: k/(k − 1)·(1 − Σσ²ᵢ/σ²ₜ), with variances over n − 1 (Cronbach 1951), and Feldt's interval at `level`.
///
/// A negative alpha is given as it is: it says that the key is wrong or the items do not belong together.
///
/// # Errors
/// [`NotEstimable`] below two items or two respondents, and where the total does not vary.
///
/// ```
/// use thalweg_survey::{ItemAnswers, reliability::{Missing, alpha}};
/// let column = |values: [i32; 4]| values.into_iter().map(Some).collect::<Vec<_>>();
/// let answers = ItemAnswers::new(vec![column([1, 2, 4, 5]), column([2, 2, 5, 4])]).expect("columns");
/// let alpha = alpha(&answers, Missing::Listwise, 0.95)?;
/// assert!((alpha.value - 112.0 / 123.0).abs() < 1e-12);
/// # Ok::<(), thalweg_survey::NotEstimable>(())
/// ```
pub fn alpha(answers: &ItemAnswers, missing: Missing, level: f64) -> Result<Alpha, NotEstimable> {
    if answers.items() < 2 {
        return Err(NotEstimable::TooFewItems);
    }
    let (matrix, n) = match missing {
        Missing::Listwise => complete_covariances(answers)?,
        Missing::Pairwise => covariances(answers)?,
    };
    let value = of_matrix(&matrix).ok_or(NotEstimable::NoVariance)?;
    Ok(Alpha {
        value,
        interval: feldt_interval(value, n, answers.items(), level),
        standardised: correlations(&matrix).ok().and_then(|r| of_matrix(&r)),
        items: (0..answers.items()).map(|at| item(&matrix, at)).collect(),
        n,
        missing,
    })
}

/// Alpha of a covariance or correlation matrix.
pub(super) fn of_matrix(matrix: &DMatrix<f64>) -> Option<f64> {
    let k = u32::try_from(matrix.nrows()).ok().filter(|k| *k >= 2)?;
    let (total, own) = (matrix.sum(), matrix.trace());
    (total > 1e-12 * own && own > 0.0).then(|| f64::from(k) / f64::from(k - 1) * (1.0 - own / total))
}

fn item(matrix: &DMatrix<f64>, at: usize) -> ItemStatistics {
    let others = matrix.clone().remove_row(at).remove_column(at);
    let own = matrix.diagonal().get(at).copied().unwrap_or(0.0);
    let with_rest = matrix.row(at).sum() - own;
    let below = (own * others.sum()).sqrt();
    ItemStatistics {
        alpha_if_dropped: of_matrix(&others),
        item_rest: (below > 0.0).then(|| (with_rest / below).clamp(-1.0, 1.0)),
    }
}

/// Feldt's interval of alpha: 1 − (1 − α)·F at the two ends, with n − 1 and (n − 1)(k − 1) degrees of freedom (Feldt 1965).
///
/// `None` below two respondents or items, where alpha is 1 or more, or the level is not between 0 and 1.
///
/// ```
/// use thalweg_survey::reliability::feldt_interval;
/// let at_eight = feldt_interval(0.80, 8, 6, 0.95).expect("eight respondents");
/// assert_eq!((at_eight.lower * 100.0).round(), 46.0);
/// assert_eq!((at_eight.upper * 100.0).round(), 95.0);
/// ```
#[must_use]
pub fn feldt_interval(alpha: f64, n: u64, items: usize, level: f64) -> Option<Bounds> {
    let (n, k) = (u32::try_from(n).ok()?, u32::try_from(items).ok()?);
    if n < 2 || k < 2 || alpha >= 1.0 || !(level > 0.0 && level < 1.0) {
        return None;
    }
    let (rows, columns) = (f64::from(n - 1), f64::from(k - 1));
    let f = F::new(rows, rows * columns)?;
    let end = |p: f64| Some(1.0 - (1.0 - alpha) * f.quantile(p)?);
    Some(Bounds { lower: end((1.0 + level) / 2.0)?, upper: end((1.0 - level) / 2.0)? })
}
