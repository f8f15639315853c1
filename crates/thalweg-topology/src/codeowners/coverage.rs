//! How many paths somebody owns.

use super::answer::Ownership;

/// Paths by answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[must_use]
pub struct Coverage {
    /// Paths with at least one owner.
    pub owned: u64,
    /// Paths whose rule names nobody.
    pub unowned: u64,
    /// Paths no rule matches.
    pub unmatched: u64,
}

impl Coverage {
    /// All paths asked for.
    #[must_use]
    pub fn paths(self) -> u64 {
        self.owned + self.unowned + self.unmatched
    }

    /// The share of owned paths, from 0 to 1; `None` when there were no paths.
    ///
    /// ```
    /// use thalweg_topology::codeowners::{CodeOwners, Dialect};
    /// let file = CodeOwners::parse(b"/src/ @ada\n", Dialect::GitHub);
    /// assert_eq!(file.coverage(["README.md", "src/lib.rs"]).share(), Some(0.5));
    /// assert_eq!(file.coverage(Vec::<&str>::new()).share(), None);
    /// ```
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "no repository has 2^53 paths")]
    pub fn share(self) -> Option<f64> {
        (self.paths() > 0).then(|| self.owned as f64 / self.paths() as f64)
    }

    pub(super) fn count(&mut self, answer: &Ownership<'_>) {
        match answer {
            Ownership::Owned { .. } => self.owned += 1,
            Ownership::Unowned { .. } => self.unowned += 1,
            Ownership::Unmatched => self.unmatched += 1,
        }
    }
}
