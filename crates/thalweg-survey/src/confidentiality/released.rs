//! A value that a plan let out, or one uniform word where it did not.

use std::fmt;

use serde::{Serialize, Serializer};

/// A value that a release plan let out, or "withheld".
///
/// What is withheld is the same for every group: no count and no reason goes with it. Only a plan makes a `Released`, so
/// what serialises has passed one. Nobody else can:
///
/// ```compile_fail,E0423
/// use thalweg_survey::confidentiality::Released;
/// let mine = Released(Some(4.2));
/// ```
///
/// ```compile_fail,E0599
/// use thalweg_survey::confidentiality::Released;
/// let mine = Released::shown(4.2);
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Released<T>(Option<T>);

impl<T> Released<T> {
    pub(super) const fn shown(value: T) -> Self {
        Self(Some(value))
    }

    pub(super) const fn withheld() -> Self {
        Self(None)
    }

    pub(super) fn when(allowed: bool, compute: impl FnOnce() -> T) -> Self {
        if allowed { Self::shown(compute()) } else { Self::withheld() }
    }

    /// The value, if it was let out.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        self.0.as_ref()
    }

    /// The value itself, if it was let out.
    #[must_use]
    pub fn into_value(self) -> Option<T> {
        self.0
    }

    /// Whether it was held back.
    #[must_use]
    pub const fn is_withheld(&self) -> bool {
        self.0.is_none()
    }
}

impl<T: fmt::Debug> fmt::Debug for Released<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(value) => write!(f, "Released({value:?})"),
            None => f.write_str("Released(withheld)"),
        }
    }
}

impl<T: fmt::Display> fmt::Display for Released<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(value) => value.fmt(f),
            None => f.write_str("withheld"),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Outside<'a, T> {
    Shown(&'a T),
    Withheld,
}

impl<T: Serialize> Serialize for Released<T> {
    /// `{"shown": value}` or `"withheld"`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_ref().map_or(Outside::Withheld, Outside::Shown).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_withheld_is_one_word() {
        let mut computed = false;
        let hidden = Released::when(false, || {
            computed = true;
            4.2
        });
        assert!(!computed, "what is withheld is not even computed");
        assert_eq!(serde_json::to_string(&hidden).unwrap(), r#""withheld""#);
        assert_eq!(format!("{hidden:?} {hidden}"), "Released(withheld) withheld");
        assert_eq!(serde_json::to_string(&Released::shown(4.5)).unwrap(), r#"{"shown":4.5}"#);
    }
}
