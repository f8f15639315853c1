//! A path pattern, taken apart at its slashes: what every segment wants, and how the path may end.

use std::borrow::Cow;

use super::glob::Glob;

/// What one segment of a pattern matches.
#[derive(Debug, Clone)]
pub(crate) enum Segment<'a> {
    /// Exactly this name.
    Literal(Cow<'a, [u8]>),
    /// Any one name (`*`).
    Any,
    /// A name of this shape; the text tells equal globs apart.
    Glob(&'a [u8], Glob),
    /// Any number of names, none included (`**`).
    Deep,
}

/// Where a path may end once all segments have matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// There and nowhere else.
    Exact,
    /// There, or anywhere below.
    Subtree,
    /// Below, but not there.
    Below,
}

/// A pattern ready for the trie.
#[derive(Debug, Clone)]
pub(crate) struct Pattern<'a> {
    pub(crate) segments: Vec<Segment<'a>>,
    pub(crate) end: End,
}
