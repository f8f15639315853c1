//! The points an item can be answered with, and which way they are counted.

use std::collections::BTreeMap;

use serde::Serialize;

/// The declared points of an item, from `min` to `max` by ones. Ends are declared, never observed (survey.md section 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Scale {
    min: i32,
    max: i32,
}

impl Scale {
    /// A scale of 2 to 250 points, or `None`.
    #[must_use]
    pub fn new(min: i32, max: i32) -> Option<Self> {
        let points = i64::from(max) - i64::from(min) + 1;
        (2..=250).contains(&points).then_some(Self { min, max })
    }

    /// The lowest point.
    #[must_use]
    pub const fn min(self) -> i32 {
        self.min
    }

    /// The highest point.
    #[must_use]
    pub const fn max(self) -> i32 {
        self.max
    }

    /// How many points there are.
    #[must_use]
    pub fn points(self) -> u8 {
        u8::try_from(self.max - self.min + 1).unwrap_or(u8::MAX)
    }

    /// Whether the value is a point of the scale.
    #[must_use]
    pub const fn contains(self, value: i32) -> bool {
        self.min <= value && value <= self.max
    }

    /// The value counted in the direction of the construct: as it is, or `min + max − value` where the item is reversed
    /// (never `points + 1 − value`, which is wrong unless the scale starts at 1). `None` outside the scale.
    ///
    /// ```
    /// use thalweg_survey::{Key, Scale};
    /// let scale = Scale::new(0, 6).expect("seven points");
    /// assert_eq!(scale.keyed(1, Key::Reversed), Some(5));
    /// assert_eq!(scale.keyed(7, Key::Forward), None);
    /// ```
    #[must_use]
    pub fn keyed(self, value: i32, key: Key) -> Option<i32> {
        self.contains(value).then(|| match key {
            Key::Forward => value,
            Key::Reversed => self.min + (self.max - value),
        })
    }
}

/// Which way an item counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// A high answer is much of the construct (+1).
    Forward,
    /// A high answer is little of the construct (−1).
    Reversed,
}

/// The labels of points, and of answers that are none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Labels {
    /// The label of each labelled point.
    pub anchors: BTreeMap<i32, String>,
    /// The labels that stand for an absence, such as "don't know", by the name of the absence.
    pub absences: BTreeMap<String, AbsenceName>,
}

/// The name of a typed absence in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AbsenceName {
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

impl From<AbsenceName> for thalweg_model::answer::Absence {
    fn from(name: AbsenceName) -> Self {
        match name {
            AbsenceName::DontKnow => Self::DontKnow,
            AbsenceName::NotApplicable => Self::NotApplicable,
            AbsenceName::PreferNotToSay => Self::PreferNotToSay,
            AbsenceName::Skipped => Self::Skipped,
            AbsenceName::NotAsked => Self::NotAsked,
        }
    }
}
