//! Texts as numbers: each once, all of them in one piece of memory.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// The number of a text, from 0 in the order in which they came.
pub(crate) type NameIx = u32;

/// Different texts, each with its number.
///
/// The hash is a quick one with a seed of its own in each process: nobody who writes a file knows which texts collide, and what is
/// answered does not depend on it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    bytes: Vec<u8>,
    /// Where each text ends in `bytes`.
    ends: Vec<u32>,
    table: HashTable<NameIx>,
    hasher: DefaultHashBuilder,
}

impl Names {
    /// No texts yet, with room for so many short ones.
    pub(crate) fn with_room(count: usize) -> Self {
        let (bytes, ends) = (Vec::with_capacity(count * 8), Vec::with_capacity(count));
        Self { bytes, ends, table: HashTable::with_capacity(count), hasher: DefaultHashBuilder::default() }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of a number; empty where there is none of it.
    pub(crate) fn text(&self, ix: NameIx) -> &[u8] {
        text(&self.bytes, &self.ends, ix)
    }

    /// The number of a text that is known.
    pub(crate) fn find(&self, name: &[u8]) -> Option<NameIx> {
        let same = |&ix: &NameIx| self.text(ix) == name;
        self.table.find(self.hasher.hash_one(name), same).copied()
    }

    /// The number of a text, a new one where it is not known; `None` once there is no room for more.
    pub(crate) fn intern(&mut self, name: &[u8]) -> Option<NameIx> {
        let Self { bytes, ends, table, hasher } = self;
        let hash = hasher.hash_one(name);
        if let Some(&known) = table.find(hash, |&ix| text(bytes, ends, ix) == name) {
            return Some(known);
        }
        let fresh = NameIx::try_from(ends.len()).ok()?;
        let end = u32::try_from(bytes.len() + name.len()).ok()?;
        bytes.extend_from_slice(name);
        ends.push(end);
        table.insert_unique(hash, fresh, |&ix| hasher.hash_one(text(bytes, ends, ix)));
        Some(fresh)
    }
}

fn text<'b>(bytes: &'b [u8], ends: &[u32], ix: NameIx) -> &'b [u8] {
    let ix = ix as usize;
    let start = ix.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |&end| end as usize);
    ends.get(ix).and_then(|&end| bytes.get(start..end as usize)).unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_has_one_number() {
        let mut names = Names::default();
        let all: Vec<_> =
            ["a", "", "ab", "a", "ab", ""].iter().map(|it| names.intern(it.as_bytes())).collect();
        assert_eq!(all, [0, 1, 2, 0, 2, 1].map(Some));
        assert_eq!(
            (names.len(), names.text(2), names.find(b"ab"), names.find(b"b")),
            (3, &b"ab"[..], Some(2), None)
        );
    }
}
