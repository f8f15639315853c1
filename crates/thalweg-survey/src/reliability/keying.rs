//! Items whose key looks wrong. They are told, never turned (survey.md section 1).

use serde::Serialize;
use thalweg_model::ItemId;
use thalweg_stats::special::Normal;

use super::alpha::{Missing, alpha};
use crate::answered::ItemAnswers;
use crate::not_estimable::NotEstimable;

/// Items that run against the others, or a scale whose alpha is negative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyingSuspect {
    /// The items whose correlation with the rest is below 0 beyond chance.
    pub items: Vec<ItemId>,
    /// Whether alpha is negative.
    pub negative_alpha: bool,
}

/// The items of a construct whose key is suspicious: the item–rest correlation has a 95 % interval (Fisher's z) wholly below
/// 0; or alpha is negative. `Ok(None)` where nothing is suspicious. Nothing is reversed by guess.
///
/// `ids` names the items in order.
///
/// # Errors
/// [`NotEstimable`] as [`alpha`], and below four complete respondents.
///
/// ```
/// use thalweg_survey::{ItemAnswers, reliability::suspicious_keys};
/// let up: Vec<_> = (1..=7).map(Some).collect();
/// let down: Vec<_> = (1..=7).rev().map(Some).collect();
/// let answers = ItemAnswers::new(vec![up.clone(), up.clone(), up, down]).expect("columns");
/// let ids = ["a", "b", "c", "d"].map(|id| thalweg_model::ItemId::new(id).expect("an id"));
/// let suspect = suspicious_keys(&answers, &ids)?.expect("the last item runs the other way");
/// assert_eq!(suspect.items, [ids[3].clone()]);
/// # Ok::<(), thalweg_survey::NotEstimable>(())
/// ```
pub fn suspicious_keys(answers: &ItemAnswers, ids: &[ItemId]) -> Result<Option<KeyingSuspect>, NotEstimable> {
    let alpha = alpha(answers, Missing::Listwise, 0.95)?;
    let n = u32::try_from(alpha.n).ok().filter(|n| *n >= 4).ok_or(NotEstimable::TooFewRespondents)?;
    let margin = Normal.two_sided_quantile(0.95).unwrap_or(1.96) / f64::from(n - 3).sqrt();
    let against = |r: f64| r < 0.0 && (r <= -1.0 || r.atanh() + margin < 0.0);
    let items: Vec<ItemId> = (ids.iter().zip(&alpha.items))
        .filter(|(_, item)| item.item_rest.is_some_and(against))
        .map(|(id, _)| id.clone())
        .collect();
    let negative_alpha = alpha.value < 0.0;
    Ok((negative_alpha || !items.is_empty()).then_some(KeyingSuspect { items, negative_alpha }))
}
