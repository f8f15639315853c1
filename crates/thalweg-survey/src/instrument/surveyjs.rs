//! An instrument as a SurveyJS form.

use serde::Serialize;

use super::Instrument;
use super::questions::{Choice, Question, questions};
use super::scale::AbsenceName;
use crate::error::{Problems, SurveyError};

// The fields stand in the order in which a form is read by people; a map's order would hang on a feature of the JSON library.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Form<'a> {
    title: &'a str,
    show_question_numbers: &'static str,
    pages: [Page<'a>; 1],
}

#[derive(Serialize)]
struct Page<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    elements: Vec<Element<'a>>,
}

#[derive(Serialize)]
struct Element<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'a str,
    title: &'a str,
    choices: Vec<Answer<'a>>,
}

#[derive(Serialize)]
struct Answer<'a> {
    value: Value,
    text: std::borrow::Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Value {
    Point(i32),
    Absence(AbsenceName),
}

impl Instrument {
    /// The instrument as the JSON of a SurveyJS form: one page, one radio group an item, named by the item's id, so that the answers
    /// come back under these ids. A point's value is the point, an absence's value its name (`dont_know`).
    ///
    /// # Errors
    /// Every item that has no text here: lay texts over first, with [`Instrument::with_texts`].
    ///
    /// ```
    /// use thalweg_survey::Instrument;
    /// let form = Instrument::leadership_experimentation().to_surveyjs()?;
    /// assert!(form.contains(r#""name": "time_for_trying""#));
    /// # Ok::<(), thalweg_survey::Problems>(())
    /// ```
    pub fn to_surveyjs(&self) -> Result<String, Problems> {
        let page = Page {
            name: self.edition().id.as_str(),
            description: self.recall().map(|recall| format!("Think of {recall}.")),
            elements: questions(self)?.iter().map(element).collect(),
        };
        let form = Form { title: self.title(), show_question_numbers: "off", pages: [page] };
        let text = serde_json::to_string_pretty(&form);
        text.map(|text| text + "\n").map_err(|e| SurveyError::Unreadable { message: e.to_string() }.into())
    }
}

fn element<'a>(question: &Question<'a>) -> Element<'a> {
    Element {
        kind: "radiogroup",
        name: question.item.id.as_str(),
        title: question.text,
        choices: question.answers.iter().map(answer).collect(),
    }
}

fn answer<'a>(choice: &Choice<'a>) -> Answer<'a> {
    match choice {
        Choice::Point(point, Some(label)) => Answer { value: Value::Point(*point), text: (*label).into() },
        Choice::Point(point, None) => Answer { value: Value::Point(*point), text: point.to_string().into() },
        Choice::Absent(absence, label) => Answer { value: Value::Absence(*absence), text: (*label).into() },
    }
}
