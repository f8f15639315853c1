//! Answers of surveys, in our own formats and in those that survey products export (survey.md section 4).
//!
//! What a person answered never stands in a message: errors name the row, the column and what is wrong with it, not the
//! value. Respondents are keyed hashes; what names a person otherwise (mail, address, place) is dropped while it is read.

mod column;
mod label;
mod respondent;
mod sheets;
mod tidy;

pub use respondent::RespondentKey;
pub use tidy::tidy;

pub(crate) use tidy::read as read_tidy;
