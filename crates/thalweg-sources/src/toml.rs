//! TOML: an array of tables under the name of the kind (`[[teams]]`). A table that is wrong is refused alone.

mod value;

use std::io::{self, BufRead, Read};

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue, ValueDeserializer};
use thalweg_model::{Loaded, Place, RecordKind};

use crate::SourceError;
use crate::fault::{Fault, shown};
use crate::lines::LineIndex;
use crate::plain::{Readable, noun, plausible};
use crate::source::{self, Source};
use crate::text::utf8;
use crate::traced::traced;

/// The longest TOML document that is read: unlike the other formats, it is read as a whole.
pub const MAX_TOML_BYTES: usize = 16 << 20;

/// The records of one kind, in the order of the tables.
///
/// A document longer than [`MAX_TOML_BYTES`] is refused without being held.
///
/// # Errors
/// [`SourceError::Unreadable`] where the reader fails.
pub fn records<T: Readable>(reader: impl BufRead, name: &str) -> Result<Loaded<Vec<T>>, SourceError> {
    source::records(name, |source, take| read(reader, source, take))
}

/// Hands each record over with its place.
pub(crate) fn read<T: Readable>(
    reader: impl BufRead,
    source: &mut Source,
    take: &mut dyn FnMut(T, Place),
) -> io::Result<()> {
    whole(reader, source, |text, source| document(text, &[T::KIND], source, take))
}

/// Hands each record of one kind over, in a document that holds tables of others too.
pub(crate) fn read_among<T: Readable>(
    reader: impl BufRead,
    source: &mut Source,
    take: &mut dyn FnMut(T, Place),
) -> io::Result<()> {
    whole(reader, source, |text, source| document(text, &kinds(text), source, take))
}

/// The kinds that a document holds tables of, in the order of their names.
pub(crate) fn kinds(text: &str) -> Vec<RecordKind> {
    let (root, _) = DeTable::parse_recoverable(text);
    root.get_ref().keys().filter_map(|key| RecordKind::named(key.get_ref())).collect()
}

/// Reads a document as a whole.
fn whole(
    mut reader: impl BufRead,
    source: &mut Source,
    read: impl FnOnce(&str, &mut Source),
) -> io::Result<()> {
    if !source.opens(&mut reader)? {
        return Ok(());
    }
    let mut bytes = Vec::new();
    reader.take(MAX_TOML_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_TOML_BYTES {
        let reason =
            format!("a TOML document of more than {MAX_TOML_BYTES} bytes is not read: use JSON Lines");
        source.refuse(0, Fault::new(reason));
        return Ok(());
    }
    match utf8(&bytes) {
        Ok(text) => read(text, source),
        Err(reason) => source.refuse(0, Fault::new(format!("{reason}; nothing of it was taken"))),
    }
    Ok(())
}

/// Takes the records of one kind from a document of these kinds; the first of them tells what is wrong with it as a whole.
fn document<T: Readable>(
    text: &str,
    kinds: &[RecordKind],
    source: &mut Source,
    take: &mut dyn FnMut(T, Place),
) {
    let tells = kinds.first() == Some(&T::KIND);
    let lines = LineIndex::new(text);
    let (root, errors) = DeTable::parse_recoverable(text);
    let broken: Vec<u64> =
        errors.iter().map(|error| error.span().map_or(0, |span| lines.of(span.start))).collect();
    if tells {
        malformed(&errors, &broken, source);
    }
    let tables = tables::<T>(root.into_inner(), &lines, kinds, source);
    let starts: Vec<u64> = tables.iter().map(|(line, _)| *line).chain([u64::MAX]).collect();
    for ((line, table), next) in tables.into_iter().zip(starts.into_iter().skip(1)) {
        if broken.iter().any(|at| (line..next).contains(at)) {
            continue;
        }
        match record(table) {
            Ok(record) => take(record, source.place(line)),
            Err(fault) => source.refuse(line, fault),
        }
    }
}

/// Names what is wrong with the document, a line at a time: a bracket that is left open is told again and again.
fn malformed(errors: &[::toml::de::Error], lines: &[u64], source: &mut Source) {
    let mut told = None;
    for (error, line) in errors.iter().zip(lines).filter(|(_, line)| told.replace(**line) != Some(**line)) {
        source.refuse(*line, Fault::new(format!("this is no TOML: {}", shown(error.message().trim()))));
    }
}

/// The tables of the kind with their lines; what is none of the kinds is refused.
fn tables<'t, T: Readable>(
    root: DeTable<'t>,
    lines: &LineIndex,
    kinds: &[RecordKind],
    source: &mut Source,
) -> Vec<(u64, Spanned<DeValue<'t>>)> {
    let tells = kinds.first() == Some(&T::KIND);
    let mut tables = Vec::new();
    for (key, value) in root {
        let line = lines.of(key.span().start);
        let kind = RecordKind::named(key.get_ref()).filter(|kind| kinds.contains(kind));
        match value.into_inner() {
            DeValue::Array(array) if kind == Some(T::KIND) => {
                tables.extend(array.into_iter().map(|table| (lines.of(table.span().start), table)));
            }
            _ if kind.is_some_and(|kind| kind != T::KIND) || kind.is_none() && !tells => {}
            _ => source.refuse(line, Fault::in_field(shown(key.get_ref()), misplaced(kinds))),
        }
    }
    tables.sort_by_key(|(line, _)| *line);
    tables
}

fn misplaced(kinds: &[RecordKind]) -> String {
    let names: Vec<String> = kinds.iter().map(|kind| format!("`[[{kind}]]`")).collect();
    format!("only tables {} stand in this file", names.join(", "))
}

fn record<T: Readable>(mut table: Spanned<DeValue<'_>>) -> Result<T, Fault> {
    let id = value::id(table.get_ref());
    let fault = |fault: Fault| fault.of(&noun(T::KIND), id.as_deref());
    value::plain(&mut table).map_err(&fault)?;
    traced(ValueDeserializer::from(table)).map_err(fault).and_then(plausible)
}
