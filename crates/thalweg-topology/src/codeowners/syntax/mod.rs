//! How each host writes and reads a line.

mod fnmatch;
mod gitea;
mod github;
mod gitignore;
mod gitlab;
mod header;
mod line;

pub(crate) use fnmatch::{compile as compile_fnmatch, normalise};
pub(crate) use gitignore::compile as compile_gitignore;

use regex_lite::Regex;

use super::diagnostic::Diagnostic;
use super::dialect::Dialect;
use super::rule::{Rule, Section};

/// What a file says, before it is made ready for answers.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) rules: Vec<Rule>,
    pub(crate) sections: Vec<Section>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// For Gitea: one for each rule.
    pub(crate) regexps: Vec<Regex>,
}

/// The usual bytes of a line; only the room that is made at first depends on it.
const USUAL: usize = 48;

/// Reads all lines as `dialect` does; what cannot be read becomes a diagnostic.
pub(crate) fn read(source: &[u8], dialect: Dialect) -> Draft {
    let lines = line::lines(source);
    match dialect {
        Dialect::GitHub | Dialect::Bitbucket => github::read(lines, dialect, source.len() / USUAL),
        Dialect::GitLab => gitlab::read(lines),
        Dialect::Gitea => gitea::read(lines),
    }
}
