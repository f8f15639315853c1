//! An instrument as a LimeSurvey survey structure, tab-separated.

use std::collections::BTreeMap;

use thalweg_model::ItemId;

use super::Instrument;
use super::questions::{Choice, Question, questions};
use crate::error::Problems;

/// The columns that LimeSurvey's structure has and this export fills.
const COLUMNS: [&str; 10] =
    ["id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language", "mandatory"];

/// The longest question code.
const LONGEST_CODE: usize = 20;

/// An instrument for LimeSurvey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimeSurvey {
    /// The survey structure, to be imported as a tab-separated file with the ending `txt`.
    pub structure: String,
    /// The item behind each question code: LimeSurvey's codes have letters and digits only, so ids cannot stand as they are.
    pub codes: BTreeMap<String, ItemId>,
}

impl Instrument {
    /// The instrument as a LimeSurvey survey structure in one language: one group, one list question an item. A point's answer code
    /// is the point (`m` before a number below 0), an absence's is `X` and a number.
    ///
    /// # Errors
    /// Every item that has no text here: lay texts over first, with [`Instrument::with_texts`].
    ///
    /// ```
    /// use thalweg_survey::Instrument;
    /// let exported = Instrument::leadership_experimentation().to_limesurvey("en")?;
    /// assert_eq!(exported.codes["timefortrying"].as_str(), "time_for_trying");
    /// assert!(exported.structure.starts_with("id\trelated_id\tclass"));
    /// # Ok::<(), thalweg_survey::Problems>(())
    /// ```
    pub fn to_limesurvey(&self, language: &str) -> Result<LimeSurvey, Problems> {
        let questions = questions(self)?;
        let mut sheet = Sheet { text: format!("{}\n", COLUMNS.join("\t")), language };
        sheet.row(["", "", "S", "", "language", "", language, "", "", ""]);
        sheet.row(["", "", "SL", "", "surveyls_title", "", self.title(), "", language, ""]);
        let intro = self.recall().map(|recall| format!("Think of {recall}.")).unwrap_or_default();
        sheet.row(["1", "", "G", "1", self.title(), "1", &intro, "", language, ""]);
        let mut codes = BTreeMap::new();
        for (number, question) in (1_usize..).zip(&questions) {
            let code = free_code(question.item.id.as_str(), number, &codes);
            sheet.question(&number.to_string(), &code, question);
            codes.insert(code, question.item.id.clone());
        }
        Ok(LimeSurvey { structure: sheet.text, codes })
    }
}

struct Sheet<'a> {
    text: String,
    language: &'a str,
}

impl Sheet<'_> {
    fn row(&mut self, cells: [&str; COLUMNS.len()]) {
        // A tab or a line break in a text would be read as a new cell or row.
        let clean = cells.map(|cell| cell.split(['\t', '\n', '\r']).collect::<Vec<_>>().join(" "));
        self.text.push_str(&clean.join("\t"));
        self.text.push('\n');
    }

    fn question(&mut self, id: &str, code: &str, question: &Question) {
        let language = self.language;
        self.row([id, "", "Q", "L", code, "1", question.text, "", language, "N"]);
        for (at, choice) in question.answers.iter().enumerate() {
            let (code, text) = match choice {
                Choice::Point(point, label) => {
                    (point_code(*point), label.map_or(point.to_string(), str::to_owned))
                }
                Choice::Absent(_, label) => (format!("X{at}"), (*label).to_owned()),
            };
            self.row([id, "", "A", "0", &code, "", &text, "", language, ""]);
        }
    }
}

fn point_code(point: i32) -> String {
    if point < 0 { format!("m{}", point.unsigned_abs()) } else { point.to_string() }
}

/// The id's letters and digits, cut to length; with the number where another item has them.
fn free_code(id: &str, number: usize, taken: &BTreeMap<String, ItemId>) -> String {
    let plain: String = id.chars().filter(char::is_ascii_alphanumeric).take(LONGEST_CODE).collect();
    let sound = plain.starts_with(|c: char| c.is_ascii_alphabetic()) && !taken.contains_key(&plain);
    if sound { plain } else { format!("item{number}") }
}
