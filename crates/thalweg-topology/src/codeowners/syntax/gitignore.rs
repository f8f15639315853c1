//! Patterns as GitHub and Bitbucket read them: gitignore's language without sets and negation.

use std::borrow::Cow;

use super::super::engine::{End, Glob, Pattern, Segment, Token};

/// What stands between the slashes at both ends of a pattern, and whether there is one before it and one behind it.
fn body(pattern: &[u8]) -> (&[u8], bool, bool) {
    let rooted = pattern.strip_prefix(b"/");
    let body = rooted.unwrap_or(pattern);
    let directory = body.strip_suffix(b"/");
    (directory.unwrap_or(body), rooted.is_some(), directory.is_some())
}

/// Whether a pattern matches no path at all, as `/` alone does.
pub(super) fn matches_nothing(pattern: &[u8]) -> bool {
    body(pattern).0.is_empty()
}

/// Takes a pattern apart; `None` when it matches no path at all.
pub(crate) fn compile(pattern: &[u8]) -> Option<Pattern<'_>> {
    let (body, rooted, directory) = body(pattern);
    if body.is_empty() {
        return None;
    }
    let slashes = memchr::memchr_iter(b'/', body).count();
    let (names, end) = ending(body, directory);
    let mut segments = Vec::with_capacity(slashes + 2);
    if !rooted && slashes == 0 {
        segments.push(Segment::Deep);
    }
    let segment = if is_plain(pattern) { plain } else { segment };
    segments.extend(names.into_iter().flat_map(|names| names.split(|&byte| byte == b'/')).map(segment));
    // `a/**/**/b` is `a/**/b`, and `**` before "anything below" adds nothing.
    segments.dedup_by(|b, a| matches!((a, b), (Segment::Deep, Segment::Deep)));
    if end == End::Below && matches!(segments.last(), Some(Segment::Deep)) {
        segments.pop();
    }
    Some(Pattern { segments, end })
}

/// The names, if any are left when a trailing `**` has been taken off, and how a path may end.
fn ending(body: &[u8], directory: bool) -> (Option<&[u8]>, End) {
    if body == b"**" {
        return (None, End::Below);
    }
    match body.strip_suffix(b"/**") {
        Some(names) => (Some(names), End::Below),
        None if directory => (Some(body), End::Below),
        None if body == b"*" || body.ends_with(b"/*") => (Some(body), End::Exact),
        None => (Some(body), End::Subtree),
    }
}

/// Whether no byte of a pattern stands for anything but itself.
fn is_plain(pattern: &[u8]) -> bool {
    memchr::memchr3(b'*', b'?', b'\\', pattern).is_none()
}

fn plain(name: &[u8]) -> Segment<'_> {
    Segment::Literal(Cow::Borrowed(name))
}

fn segment(name: &[u8]) -> Segment<'_> {
    match name {
        b"**" => Segment::Deep,
        b"*" => Segment::Any,
        _ if is_plain(name) => plain(name),
        _ => shaped(name),
    }
}

/// A segment with wildcards or escapes.
fn shaped(name: &[u8]) -> Segment<'_> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut bytes = name.iter().copied();
    while let Some(byte) = bytes.next() {
        match byte {
            b'*' if matches!(tokens.last(), Some(Token::Run)) => {}
            b'*' => tokens.push(Token::Run),
            b'?' => tokens.push(Token::Any),
            // A backslash at the very end escapes nothing and says nothing.
            b'\\' => bytes.next().into_iter().for_each(|escaped| push_byte(&mut tokens, escaped)),
            _ => push_byte(&mut tokens, byte),
        }
    }
    from_tokens(name, tokens)
}

/// Adds a byte to the text at the end of the tokens.
pub(super) fn push_byte(tokens: &mut Vec<Token>, byte: u8) {
    match tokens.last_mut() {
        Some(Token::Text(text)) => text.push(byte),
        _ => tokens.push(Token::Text(vec![byte])),
    }
}

/// The plainest segment that says what the tokens say.
pub(super) fn from_tokens(text: &[u8], mut tokens: Vec<Token>) -> Segment<'_> {
    match tokens.as_mut_slice() {
        [] => Segment::Literal(Cow::Borrowed(b"")),
        [Token::Run] => Segment::Any,
        [Token::Text(name)] => Segment::Literal(Cow::Owned(std::mem::take(name))),
        _ => Segment::Glob(text, Glob::new(tokens)),
    }
}
