//! Bytes as text: the encoding of a source, and its lines, none of which is held beyond a limit.

use std::io::{self, BufRead, Read};

/// The longest line, row or array element that is read; a longer one is refused without being held.
pub const MAX_RECORD_BYTES: usize = 1 << 20;

/// What the first bytes of a source say of the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    Text,
    Empty,
    Utf16,
}

/// Looks at the first bytes and steps over a byte order mark of UTF-8.
pub(crate) fn head(reader: &mut impl BufRead) -> io::Result<Head> {
    let start = reader.fill_buf()?;
    let (head, skip) = match *start {
        [] => (Head::Empty, 0),
        [0xEF, 0xBB, 0xBF, ..] => (Head::Text, 3),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, 1..=255, ..] | [1..=255, 0, ..] => (Head::Utf16, 0),
        _ => (Head::Text, 0),
    };
    reader.consume(skip);
    Ok(head)
}

/// A line of a source.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    Whole(&'a [u8]),
    TooLong(u64),
}

/// The lines of a source.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    reader: R,
    number: u64,
    buffer: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, number: 0, buffer: Vec::new() }
    }

    /// The next line with its number from 1, without the characters that end it.
    pub(crate) fn next(&mut self) -> io::Result<Option<(u64, Line<'_>)>> {
        self.buffer.clear();
        let mut bounded = self.reader.by_ref().take(MAX_RECORD_BYTES as u64 + 1);
        let read = bounded.read_until(b'\n', &mut self.buffer)?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        if read > MAX_RECORD_BYTES && !self.buffer.ends_with(b"\n") {
            let more = self.reader.skip_until(b'\n')?;
            return Ok(Some((self.number, Line::TooLong(read as u64 + more as u64))));
        }
        let line = self.buffer.strip_suffix(b"\n").unwrap_or(&self.buffer);
        Ok(Some((self.number, Line::Whole(line.strip_suffix(b"\r").unwrap_or(line)))))
    }
}

/// Why a record is refused that is longer than the limit.
pub(crate) fn too_long(what: &str, bytes: u64) -> String {
    format!("a {what} of {bytes} bytes is too long: at most {MAX_RECORD_BYTES} are read; it was passed over")
}

/// The text of bytes, or why there is none.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to() + 1;
        let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
        format!("byte {at} (0x{byte:02X}) is no UTF-8: save the file as UTF-8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_beyond_the_limit_is_not_held_and_the_next_is_read() {
        let long = vec![b'x'; 3 * MAX_RECORD_BYTES];
        let text = [b"a\r\n".as_slice(), &long, b"\nb"].concat();
        let mut lines = Lines::new(text.as_slice());
        assert_eq!(lines.next().unwrap(), Some((1, Line::Whole(b"a"))));
        assert_eq!(lines.next().unwrap(), Some((2, Line::TooLong(long.len() as u64 + 1))));
        assert!(lines.buffer.capacity() <= 2 * MAX_RECORD_BYTES + 2);
        assert_eq!(lines.next().unwrap(), Some((3, Line::Whole(b"b"))));
        assert_eq!(lines.next().unwrap(), None);
    }

    #[test]
    fn encodings_are_told_by_their_first_bytes() {
        for (bytes, is) in [
            (b"".as_slice(), Head::Empty),
            (b"\xFF\xFE{\0", Head::Utf16),
            (b"\xFE\xFF\0{", Head::Utf16),
            (b"{\0\"\0", Head::Utf16),
            (b"\0{", Head::Utf16),
            (b"\xEF\xBB\xBF{", Head::Text),
        ] {
            assert_eq!(head(&mut &*bytes).unwrap(), is, "{bytes:?}");
        }
    }
}
