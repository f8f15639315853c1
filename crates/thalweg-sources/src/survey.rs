//! Answers of surveys, in our own formats and in those that survey products export (survey.md section 4).
//!
//! What a person answered never stands in a message: errors name the row, the column and what is wrong with it, not the
//! value. Respondents are keyed hashes; columns with data of persons (mail, address, place, name) are dropped while they
//! are read, unless the mapping names one as the link key.
//!
//! | function | reads |
//! |---|---|
//! | [`tidy`] | our own CSV, one answer a row |
//! | [`wide`] | our own CSV, one respondent a row |
//! | [`google_forms`] | the CSV of a form's responses |
//! | [`qualtrics`] | the CSV with three header rows; previews and unfinished responses are dropped and counted |
//! | [`limesurvey`] | the CSV with codes or texts as headings; unfinished responses are dropped and counted |
//! | [`surveyjs`] | JSON: an array of results, or one result a line |
//!
//! All but the first are told by a [`Mapping`] which column is what. Labels are mapped by their text, never by position.

mod column;
mod dialect;
mod frame;
mod label;
mod mapping;
mod respondent;
mod sheets;
mod surveyjs;
mod tidy;
mod wide;

use thalweg_model::answer::Answers;

pub use mapping::Mapping;
pub use respondent::RespondentKey;
pub use surveyjs::surveyjs;
pub use tidy::tidy;
pub use wide::{google_forms, limesurvey, qualtrics, wide};

pub(crate) use tidy::read as read_tidy;
pub(crate) use wide::read_own as read_wide;

/// What was read of an export.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// The answers.
    pub answers: Answers,
    /// How many sheets were taken.
    pub sheets: u64,
    /// How many responses were dropped because nobody was asked: previews and tests of the survey itself.
    pub previews: u64,
    /// How many responses were dropped because they were not handed in.
    pub unfinished: u64,
}
