//! Whether two editions may be put into one trend.

use super::{Edition, Instrument};
use thalweg_model::ConstructId;

/// Whether scores of two editions may be compared (survey.md section 1).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Comparability {
    /// The same edition, with the same keys and rules.
    Same,
    /// One names the other as comparable, and the construct has the same items, scale and score in both.
    Declared,
    /// Neither names the other.
    NotDeclared {
        /// The first edition.
        one: Edition,
        /// The other edition.
        other: Edition,
    },
    /// They are declared comparable, or carry the same version, but the construct is not scored alike.
    ScoredDifferently {
        /// The construct.
        construct: ConstructId,
    },
}

impl Comparability {
    /// Whether a trend may go across.
    #[must_use]
    pub const fn allows_trend(&self) -> bool {
        matches!(self, Self::Same | Self::Declared)
    }
}

impl Instrument {
    /// Whether the scores of a construct may be compared with those of another edition: only the same edition, or one that
    /// `comparable_with` names, and only where the construct is scored alike in both.
    ///
    /// ```
    /// use thalweg_survey::{Comparability, Instrument};
    /// let editions: Vec<_> = Instrument::built_in().into_iter().filter(|i| i.construct("burnout").is_some()).collect();
    /// let [old, newer, ..] = editions.as_slice() else { panic!("three versions") };
    /// assert_eq!(old.comparable(old, "burnout"), Some(Comparability::Same));
    /// assert!(!old.comparable(newer, "burnout").expect("both have it").allows_trend());
    /// ```
    #[must_use]
    pub fn comparable(&self, other: &Self, construct: &str) -> Option<Comparability> {
        let (mine, its) = (self.construct(construct)?, other.construct(construct)?);
        let declared =
            self.comparable_with.contains(&other.edition) || other.comparable_with.contains(&self.edition);
        let same = self.edition == other.edition;
        let keys = |i: &Self| i.items_of(mine).map(|item| (item.key, item.scale)).collect::<Vec<_>>();
        let alike = mine == its && keys(self) == keys(other);
        Some(match (same || declared, alike) {
            (true, true) if same => Comparability::Same,
            (true, true) => Comparability::Declared,
            (true, false) => Comparability::ScoredDifferently { construct: mine.id.clone() },
            (false, _) => {
                Comparability::NotDeclared { one: self.edition.clone(), other: other.edition.clone() }
            }
        })
    }
}
