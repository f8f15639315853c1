//! JSON: one array of records, read element by element. An element that is wrong is refused alone.

use std::io::{self, BufRead};

use thalweg_model::{Loaded, Place};

use crate::SourceError;
use crate::elements::{Element, Elements};
use crate::fault::Fault;
use crate::parse;
use crate::plain::Readable;
use crate::source::{self, Source};
use crate::text::too_long;

/// The records of one kind, in the order of the array.
///
/// An element that is longer than [`MAX_RECORD_BYTES`](crate::MAX_RECORD_BYTES) is passed over without being held.
///
/// # Errors
/// [`SourceError::Unreadable`] where the reader fails.
pub fn records<T: Readable>(reader: impl BufRead, name: &str) -> Result<Loaded<Vec<T>>, SourceError> {
    source::records(name, |source, take| read(reader, source, take))
}

/// Hands each record over with its place.
pub(crate) fn read<T: Readable>(
    mut reader: impl BufRead,
    source: &mut Source,
    take: &mut dyn FnMut(T, Place),
) -> io::Result<()> {
    if !source.opens(&mut reader)? {
        return Ok(());
    }
    let mut elements = Elements::new(reader);
    while let Some((line, element)) = elements.next()? {
        match element {
            Element::Whole(text) => match parse::record(text) {
                Ok(record) => take(record, source.place(line)),
                Err(fault) => source.refuse(line, fault),
            },
            Element::TooLong(bytes) => source.refuse(line, Fault::new(too_long("record", bytes))),
            Element::CutOff => source.refuse(line, Fault::new("the file ends in the middle of this record")),
            Element::Unended => source.note(line, "the array is not closed: the file may be cut off here"),
            Element::NoArray => source.refuse(line, Fault::new(NO_ARRAY)),
            Element::Behind => source.note(line, "what stands behind the array was not read"),
        }
    }
    Ok(())
}

const NO_ARRAY: &str = "an array of records is expected: begin with `[`, or name the file `.jsonl` where each line is a record; nothing was taken";
