//! Our own tidy CSV: one answer a row.

use std::collections::HashMap;
use std::io::{self, BufRead};

use thalweg_model::answer::Answers;
use thalweg_model::{ItemId, Loaded, WaveId};

use super::column::is_personal;
use super::label::Labels;
use super::respondent::RespondentKey;
use super::sheets::{Owner, Sheets, path};
use crate::SourceError;
use crate::csv::{Row, Rows};
use crate::fault::{Fault, instead, shown};
use crate::source::Source;

/// The answers of a tidy CSV: columns `respondent`, `item`, `value`, `wave` and `group`, in any order.
///
/// A value is a point of the item's scale or the word of an absence: `dont_know`, `not_applicable`, `prefer_not_to_say`,
/// `skipped` (or an empty cell), `not_asked`. A respondent who is twice in a wave, or in two groups of one wave, is refused.
///
/// ```
/// use thalweg_sources::survey::{RespondentKey, tidy};
/// let rows = "respondent,item,value,wave,group\nr-1,trust,6,2026-q3,org/payments\nr-1,trust,2,2026-q3,org/payments\n";
/// let answers = tidy(rows.as_bytes(), "answers.csv", &RespondentKey::new([7; 16]))?;
/// assert!(answers.rejects[0].to_string().starts_with("answers.csv:3: field `respondent`: the respondent is twice in this wave"));
/// # Ok::<(), thalweg_sources::SourceError>(())
/// ```
///
/// # Errors
/// [`SourceError::Unreadable`] where the reader fails.
pub fn tidy(reader: impl BufRead, name: &str, key: &RespondentKey) -> Result<Loaded<Answers>, SourceError> {
    let mut source = Source::new(name);
    let mut answers = Answers::default();
    read(reader, &mut source, key, &mut answers).map_err(|error| SourceError::unreadable(name, error))?;
    Ok(source.finish(answers))
}

const FIELDS: [&str; 5] = ["respondent", "item", "value", "wave", "group"];

/// Reads answers into those that are there already, and says how many there were.
pub(crate) fn read(
    reader: impl BufRead,
    source: &mut Source,
    key: &RespondentKey,
    answers: &mut Answers,
) -> io::Result<usize> {
    let Some(mut rows) = Rows::open(reader, source)? else { return Ok(0) };
    let Some(columns) = rows.next(source)?.map(|row| columns(&row, source)) else { return Ok(0) };
    let Some((columns, width)) = columns else { return Ok(0) };
    let mut sheets = Sheets::default();
    let mut ids = Ids::default();
    let mut taken = 0;
    while let Some(row) = rows.next(source)? {
        match answer(&row, &columns, width, key, &mut ids, &mut sheets) {
            Ok(()) => taken += 1,
            Err(fault) => source.refuse(row.line, fault),
        }
    }
    sheets.join(answers, source);
    Ok(taken)
}

/// Where each of [`FIELDS`] stands, and how many columns there are.
fn columns(row: &Row<'_>, source: &mut Source) -> Option<([usize; 5], usize)> {
    for (at, name) in row.cells().enumerate().filter(|(_, name)| !FIELDS.contains(name)) {
        if is_personal(name) {
            source.note(row.line, format!("column {} holds data of persons: it was dropped", at + 1));
        } else {
            let near = instead(name, FIELDS);
            let reason = format!("there is no such column in tidy answers{near}; it was not read");
            source.loaded.reject(
                thalweg_model::Reject::part(Some(source.place(row.line)), reason).in_field(shown(name)),
            );
        }
    }
    let found = FIELDS.map(|field| row.cells().position(|name| name == field));
    for (field, _) in FIELDS.iter().zip(found).filter(|(_, place)| place.is_none()) {
        source.refuse(
            row.line,
            Fault::in_field(*field, "the column is missing; nothing of the file was taken"),
        );
    }
    let [Some(a), Some(b), Some(c), Some(d), Some(e)] = found else { return None };
    Some(([a, b, c, d, e], row.len()))
}

/// Ids that came already, so that each is made once.
#[derive(Default)]
struct Ids {
    items: HashMap<String, ItemId>,
    waves: HashMap<String, WaveId>,
}

fn known<T: Clone + std::str::FromStr<Err = thalweg_model::IdError>>(
    all: &mut HashMap<String, T>,
    text: &str,
    field: &str,
) -> Result<T, Fault> {
    if let Some(id) = all.get(text) {
        return Ok(id.clone());
    }
    let id: T =
        text.parse().map_err(|error: thalweg_model::IdError| Fault::in_field(field, error.to_string()))?;
    all.insert(text.to_owned(), id.clone());
    Ok(id)
}

fn answer(
    row: &Row<'_>,
    columns: &[usize; 5],
    width: usize,
    key: &RespondentKey,
    ids: &mut Ids,
    sheets: &mut Sheets,
) -> Result<(), Fault> {
    if row.len() != width {
        return Err(Fault::new(format!("the row has {} cells and the header {width}", row.len())));
    }
    let [person, item, value, wave, group] = columns.map(|at| row.cell(at).unwrap_or_default());
    if person.is_empty() {
        return Err(Fault::in_field("respondent", "the cell is empty"));
    }
    let owner = Owner {
        wave: known(&mut ids.waves, wave, "wave")?,
        respondent: key.respondent(person),
        group: path(group).map_err(|reason| Fault::in_field("group", reason))?,
    };
    let item = known(&mut ids.items, item, "item")?;
    let answer = Labels::default().answer(value).ok_or_else(|| {
        Fault::in_field("value", "neither a whole number nor the word of an absence, such as `dont_know`")
    })?;
    sheets.add_answer(row.line, owner, item, answer).map_err(|(field, reason)| Fault::in_field(field, reason))
}
