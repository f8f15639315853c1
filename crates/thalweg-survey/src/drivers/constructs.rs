//! Drivers of one construct among the others of its instrument.

use super::{Drivers, Sharing, drivers};
use crate::answered::ItemAnswers;
use crate::columns::Columns;
use crate::not_estimable::NotEstimable;

/// The shares of other constructs in the explained variance of one, over the respondents with a score in each of them. A score is
/// the mean of the keyed answers, where the construct's rule for missing answers gives one.
///
/// # Errors
/// As [`drivers`]; [`NotEstimable::Misshapen`] where the instrument has no such construct.
///
/// ```
/// use thalweg_survey::{Columns, Instrument, NotEstimable, drivers::{Sharing, drivers_of}};
/// let climate = Instrument::built_in().into_iter().find(|i| i.edition().to_string() == "manager-climate@1").expect("built in");
/// let nine = vec![vec![4; 9]; climate.items().len()];
/// let columns = Columns::from_codes(&climate, vec![0; 9], nine)?;
/// let few = drivers_of(&columns, "trust", &["autonomy"], Sharing::AllOrders);
/// assert_eq!(few, Err(NotEstimable::TooFewRespondents), "ten respondents a predictor at least");
/// # Ok::<(), thalweg_survey::Problems>(())
/// ```
pub fn drivers_of(
    columns: &Columns,
    outcome: &str,
    predictors: &[&str],
    sharing: Sharing,
) -> Result<Drivers, NotEstimable> {
    let scores = |construct: &str| {
        let need = columns.instrument().construct(construct)?.need();
        Some(ItemAnswers::of(columns, construct, |_| true)?.means(need))
    };
    let all: Option<Vec<Vec<Option<f64>>>> =
        [outcome].iter().chain(predictors).map(|it| scores(it)).collect();
    let all = all.ok_or(NotEstimable::Misshapen)?;
    let whole = |row: &usize| all.iter().all(|column| matches!(column.get(*row), Some(Some(_))));
    let rows: Vec<usize> = (0..columns.rows()).filter(whole).collect();
    let kept = |column: &Vec<Option<f64>>| rows.iter().filter_map(|row| *column.get(*row)?).collect();
    let kept: Vec<Vec<f64>> = all.iter().map(kept).collect();
    let (outcome, predictors) = kept.split_first().ok_or(NotEstimable::Misshapen)?;
    drivers(predictors, outcome, sharing)
}
