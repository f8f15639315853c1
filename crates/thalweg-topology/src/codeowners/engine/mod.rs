//! Matching many segment patterns at once: a trie whose nodes carry the highest rule.

mod asked;
mod every;
mod glob;
mod near;
mod screen;
mod segment;
mod trie;
mod walk;

pub(crate) use every::every_match;
pub(crate) use glob::{Glob, Set, Token, split_character};
pub(crate) use near::reached;
pub(crate) use segment::{End, Pattern, Segment};
pub(crate) use trie::{Rank, Trie};
pub(crate) use walk::{Seen, Walk};
