//! Three-valued truth after Kleene: unknown is neither true nor false, and only knowledge moves it.

use std::ops::Not;

/// What the evidence says of a condition.
///
/// ```
/// use thalweg_playbook::Truth::{False, True, Unknown};
/// assert_eq!(Unknown.and(False), False);
/// assert_eq!(Unknown.or(True), True);
/// assert_eq!(Unknown.and(True), Unknown);
/// assert_eq!(!Unknown, Unknown);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// The evidence does not tell.
    Unknown,
    /// It must not be told: a value is withheld. Whatever holds such a condition is withheld too, so that nothing can be
    /// derived from it.
    Withheld,
}

impl Truth {
    /// Both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Withheld, _) | (_, Self::Withheld) => Self::Withheld,
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            _ => Self::Unknown,
        }
    }

    /// At least one.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Withheld, _) | (_, Self::Withheld) => Self::Withheld,
            (Self::True, _) | (_, Self::True) => Self::True,
            (Self::False, Self::False) => Self::False,
            _ => Self::Unknown,
        }
    }

    /// Whether it can be told from what is known: unknown where it cannot.
    #[must_use]
    pub const fn known(truth: Option<bool>) -> Self {
        match truth {
            Some(true) => Self::True,
            Some(false) => Self::False,
            None => Self::Unknown,
        }
    }

    /// True where it must hold, false where it cannot, else unknown.
    #[must_use]
    pub(crate) const fn within(must: bool, cannot: bool) -> Self {
        if must {
            Self::True
        } else if cannot {
            Self::False
        } else {
            Self::Unknown
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        Self::known(Some(holds))
    }
}

impl Not for Truth {
    type Output = Self;
    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{self, False, True, Unknown, Withheld};

    const ALL: [Truth; 4] = [True, False, Unknown, Withheld];

    #[test]
    fn the_laws_of_de_morgan_hold() {
        for a in ALL {
            for b in ALL {
                assert_eq!(!(a.and(b)), (!a).or(!b));
                assert_eq!(a.and(b), b.and(a));
                assert_eq!(a.or(b), b.or(a));
            }
        }
    }

    #[test]
    fn knowing_more_never_turns_true_to_false() {
        for other in [True, False, Unknown] {
            for known in [True, False] {
                for (before, after) in
                    [(Unknown.and(other), known.and(other)), (Unknown.or(other), known.or(other))]
                {
                    assert!(before == Unknown || before == after);
                }
            }
        }
    }
}
