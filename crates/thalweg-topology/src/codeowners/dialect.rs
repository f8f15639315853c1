//! The hosts whose CODEOWNERS dialects are read exactly.

use std::fmt;

/// Whose reading of a CODEOWNERS file is meant (topology.md section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// GitHub: gitignore-like patterns, the last match wins, a line without owners un-owns.
    GitHub,
    /// GitLab: Ruby's `File.fnmatch`, sections that add up, exclusions.
    GitLab,
    /// Bitbucket Cloud: gitignore-like patterns, every match adds its owners.
    Bitbucket,
    /// Gitea and Forgejo: a regular expression over the whole path, every match adds its owners.
    Gitea,
}

impl Dialect {
    /// All dialects, in the order of the table in topology.md section 2.
    pub const ALL: [Self; 4] = [Self::GitHub, Self::GitLab, Self::Bitbucket, Self::Gitea];

    /// Where the host looks for the file, relative to the root; the first that exists wins.
    ///
    /// ```
    /// use thalweg_topology::codeowners::Dialect;
    /// assert_eq!(Dialect::GitHub.locations()[0], ".github/CODEOWNERS");
    /// ```
    #[must_use]
    pub const fn locations(self) -> &'static [&'static str] {
        match self {
            Self::GitHub => &[".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"],
            Self::GitLab => &["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"],
            Self::Bitbucket => &[".bitbucket/CODEOWNERS"],
            Self::Gitea => &["CODEOWNERS", "docs/CODEOWNERS", ".gitea/CODEOWNERS"],
        }
    }

    /// Whether every match adds its owners; elsewhere one match decides.
    #[must_use]
    pub const fn adds_up(self) -> bool {
        matches!(self, Self::Bitbucket | Self::Gitea)
    }

    /// The number of bytes above which the host does not load the file at all, where it states one.
    #[must_use]
    pub const fn size_limit(self) -> Option<usize> {
        match self {
            Self::GitHub => Some(3 * 1024 * 1024),
            _ => None,
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GitHub => "GitHub",
            Self::GitLab => "GitLab",
            Self::Bitbucket => "Bitbucket",
            Self::Gitea => "Gitea",
        })
    }
}
