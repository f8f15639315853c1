//! Rows of cells, none of which is held beyond a limit.

use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, ReaderBuilder};

use crate::fault::Fault;
use crate::source::Source;
use crate::text::{MAX_RECORD_BYTES, too_long, utf8};

/// How many cells a row may have.
const MAX_CELLS: usize = 10_000;

/// A row: its line and its cells, trimmed.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    pub(crate) line: u64,
    text: &'a str,
    ends: &'a [usize],
}

impl<'a> Row<'a> {
    pub(crate) fn cells(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        let (text, ends) = (self.text, self.ends);
        (0..ends.len()).map(move |at| cell(text, ends, at).unwrap_or_default())
    }

    pub(crate) fn cell(&self, at: usize) -> Option<&'a str> {
        cell(self.text, self.ends, at)
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }
}

fn cell<'a>(text: &'a str, ends: &[usize], at: usize) -> Option<&'a str> {
    let start = at.checked_sub(1).map_or(Some(0), |before| ends.get(before).copied())?;
    text.get(start..*ends.get(at)?).map(str::trim)
}

/// How reading one row ended.
struct Raw {
    line: u64,
    bytes: usize,
    cells: usize,
    /// Bytes of the source that the row took.
    taken: u64,
    overlong: bool,
    open_quote: bool,
}

/// Reads rows.
pub(crate) struct Rows<R> {
    reader: R,
    core: csv_core::Reader,
    output: Vec<u8>,
    ends: Vec<usize>,
    line: u64,
}

impl<R: BufRead> Rows<R> {
    /// Opens a source, or says why nothing is read of it.
    pub(crate) fn open(mut reader: R, source: &mut Source) -> io::Result<Option<Self>> {
        if !source.opens(&mut reader)? {
            return Ok(None);
        }
        let delimiter = delimiter(reader.fill_buf()?);
        let core = ReaderBuilder::new().delimiter(delimiter).build();
        Ok(Some(Self { reader, core, output: vec![0; 1 << 12], ends: vec![0; 64], line: 1 }))
    }

    /// The next row that can be read; one that cannot is refused. A row of nothing but empty cells means nothing.
    pub(crate) fn next(&mut self, source: &mut Source) -> io::Result<Option<Row<'_>>> {
        while let Some(raw) = self.raw()? {
            let fault = match self.fault(&raw) {
                None if self.is_blank(&raw) => continue,
                None => return Ok(self.row(&raw)),
                Some(fault) => fault,
            };
            source.refuse(raw.line, Fault::new(fault));
        }
        Ok(None)
    }

    fn text(&self, raw: &Raw) -> &[u8] {
        self.output.get(..raw.bytes).unwrap_or_default()
    }

    fn is_blank(&self, raw: &Raw) -> bool {
        self.text(raw).trim_ascii().is_empty()
    }

    fn fault(&self, raw: &Raw) -> Option<String> {
        if raw.overlong {
            let hint = if raw.open_quote { " (is a quotation mark left open?)" } else { "" };
            return Some(too_long("row", raw.taken) + hint);
        }
        if raw.open_quote {
            return Some("a quotation mark is left open, and the file ends".to_owned());
        }
        utf8(self.text(raw)).err()
    }

    fn row(&self, raw: &Raw) -> Option<Row<'_>> {
        let text = utf8(self.text(raw)).ok()?;
        Some(Row { line: raw.line, text, ends: self.ends.get(..raw.cells)? })
    }

    /// Reads one row as bytes; what goes beyond the limit is read and not held.
    fn raw(&mut self) -> io::Result<Option<Raw>> {
        let mut raw = Raw { line: 0, bytes: 0, cells: 0, taken: 0, overlong: false, open_quote: false };
        loop {
            let input = self.reader.fill_buf()?;
            let ended = input.is_empty();
            if raw.taken == 0 {
                let blank = input.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
                self.line += blank.filter(|byte| **byte == b'\n').count() as u64;
                raw.line = self.line;
            }
            let output = self.output.get_mut(raw.bytes..).unwrap_or_default();
            let ends = self.ends.get_mut(raw.cells..).unwrap_or_default();
            let (result, read, written, cells) = self.core.read_record(input, output, ends);
            let used = input.get(..read).unwrap_or_default();
            let content = if raw.taken == 0 { used.trim_ascii_start() } else { used };
            self.line += content.iter().filter(|byte| **byte == b'\n').count() as u64;
            raw.open_quote ^= used.iter().filter(|byte| **byte == b'"').count() % 2 == 1;
            raw.taken += read as u64;
            raw.bytes += written;
            raw.cells += cells;
            self.reader.consume(read);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.grow_output(&mut raw),
                ReadRecordResult::OutputEndsFull => self.grow_ends(&mut raw),
                ReadRecordResult::Record => {
                    raw.open_quote &= ended || raw.overlong;
                    return Ok(Some(raw));
                }
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    fn grow_output(&mut self, raw: &mut Raw) {
        if self.output.len() < MAX_RECORD_BYTES {
            self.output.resize(self.output.len() * 2, 0);
        } else {
            raw.overlong = true;
            raw.bytes = 0;
        }
    }

    fn grow_ends(&mut self, raw: &mut Raw) {
        if self.ends.len() < MAX_CELLS {
            self.ends.resize(self.ends.len() * 2, 0);
        } else {
            raw.overlong = true;
            raw.cells = 0;
        }
    }
}

/// What stands between the cells: whichever of comma, semicolon and tab the first line has most of.
fn delimiter(start: &[u8]) -> u8 {
    let first = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: u8| {
        let mut quoted = false;
        let outside = first.iter().filter(|byte| {
            quoted ^= **byte == b'"';
            !quoted && **byte == delimiter
        });
        outside.count()
    };
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}
