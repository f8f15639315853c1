//! The elements of one JSON array, cut out of a stream without understanding them.

use std::io::{self, BufRead};

use crate::text::MAX_RECORD_BYTES;

/// A piece of the array.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Element<'a> {
    Whole(&'a [u8]),
    TooLong(u64),
    CutOff,
    Unended,
    NoArray,
    Behind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Before,
    Between,
    Behind,
    Over,
}

/// What ended an element.
enum End {
    /// Its own closing bracket, or a comma or bracket of the array, which is left to be read.
    Here,
    Source,
}

/// Cuts elements out of a reader.
#[derive(Debug)]
pub(crate) struct Elements<R> {
    reader: R,
    stage: Stage,
    line: u64,
    buffer: Vec<u8>,
    bytes: u64,
}

impl<R: BufRead> Elements<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, stage: Stage::Before, line: 1, buffer: Vec::new(), bytes: 0 }
    }

    /// The next piece with the line on which it begins.
    pub(crate) fn next(&mut self) -> io::Result<Option<(u64, Element<'_>)>> {
        loop {
            let byte = self.peek_solid()?;
            let stage = self.stage;
            match (stage, byte) {
                (Stage::Over, _) | (Stage::Behind, None) => return Ok(None),
                (Stage::Before, Some(b'[')) => self.step(Stage::Between),
                (Stage::Between, Some(b',')) => self.step(Stage::Between),
                (Stage::Between, Some(b']')) => self.step(Stage::Behind),
                (Stage::Before, _) => return Ok(self.last(Element::NoArray)),
                (Stage::Between, None) => return Ok(self.last(Element::Unended)),
                (Stage::Behind, Some(_)) => return Ok(self.last(Element::Behind)),
                (Stage::Between, Some(_)) => return self.element().map(Some),
            }
        }
    }

    fn last(&mut self, element: Element<'static>) -> Option<(u64, Element<'static>)> {
        self.stage = Stage::Over;
        Some((self.line, element))
    }

    fn step(&mut self, stage: Stage) {
        self.reader.consume(1);
        self.stage = stage;
    }

    /// The next byte that is no white space, left to be read.
    fn peek_solid(&mut self) -> io::Result<Option<u8>> {
        loop {
            let chunk = self.reader.fill_buf()?;
            let blank = chunk.iter().take_while(|byte| byte.is_ascii_whitespace());
            let (count, lines) = blank.fold((0, 0), |(n, l), byte| (n + 1, l + u64::from(*byte == b'\n')));
            let found = chunk.get(count).copied();
            let ended = chunk.is_empty();
            self.reader.consume(count);
            self.line += lines;
            if found.is_some() || ended {
                return Ok(found);
            }
        }
    }

    fn element(&mut self) -> io::Result<(u64, Element<'_>)> {
        let begins = self.line;
        self.buffer.clear();
        self.bytes = 0;
        let mut scan = Scan::default();
        loop {
            match self.take_chunk(&mut scan)? {
                None => {}
                Some(End::Here) if self.bytes > MAX_RECORD_BYTES as u64 => {
                    return Ok((begins, Element::TooLong(self.bytes)));
                }
                Some(End::Here) => return Ok((begins, Element::Whole(self.buffer.trim_ascii_end()))),
                Some(End::Source) => {
                    self.stage = Stage::Over;
                    return Ok((begins, Element::CutOff));
                }
            }
        }
    }

    /// Takes what the reader has of the element.
    fn take_chunk(&mut self, scan: &mut Scan) -> io::Result<Option<End>> {
        let chunk = self.reader.fill_buf()?;
        if chunk.is_empty() {
            return Ok(Some(End::Source));
        }
        let mut taken = 0;
        let mut ended = false;
        for byte in chunk {
            if scan.stops_before(*byte) {
                ended = true;
                break;
            }
            taken += 1;
            self.line += u64::from(*byte == b'\n');
            if scan.ends_with(*byte) {
                ended = true;
                break;
            }
        }
        self.bytes += taken as u64;
        if self.bytes <= MAX_RECORD_BYTES as u64 {
            self.buffer.extend(chunk.iter().take(taken));
        }
        self.reader.consume(taken);
        Ok(ended.then_some(End::Here))
    }
}

/// Where in an element the scan is.
#[derive(Debug, Default)]
struct Scan {
    depth: u64,
    in_text: bool,
    escaped: bool,
}

impl Scan {
    /// Whether the byte belongs to the array and not to the element.
    fn stops_before(&self, byte: u8) -> bool {
        !self.in_text && self.depth == 0 && matches!(byte, b',' | b']')
    }

    /// Takes a byte of the element in, and says whether it closes it.
    fn ends_with(&mut self, byte: u8) -> bool {
        if self.in_text {
            self.in_text = self.escaped || byte != b'"';
            self.escaped = !self.escaped && byte == b'\\';
            return false;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<String> {
        let mut elements = Elements::new(io::BufReader::with_capacity(3, text.as_bytes()));
        let mut found = Vec::new();
        while let Some((line, element)) = elements.next().unwrap() {
            let shown = match element {
                Element::Whole(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                other => format!("{other:?}"),
            };
            found.push(format!("{line} {shown}"));
        }
        found
    }

    #[test]
    fn an_array_is_cut_at_its_own_commas_only() {
        let text = "[\n {\"a\":\"],}\\\"\"},\n {\"b\":[1,{}]} , 3, \"x,y\" ]\n";
        assert_eq!(pieces(text), ["2 {\"a\":\"],}\\\"\"}", "3 {\"b\":[1,{}]}", "3 3", "3 \"x,y\""]);
        assert_eq!(pieces("[]"), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_closed_array_is_told() {
        assert_eq!(pieces("{\"a\":1}"), ["1 NoArray"]);
        assert_eq!(pieces("[{\"a\":1},\n{\"b\""), ["1 {\"a\":1}", "2 CutOff"]);
        assert_eq!(pieces("[{}\n"), ["1 {}", "2 Unended"]);
        assert_eq!(pieces("[{}] x"), ["1 {}", "1 Behind"]);
    }

    #[test]
    fn a_long_element_is_passed_over() {
        let text = format!("[{{\"a\":\"{}\"}},{{}}]", "x".repeat(MAX_RECORD_BYTES));
        let mut elements = Elements::new(text.as_bytes());
        assert_eq!(elements.next().unwrap().unwrap().1, Element::TooLong(MAX_RECORD_BYTES as u64 + 8));
        assert_eq!(elements.next().unwrap().unwrap().1, Element::Whole(b"{}"));
    }
}
