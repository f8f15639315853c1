//! Lines of a file: numbered, without line end, byte order mark and surrounding white space.

use super::super::diagnostic::Place;

/// A line that is neither blank nor a comment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// The line as it stands, without its line end.
    pub(super) raw: &'a [u8],
    /// The line without white space around it.
    pub(super) text: &'a [u8],
    /// Where `text` starts.
    pub(super) place: Place,
}

impl Line<'_> {
    /// The place `offset` bytes into the text.
    pub(super) fn at(&self, offset: usize) -> Place {
        Place { line: self.place.line, column: self.place.column + offset }
    }

    /// The raw line with `text` in place of the bytes from `offset` on, `len` long, within the text.
    pub(super) fn with(&self, offset: usize, len: usize, text: &[u8]) -> Vec<u8> {
        let start = self.place.column - 1 + offset;
        let (head, tail) = (self.raw.get(..start), self.raw.get(start + len..));
        [head.unwrap_or(self.raw), text, tail.unwrap_or(&[])].concat()
    }
}

/// The lines that say something. The last byte order mark editors leave at the front is no part of the first line.
pub(super) fn lines(source: &[u8]) -> impl Iterator<Item = Line<'_>> {
    let mut from = 0;
    let ends = memchr::memchr_iter(b'\n', source).chain([source.len()]);
    ends.enumerate().filter_map(move |(index, end)| {
        let raw = source.get(from..end)?;
        from = end + 1;
        let raw = raw.strip_suffix(b"\r").unwrap_or(raw);
        let mark = if index == 0 && raw.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let body = raw.get(mark..).unwrap_or(raw);
        let begun = body.trim_ascii_start();
        let text = begun.trim_ascii_end();
        if text.is_empty() || text.starts_with(b"#") {
            return None;
        }
        let column = mark + body.len() - begun.len() + 1;
        Some(Line { raw, text, place: Place { line: index + 1, column } })
    })
}

/// The words of `text` with their offsets, split at white space.
pub(super) fn words(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let word = text.get(from..)?.trim_ascii_start();
        let start = text.len() - word.len();
        let len = word.iter().position(u8::is_ascii_whitespace).unwrap_or(word.len());
        if len == 0 {
            return None;
        }
        from = start + len;
        Some((start, word.get(..len)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_crlf_and_tabs_are_no_part_of_a_line() {
        let all: Vec<Line<'_>> = lines(b"\xEF\xBB\xBFa @x\r\n\n # note\n\tb\t@y \r\n").collect();
        let seen: Vec<(&[u8], usize, usize)> =
            all.iter().map(|l| (l.text, l.place.line, l.place.column)).collect();
        assert_eq!(seen, [(&b"a @x"[..], 1, 4), (&b"b\t@y"[..], 4, 2)]);
    }

    #[test]
    fn words_keep_their_offsets() {
        let all: Vec<(usize, &[u8])> = words(b" ab\t c ").collect();
        assert_eq!(all, [(1, &b"ab"[..]), (5, &b"c"[..])]);
    }
}
