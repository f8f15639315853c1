//! Why a statistic has no value for these answers.

use serde::Serialize;
use thalweg_model::Gap;

/// Why there is no estimate. It holds no count, so that it says nothing of a small group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NotEstimable {
    /// There are fewer respondents than the statistic takes.
    #[error("too few respondents for this statistic")]
    TooFewRespondents,
    /// There are fewer items than the statistic takes.
    #[error("too few items for this statistic")]
    TooFewItems,
    /// There are fewer groups, teams or predictors than the statistic takes.
    #[error("too few groups for this statistic")]
    TooFewGroups,
    /// There are more items or predictors than it is computed for.
    #[error("too many items or predictors for this statistic")]
    TooMany,
    /// The answers do not vary.
    #[error("the answers do not vary")]
    NoVariance,
    /// The correlations cannot be inverted: an item is a sum of others, or there are too few respondents.
    #[error("the correlations of the items cannot be inverted")]
    Singular,
    /// The iteration did not settle.
    #[error("the iteration did not settle")]
    NotConverged,
    /// The rows, columns or categories do not fit together.
    #[error("the rows, columns or categories do not fit together")]
    Misshapen,
}

impl From<NotEstimable> for Gap {
    /// No value is defined for these answers; how many there are is not told.
    fn from(_: NotEstimable) -> Self {
        Self::Undefined
    }
}
