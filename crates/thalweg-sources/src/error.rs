//! The errors of reading: only what cannot be read at all, or settings that are wrong. A record that is wrong is a reject.

use std::io;

/// Why nothing could be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// A file could not be opened or read to its end.
    #[error("cannot read `{name}`: {error}")]
    Unreadable {
        /// The file.
        name: String,
        /// What the system said.
        #[source]
        error: io::Error,
    },
    /// There is no folder of that name.
    #[error("there is no folder `{path}`: name the folder that holds the files")]
    NoFolder {
        /// The path as given.
        path: String,
    },
    /// The path is a file, and a folder is needed.
    #[error("`{path}` is a file: name the folder that holds it")]
    NotAFolder {
        /// The path as given.
        path: String,
    },
    /// The folder holds no file that is known.
    #[error("`{path}` holds no file of a known name: {hint}")]
    NothingKnown {
        /// The path as given.
        path: String,
        /// What would be known.
        hint: String,
    },
    /// The settings of the folder are wrong; all problems at once.
    #[error("`{name}` is wrong:\n{}", bulleted(.problems))]
    Settings {
        /// The file.
        name: String,
        /// Each problem with its line.
        problems: Vec<String>,
    },
    /// The path is in no git repository.
    #[error("`{path}` is in no git repository: name the folder of a clone")]
    NoRepository {
        /// The path as given.
        path: String,
    },
    /// The clone holds only a part of the history, so no commit can be told to be new in a release.
    #[error(
        "`{path}` is a shallow clone, and its older commits are missing: run `git fetch --unshallow --tags`"
    )]
    Shallow {
        /// The path as given.
        path: String,
    },
    /// The repository has no commit yet.
    #[error("`{path}` has no commit yet: its HEAD, `{head}`, is unborn")]
    NoCommit {
        /// The path as given.
        path: String,
        /// The branch that HEAD names.
        head: String,
    },
    /// No tag stands for a release.
    #[error("`{path}` has no tag {}: releases are read from tags, {hint}", .glob.as_ref().map_or_else(|| "on a commit".to_owned(), |glob| format!("on a commit that `{glob}` matches")))]
    NoTags {
        /// The path as given.
        path: String,
        /// What the tags had to match.
        glob: Option<String>,
        /// What can be done.
        hint: String,
    },
    /// The glob for tags is none.
    #[error("`{glob}` is no glob for tags: {reason}")]
    BadGlob {
        /// The glob as given.
        glob: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Something of the repository cannot be read.
    #[error("the repository `{path}` is damaged: {what} cannot be read ({reason}); `git fsck` tells more")]
    Damaged {
        /// The path as given.
        path: String,
        /// The commit, reference or tree.
        what: String,
        /// What the reader said.
        reason: String,
    },
}

impl SourceError {
    pub(crate) fn unreadable(name: &str, error: io::Error) -> Self {
        Self::Unreadable { name: name.to_owned(), error }
    }
}

fn bulleted(problems: &[String]) -> String {
    problems.iter().map(|problem| format!("- {problem}")).collect::<Vec<_>>().join("\n")
}
