//! GitLab's section headers: `^[Name][approvals] default owners`.

use super::line::words;

/// A section header as GitLab reads it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header<'a> {
    pub(super) name: &'a [u8],
    pub(super) optional: bool,
    /// What stands in the second pair of brackets.
    pub(super) approvals: Option<&'a [u8]>,
    /// The default owners with their offsets in the line.
    pub(super) owners: Vec<(usize, &'a [u8])>,
    /// Whether something stands in the line that is no part of a header.
    pub(super) leftover: bool,
}

/// Whether the line opens a bracket where a header would.
pub(super) fn looks_like_header(text: &[u8]) -> bool {
    text.strip_prefix(b"^").unwrap_or(text).starts_with(b"[")
}

/// Reads a header; `None` when the bracket is never closed.
pub(super) fn parse(text: &[u8]) -> Option<Header<'_>> {
    let (optional, body) = match text.strip_prefix(b"^") {
        Some(body) => (true, body),
        None => (false, text),
    };
    let (name, rest) = bracketed(body)?;
    let (approvals, rest) = match bracketed(rest) {
        Some((inner, rest)) if inner.iter().all(u8::is_ascii_digit) => (Some(inner), rest),
        _ => (None, rest),
    };
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b.is_ascii_whitespace() || b"@_.-/+".contains(&b);
    // Owners that touch the bracket are not read at all.
    let read = match rest.first() {
        Some(first) if first.is_ascii_whitespace() => rest.iter().position(|&byte| !allowed(byte)),
        _ => Some(0),
    };
    let read = read.unwrap_or(rest.len());
    let base = text.len() - rest.len();
    let owners =
        words(rest.get(..read).unwrap_or(rest)).map(|(offset, word)| (base + offset, word)).collect();
    Some(Header { name, optional, approvals, owners, leftover: read < rest.len() })
}

/// What stands in a pair of brackets at the front, and what follows them.
fn bracketed(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let inner = text.strip_prefix(b"[")?;
    let end = inner.iter().position(|&byte| byte == b']')?;
    Some((inner.get(..end)?, inner.get(end + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_parts_of_a_header_are_found() {
        let header = parse(b"^[Docs and more][2] @a @b/c+d").unwrap();
        assert_eq!((header.name, header.optional), (&b"Docs and more"[..], true));
        assert_eq!(header.approvals, Some(&b"2"[..]));
        assert_eq!(header.owners, [(20, &b"@a"[..]), (23, &b"@b/c+d"[..])]);
        assert!(!header.leftover);
    }

    #[test]
    fn what_touches_the_bracket_or_is_no_number_is_not_read() {
        for text in ["[Docs]@a", "[Docs][q] @a", "[Docs][ 2 ] @a"] {
            let header = parse(text.as_bytes()).unwrap();
            assert_eq!((header.approvals, header.owners.len(), header.leftover), (None, 0, true), "{text}");
        }
    }

    #[test]
    fn an_unclosed_bracket_is_no_header() {
        assert!(looks_like_header(b"[Docs") && parse(b"[Docs").is_none());
    }
}
