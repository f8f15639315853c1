//! Patterns as GitLab reads them: Ruby's `File.fnmatch` with `PATHNAME` and `DOTMATCH`.

use super::super::engine::{End, Pattern, Segment, Set, Token};
use super::gitignore::{from_tokens, push_byte};

/// Takes a pattern apart that [`normalise`] has rewritten; `None` when it matches no path at all.
pub(crate) fn compile(pattern: &[u8]) -> Option<Pattern<'_>> {
    let mut rest = pattern.strip_prefix(b"/").unwrap_or(pattern);
    let mut segments = Vec::new();
    loop {
        while let Some(after) = rest.strip_prefix(b"**/") {
            if !matches!(segments.last(), Some(Segment::Deep)) {
                segments.push(Segment::Deep);
            }
            rest = after;
        }
        let (segment, after) = segment(rest)?;
        segments.push(segment);
        match after {
            Some(after) => rest = after,
            None => return Some(Pattern { segments, end: End::Exact }),
        }
    }
}

/// One segment, and what follows its slash; `None` when a set is never closed, so that nothing can match.
fn segment(text: &[u8]) -> Option<(Segment<'_>, Option<&[u8]>)> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = text;
    let after = loop {
        let Some((&byte, tail)) = rest.split_first() else { break None };
        let (literal, tail) = match (byte, tail.split_first()) {
            (b'\\', Some((&escaped, tail))) => (Some(escaped), tail),
            (b'*' | b'?' | b'[', _) => (None, tail),
            _ => (Some(byte), tail),
        };
        // Ruby takes an escaped slash for a slash.
        if literal == Some(b'/') {
            break Some(tail);
        }
        rest = tail;
        match literal {
            Some(byte) => push_byte(&mut tokens, byte),
            None => rest = wildcard(byte, tail, &mut tokens)?,
        }
    };
    let name = text.get(..text.len() - after.map_or(0, |tail| tail.len() + 1)).unwrap_or(text);
    Some((from_tokens(name, tokens), after))
}

/// Adds what `*`, `?` or `[` stands for and gives what follows it.
fn wildcard<'a>(byte: u8, tail: &'a [u8], tokens: &mut Vec<Token>) -> Option<&'a [u8]> {
    match byte {
        b'*' => {
            if tokens.last() != Some(&Token::Run) {
                tokens.push(Token::Run);
            }
            Some(tail)
        }
        b'?' => {
            tokens.push(Token::Any);
            Some(tail)
        }
        _ => {
            let (set, tail) = set(tail)?;
            tokens.push(Token::One(set));
            Some(tail)
        }
    }
}

/// The set after `[`: `]` closes it even in front (unlike elsewhere), `!` and `^` turn it round, and it may hold a slash.
fn set(text: &[u8]) -> Option<(Set, &[u8])> {
    let (not, mut rest) = match text.split_first() {
        Some((b'!' | b'^', rest)) => (true, rest),
        _ => (false, text),
    };
    let mut ranges = Vec::new();
    loop {
        if let Some(rest) = rest.strip_prefix(b"]") {
            return Some((Set { not, ranges }, rest));
        }
        let (first, after) = element(rest)?;
        (rest, ranges) = match after.strip_prefix(b"-") {
            Some(tail) if !tail.starts_with(b"]") => {
                let (last, after) = element(tail)?;
                (after, pushed(ranges, (first, last)))
            }
            _ => (after, pushed(ranges, (first, first))),
        };
    }
}

fn pushed(mut ranges: Vec<(u32, u32)>, range: (u32, u32)) -> Vec<(u32, u32)> {
    ranges.push(range);
    ranges
}

/// One character of a set, with its escape taken off.
fn element(text: &[u8]) -> Option<(u32, &[u8])> {
    super::super::engine::split_character(text.strip_prefix(b"\\").unwrap_or(text))
}

/// GitLab's own rewriting before Ruby sees the pattern: it floats unless it starts with `/`, and `dir/` means `dir/**/*`.
pub(crate) fn normalise(pattern: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(pattern.len() + 9);
    let mut rest = if pattern.starts_with(b"\\#") { pattern.get(1..).unwrap_or(pattern) } else { pattern };
    if rest == b"*" {
        return b"/**/*".to_vec();
    }
    if !rest.starts_with(b"/") {
        text.extend_from_slice(b"/**/");
    }
    while let Some((&byte, tail)) = rest.split_first() {
        let blank = tail.len() - tail.trim_ascii_start().len();
        if byte == b'\\' && blank > 0 {
            text.push(b' ');
            rest = tail.trim_ascii_start();
        } else {
            text.push(byte);
            rest = tail;
        }
    }
    if text.ends_with(b"/") {
        text.extend_from_slice(b"**/*");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gitlab_floats_and_recurses_by_rewriting() {
        for (written, meant) in [
            ("*", "/**/*"),
            ("a/", "/**/a/**/*"),
            ("/a b", "/a b"),
            (r"a\  b", "/**/a b"),
            (r"\#x", "/**/#x"),
        ] {
            assert_eq!(normalise(written.as_bytes()), meant.as_bytes(), "{written}");
        }
    }
}
