//! What an export needs of every item: its text and its answers in order.

use super::scale::AbsenceName;
use super::{Instrument, Item};
use crate::error::{Problems, SurveyError};

/// An item with its text and all answers that can be given.
pub(super) struct Question<'a> {
    pub(super) item: &'a Item,
    pub(super) text: &'a str,
    pub(super) answers: Vec<Choice<'a>>,
}

/// One answer that can be chosen.
pub(super) enum Choice<'a> {
    Point(i32, Option<&'a str>),
    Absent(AbsenceName, &'a str),
}

/// The questions in the order of asking, or every item that has no text: lay the texts over first.
pub(super) fn questions(instrument: &Instrument) -> Result<Vec<Question<'_>>, Problems> {
    let without = instrument.items().iter().filter(|item| item.text.is_none());
    let problem = |item: &Item| SurveyError::Absent { place: format!("item `{}`", item.id), what: "text" };
    Problems::none_or(without.map(problem).collect())?;
    let question = |item| -> Option<Question<'_>> {
        let item: &Item = item;
        Some(Question { item, text: item.text.as_deref()?, answers: answers(item) })
    };
    Ok(instrument.items().iter().filter_map(question).collect())
}

fn answers(item: &Item) -> Vec<Choice<'_>> {
    let label = |point: i32| item.labels.anchors.get(&point).map(String::as_str);
    let points = (item.scale.min()..=item.scale.max()).map(|point| Choice::Point(point, label(point)));
    let absences = item.labels.absences.iter().map(|(label, absence)| Choice::Absent(*absence, label));
    points.chain(absences).collect()
}
