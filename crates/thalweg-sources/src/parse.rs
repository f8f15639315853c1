//! One record from the bytes of one JSON text.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::error::Category;

use crate::fault::Fault;
use crate::keys;
use crate::plain::{Readable, noun, plausible};
use crate::text::utf8;
use crate::traced::traced;

/// The record that a JSON text holds.
pub(crate) fn record<T: Readable>(bytes: &[u8]) -> Result<T, Fault> {
    let text = object(bytes)?;
    match json::<T>(text) {
        Ok(record) => keys::each_once::<T>(text).and_then(|()| plausible(record)),
        Err(fault) if fault.field.is_some() => Err(fault.of(&noun(T::KIND), id(text).as_deref())),
        Err(fault) => Err(fault),
    }
}

/// The text of bytes that hold an object. A list would be read by the order of its members, which nobody meant.
pub(crate) fn object(bytes: &[u8]) -> Result<&str, Fault> {
    let text = utf8(bytes).map_err(Fault::new)?;
    if text.trim_ascii_start().starts_with('[') {
        return Err(Fault::new("a list stands where an object, `{…}`, is expected"));
    }
    Ok(text)
}

/// What a JSON text holds.
pub(crate) fn json<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| match error.classify() {
        Category::Eof => Fault::new(format!("the record is cut off after {} bytes", text.len())),
        Category::Syntax | Category::Io => malformed(text, &error),
        Category::Data => within::<T>(text).unwrap_or_else(|| Fault::at("", &error.to_string())),
    })
}

/// Reads the text again, step by step, to learn in which field it is wrong.
fn within<'a, T: Deserialize<'a>>(text: &'a str) -> Option<Fault> {
    traced::<T, _>(&mut serde_json::Deserializer::from_str(text)).err()
}

fn malformed(text: &str, error: &serde_json::Error) -> Fault {
    let at = error.column();
    let line = text.lines().nth(error.line().saturating_sub(1));
    if line.and_then(|line| line.as_bytes().get(at.saturating_sub(1))) == Some(&0) {
        return Fault::new(format!("byte {at} is NUL: the file is damaged, or no text"));
    }
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
    match said {
        "trailing characters" => {
            Fault::new(format!("more stands behind the record, from column {at}: one record a line"))
        }
        "recursion limit exceeded" => Fault::new(format!("it is nested too deeply, at column {at}")),
        _ => Fault::new(format!("this is no JSON at column {at}: {said}")),
    }
}

#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow, alias = "sha", alias = "tag")]
    id: Cow<'a, str>,
}

/// The id in a JSON text that is no record for another reason.
fn id(text: &str) -> Option<String> {
    serde_json::from_str::<Named<'_>>(text).ok().map(|named| named.id.into_owned())
}
