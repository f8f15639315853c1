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
}

impl SourceError {
    pub(crate) fn unreadable(name: &str, error: io::Error) -> Self {
        Self::Unreadable { name: name.to_owned(), error }
    }
}

fn bulleted(problems: &[String]) -> String {
    problems.iter().map(|problem| format!("- {problem}")).collect::<Vec<_>>().join("\n")
}
