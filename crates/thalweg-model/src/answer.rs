//! Raw survey answers: held, scored, and never shown.
//!
//! Nothing here implements `Serialize`, `Display` or a `Debug` that shows content: what people answered leaves only as
//! readings that a release plan allowed (survey.md section 3).
//!
//! ```compile_fail
//! use thalweg_model::answer::AnswerSheet;
//! fn leak(sheet: &AnswerSheet) -> String {
//!     serde_json::to_string(sheet).unwrap_or_default() // raw answers do not serialise
//! }
//! ```

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use crate::id::{GroupId, ItemId, WaveId};

/// Why a question has no answer; never a value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Absence {
    /// The respondent does not know.
    DontKnow,
    /// The question does not apply.
    NotApplicable,
    /// The respondent prefers not to say.
    PreferNotToSay,
    /// The respondent left it out.
    Skipped,
    /// The question was not asked.
    NotAsked,
}

/// What one respondent gave to one item.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// A point of the item's scale.
    Value(i32),
    /// No point, and why.
    Absent(Absence),
}

impl Answer {
    /// The point of the scale, if there is one.
    #[must_use]
    pub const fn value(self) -> Option<i32> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent(_) => None,
        }
    }
}

/// A respondent: a keyed hash of what the caller's source calls the person, so that waves can be linked and nobody named.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Respondent([u8; 16]);

impl Respondent {
    /// The respondent of a keyed 128-bit hash. The reader makes the hash; the key stays with the caller.
    #[must_use]
    pub const fn of_hash(hash: [u8; 16]) -> Self {
        Self(hash)
    }

    /// The hash it was made of: what a ledger of releases keeps, to be guarded like the answers themselves.
    #[must_use]
    pub const fn hash(&self) -> [u8; 16] {
        self.0
    }
}

/// A group's place in the hierarchy, from the root: `org/products/payments`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupPath(Vec<GroupId>);

impl GroupPath {
    /// The path of these groups from the root, or `None` where it is empty or deeper than 64 levels.
    #[must_use]
    pub fn new(groups: Vec<GroupId>) -> Option<Self> {
        (!groups.is_empty() && groups.len() <= 64).then_some(Self(groups))
    }

    /// The groups from the root.
    #[must_use]
    pub fn groups(&self) -> &[GroupId] {
        &self.0
    }
}

/// One respondent's answers in one wave.
#[derive(Clone)]
pub struct AnswerSheet {
    /// The wave.
    pub wave: WaveId,
    /// Who answered.
    pub respondent: Respondent,
    /// Where the respondent belonged at the time.
    pub group: GroupPath,
    /// The answers by item.
    pub answers: BTreeMap<ItemId, Answer>,
}

/// All answer sheets that were read, in the order of wave and respondent.
#[derive(Clone, Default)]
pub struct Answers {
    waves: BTreeMap<WaveId, BTreeMap<Respondent, AnswerSheet>>,
}

impl Answers {
    /// Takes a sheet in; gives it back where the respondent has one in this wave already.
    ///
    /// # Errors
    /// The sheet itself: a respondent twice in a wave is refused (survey.md section 4).
    pub fn insert(&mut self, sheet: AnswerSheet) -> Result<(), Box<AnswerSheet>> {
        match self.waves.entry(sheet.wave.clone()).or_default().entry(sheet.respondent) {
            Entry::Occupied(_) => Err(Box::new(sheet)),
            Entry::Vacant(place) => {
                place.insert(sheet);
                Ok(())
            }
        }
    }

    /// The sheets of one wave, in the order of the respondents' hashes.
    pub fn of_wave(&self, wave: &WaveId) -> impl Iterator<Item = &AnswerSheet> {
        self.waves.get(wave).into_iter().flat_map(BTreeMap::values)
    }

    /// The waves that have answers.
    pub fn waves(&self) -> impl Iterator<Item = &WaveId> {
        self.waves.keys()
    }

    /// Whether nothing was answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waves.is_empty()
    }
}

macro_rules! hidden {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            /// Names the type and nothing of its content.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(hidden)"))
            }
        }
    )*};
}

hidden!(Answer, Absence, Respondent, AnswerSheet, Answers);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_an_answer() {
        assert_eq!(format!("{:?}", Answer::Value(7)), "Answer(hidden)");
        assert_eq!(format!("{:?}", Respondent::of_hash([7; 16])), "Respondent(hidden)");
    }
}
