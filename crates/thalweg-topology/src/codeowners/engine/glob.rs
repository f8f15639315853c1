//! Wildcards within one segment, matched in length of name × length of pattern at worst.

/// A set of characters, as Ruby's `File.fnmatch` reads `[…]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Set {
    /// Whether the set is meant as everything else.
    pub(crate) not: bool,
    /// First and last character of each range, inclusive.
    pub(crate) ranges: Vec<(u32, u32)>,
}

impl Set {
    fn contains(&self, character: u32) -> bool {
        // Ruby accepts either end of a range even when the range runs backwards.
        let inside = self.ranges.iter().any(|&(first, last)| {
            character == first || character == last || (first..=last).contains(&character)
        });
        inside != self.not
    }
}

/// One element of a glob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// These bytes.
    Text(Vec<u8>),
    /// One character (`?`).
    Any,
    /// Any number of characters (`*`).
    Run,
    /// One character of a set.
    One(Set),
}

impl Token {
    /// What is left of `text` once this element has been taken off its front.
    fn strip<'t>(&self, text: &'t [u8]) -> Option<&'t [u8]> {
        match self {
            Self::Text(bytes) => text.strip_prefix(bytes.as_slice()),
            Self::Any => split_character(text).map(|(_, rest)| rest),
            Self::One(set) => split_character(text).filter(|(c, _)| set.contains(*c)).map(|(_, rest)| rest),
            Self::Run => Some(text),
        }
    }
}

/// The first character as a code point, and the rest; a byte that is no UTF-8 stands for itself, above all characters.
pub(crate) fn split_character(text: &[u8]) -> Option<(u32, &[u8])> {
    let (&first, rest) = text.split_first()?;
    let width = match first {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => 1,
    };
    let character =
        text.get(..width).and_then(|bytes| std::str::from_utf8(bytes).ok()).and_then(|s| s.chars().next());
    match character {
        Some(c) => Some((u32::from(c), text.get(width..).unwrap_or(&[]))),
        None => Some((0x0011_0000 + u32::from(first), rest)),
    }
}

/// The shape of one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Glob {
    /// `*text`, by far the most frequent shape.
    Suffix(Vec<u8>),
    /// `text*`
    Prefix(Vec<u8>),
    /// `*text*`
    Inside(Vec<u8>),
    /// Everything else.
    Mixed(Vec<Token>),
}

impl Glob {
    pub(crate) fn new(mut tokens: Vec<Token>) -> Self {
        match tokens.as_mut_slice() {
            [Token::Run, Token::Text(text)] => Self::Suffix(std::mem::take(text)),
            [Token::Text(text), Token::Run] => Self::Prefix(std::mem::take(text)),
            // A text that begins within a character would be looked for at every byte here, and at every character below.
            [Token::Run, Token::Text(text), Token::Run] if text.first().is_some_and(|&byte| begins(byte)) => {
                Self::Inside(std::mem::take(text))
            }
            _ => Self::Mixed(tokens),
        }
    }

    /// Whether the whole of `name` has this shape.
    pub(crate) fn matches(&self, name: &[u8]) -> bool {
        match self {
            Self::Suffix(text) => name.ends_with(text),
            Self::Prefix(text) => name.starts_with(text),
            Self::Inside(text) => contains(name, text),
            Self::Mixed(tokens) => matches_tokens(tokens, name),
        }
    }

    /// Tells every text that a name has to hold; with a slash in front where the name has to begin with it, and one behind where it has
    /// to end with it.
    pub(crate) fn needs(&self, mut tell: impl FnMut(&[u8])) {
        match self {
            Self::Suffix(text) => tell(&[text.as_slice(), b"/"].concat()),
            Self::Prefix(text) => tell(&[b"/", text.as_slice()].concat()),
            Self::Inside(text) => tell(text),
            Self::Mixed(tokens) => {
                let last = tokens.len().saturating_sub(1);
                for (at, token) in tokens.iter().enumerate() {
                    let Token::Text(text) = token else { continue };
                    let front: &[u8] = if at == 0 { b"/" } else { b"" };
                    let back: &[u8] = if at == last { b"/" } else { b"" };
                    tell(&[front, text.as_slice(), back].concat());
                }
            }
        }
    }
}

/// Whether a byte is no later part of a character.
const fn begins(byte: u8) -> bool {
    !matches!(byte, 0x80..=0xBF)
}

fn contains(name: &[u8], text: &[u8]) -> bool {
    let Some((first, rest)) = text.split_first() else { return true };
    let mut left = name;
    while let Some(at) = left.iter().position(|byte| byte == first) {
        left = left.get(at + 1..).unwrap_or(&[]);
        if left.starts_with(rest) {
            return true;
        }
    }
    false
}

/// Only the last `*` is ever tried again: what an earlier one could take, the last one can take as well.
/// So the work is bounded by the product of the lengths, whatever the wildcards.
fn matches_tokens(tokens: &[Token], name: &[u8]) -> bool {
    let (mut left, mut rest) = (tokens, name);
    let mut retry: Option<(&[Token], &[u8])> = None;
    loop {
        match left.split_first() {
            Some((Token::Run, [])) => return true,
            Some((Token::Run, after)) => {
                left = after;
                retry = Some((after, rest));
                continue;
            }
            Some((token, after)) => {
                if let Some(text) = token.strip(rest) {
                    (left, rest) = (after, text);
                    continue;
                }
            }
            None if rest.is_empty() => return true,
            None => {}
        }
        let Some((after, from)) = retry else { return false };
        let Some((_, further)) = split_character(from) else { return false };
        retry = Some((after, further));
        (left, rest) = (after, further);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(s: &str) -> Token {
        Token::Text(s.as_bytes().to_vec())
    }

    #[test]
    fn a_run_takes_what_it_must() {
        let glob = Glob::new(vec![text("a"), Token::Run, text("bc"), Token::Run, text("d")]);
        assert!(glob.matches(b"abcd") && glob.matches(b"axbcbcxd"));
        assert!(!glob.matches(b"abd") && !glob.matches(b"abcdx"));
    }

    #[test]
    fn a_character_is_more_than_a_byte() {
        let glob = Glob::new(vec![Token::Any, text("x")]);
        assert!(glob.matches("éx".as_bytes()) && glob.matches(b"\xFFx"));
        assert!(!glob.matches("ééx".as_bytes()));
    }

    #[test]
    fn a_text_is_looked_for_at_characters_only() {
        let inside = |bytes: &[u8]| Glob::new(vec![Token::Run, Token::Text(bytes.to_vec()), Token::Run]);
        assert!(
            inside(b"aab").matches(b"xaaab") && !inside(b"ab").matches(b"axb") && inside(b"a").matches(b"a")
        );
        assert!(!inside(b"\xA9").matches("é".as_bytes()) && inside(b"\xA9").matches(b"x\xA9"));
    }

    #[test]
    fn many_runs_cost_no_exponential_time() {
        let tokens = (0..200).flat_map(|_| [Token::Run, text("a")]).chain([text("b")]).collect();
        assert!(!Glob::new(tokens).matches(&[b'a'; 4000]));
    }
}
