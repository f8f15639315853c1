//! JSON of SurveyJS: an array of results, or one result a line.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use serde_json::{Map, Value};
use thalweg_model::Loaded;

use super::dialect::SURVEYJS;
use super::frame::{Frame, Role};
use super::mapping::Mapping;
use super::sheets::Sheets;
use super::wide::unread;
use super::{Imported, RespondentKey};
use crate::SourceError;
use crate::elements::{Element, Elements};
use crate::fault::Fault;
use crate::source::Source;
use crate::text::{Line, Lines, too_long, utf8};

/// The results of SurveyJS, as `survey.data` holds them: the answers by the names of the questions, those of a matrix by its
/// rows within. `id`, `wave` and `group` stand beside them, or where the mapping says.
///
/// Comments (`…-Comment`) are not read. An answer with several choices is none of a scale, and is refused.
///
/// ```
/// use thalweg_sources::survey::{Mapping, RespondentKey, surveyjs};
/// let results = r#"[{"id":"r-1","wave":"2026-q3","group":"org/payments","climate":{"trust":6,"autonomy":7}}]"#;
/// let read = surveyjs(results.as_bytes(), "results.json", &Mapping::default(), &RespondentKey::new([7; 16]))?;
/// assert_eq!((read.value.sheets, read.rejects.len()), (1, 0));
/// # Ok::<(), thalweg_sources::SourceError>(())
/// ```
///
/// # Errors
/// [`SourceError::Unreadable`] where the reader fails.
pub fn surveyjs(
    reader: impl BufRead,
    name: &str,
    mapping: &Mapping,
    key: &RespondentKey,
) -> Result<Loaded<Imported>, SourceError> {
    let mut source = Source::new(name);
    let mut imported = Imported::default();
    let frame = Frame::new(mapping, SURVEYJS, key);
    read(reader, &mut source, &frame, &mut imported).map_err(|error| SourceError::unreadable(name, error))?;
    Ok(source.finish(imported))
}

fn read(
    mut reader: impl BufRead,
    source: &mut Source,
    frame: &Frame<'_>,
    imported: &mut Imported,
) -> io::Result<()> {
    if !source.opens(&mut reader)? {
        return Ok(());
    }
    let mut sheets = Sheets::default();
    let mut take =
        |line: u64, text: &[u8], source: &mut Source| match result(line, text, frame, source, &mut sheets) {
            Ok(()) => imported.sheets += 1,
            Err(fault) => source.refuse(line, fault),
        };
    let array = reader.fill_buf()?.trim_ascii_start().first() == Some(&b'[');
    if array {
        elements(reader, source, &mut take)?
    } else {
        lines(reader, source, &mut take)?
    }
    sheets.join(&mut imported.answers, source);
    Ok(())
}

type Take<'a> = dyn FnMut(u64, &[u8], &mut Source) + 'a;

fn elements(reader: impl BufRead, source: &mut Source, take: &mut Take<'_>) -> io::Result<()> {
    let mut elements = Elements::new(reader);
    while let Some((line, element)) = elements.next()? {
        match element {
            Element::Whole(text) => take(line, text, source),
            Element::TooLong(bytes) => source.refuse(line, Fault::new(too_long("result", bytes))),
            Element::CutOff => source.refuse(line, Fault::new("the file ends in the middle of this result")),
            Element::Unended | Element::Behind | Element::NoArray => {
                source.note(line, "the array does not end the file here: it may be damaged");
            }
        }
    }
    Ok(())
}

fn lines(reader: impl BufRead, source: &mut Source, take: &mut Take<'_>) -> io::Result<()> {
    let mut lines = Lines::new(reader);
    while let Some((number, line)) = lines.next()? {
        match line {
            Line::TooLong(bytes) => source.refuse(number, Fault::new(too_long("line", bytes))),
            Line::Whole(text) if text.trim_ascii().is_empty() => {}
            Line::Whole(text) => take(number, text, source),
        }
    }
    Ok(())
}

/// Takes one result in.
fn result(
    line: u64,
    text: &[u8],
    frame: &Frame<'_>,
    source: &mut Source,
    sheets: &mut Sheets,
) -> Result<(), Fault> {
    let text = utf8(text).map_err(Fault::new)?;
    crate::keys::none_twice(text)?;
    let result: Map<String, Value> =
        crate::parse::json(text).map_err(|_| Fault::new("this is no JSON object"))?;
    let mut found = Found::default();
    found.take("", result, frame, 0);
    let person = found.person.unwrap_or_default();
    let owner = frame.owner(&person, found.wave.as_deref(), found.group.as_deref())?;
    let mut answers = BTreeMap::new();
    for (name, value) in found.answers {
        let Role::Item(item) = frame.role(&[&name]) else { continue };
        match scalar(&value).and_then(|cell| frame.mapping.answer(&item, &cell)) {
            Some(answer) => drop(answers.insert(item, answer)),
            None => source.loaded.reject(unread(source.place(line), &name)),
        }
    }
    sheets.add(line, owner, answers).map_err(|reason| Fault::in_field("respondent", reason))
}

/// What stands in one result.
#[derive(Default)]
struct Found {
    person: Option<String>,
    wave: Option<String>,
    group: Option<String>,
    answers: Vec<(String, Value)>,
}

/// How deep matrices and panels stand within each other.
const MAX_DEPTH: usize = 4;

impl Found {
    fn take(&mut self, within: &str, values: Map<String, Value>, frame: &Frame<'_>, depth: usize) {
        for (name, value) in values {
            let name = if within.is_empty() { name } else { format!("{within}[{name}]") };
            match (frame.role(&[&name]), value) {
                (Role::Respondent, value) => self.person = scalar(&value),
                (Role::Wave, value) => self.wave = scalar(&value),
                (Role::Group, value) => self.group = scalar(&value),
                (Role::Own | Role::Personal, _) | (_, Value::Null) => {}
                (_, Value::Object(inner)) if depth < MAX_DEPTH => self.take(&name, inner, frame, depth + 1),
                _ if name.ends_with("-Comment") => {}
                (_, value) => self.answers.push((name, value)),
            }
        }
    }
}

/// The text of a value that is one.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
