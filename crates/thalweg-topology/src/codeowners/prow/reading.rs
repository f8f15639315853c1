//! What an installation of Prow reads: which folders, and whether the front matter of Markdown files.

use std::collections::BTreeMap;

use regex_lite::Regex;
use thalweg_model::{Loaded, Reject};

use super::{OwnersFiles, note};
use crate::format::shown;

/// The settings of an installation that say what is read.
///
/// Source: Prow's `owners_dir_denylist` and `owners.mdyaml_repos`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnersReading {
    /// Whether Markdown files name their own people in the front matter; they do not unless the installation says so.
    pub front_matter: bool,
    /// Expressions over the folders, from the root: one that matches is left out with everything below. What the host leaves out where it is
    /// told nothing is `\.git$`, `_output$` and `vendor/.*/.*`.
    pub left_out: Vec<String>,
}

impl Default for OwnersReading {
    fn default() -> Self {
        let left_out = [r"\.git$", "_output$", "vendor/.*/.*"].map(str::to_owned).to_vec();
        Self { front_matter: false, left_out }
    }
}

/// The folders that are left out.
pub(super) struct Denied {
    patterns: Vec<Regex>,
    /// How many files would have been read, by the folder that is left out.
    found: BTreeMap<String, u64>,
}

impl Denied {
    /// An expression that is none is told, and leaves nothing out.
    pub(super) fn by(settings: &OwnersReading, read: &mut Loaded<OwnersFiles>) -> Self {
        let mut patterns = Vec::new();
        for pattern in &settings.left_out {
            match Regex::new(pattern) {
                Ok(regexp) => patterns.push(regexp),
                Err(_) => {
                    let reason =
                        format!("`{}` is no regular expression, and leaves nothing out", shown(pattern));
                    read.reject(Reject::part(None, reason).in_field("left_out"));
                }
            }
        }
        Self { patterns, found: BTreeMap::new() }
    }

    /// Whether a folder, or one that it lies in, is left out.
    pub(super) fn folder(&mut self, folder: &str) -> bool {
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        let names = ends.filter_map(|end| folder.get(..end)).filter(|name| !name.is_empty());
        let matches = |name: &str| self.patterns.iter().any(|it| it.is_match(name));
        // The root is `.` to the host.
        let first = std::iter::once(".").chain(names).find(|name| matches(name)).map(str::to_owned);
        let denied = first.is_some();
        if let Some(first) = first {
            *self.found.entry(first).or_default() += 1;
        }
        denied
    }

    pub(super) fn tell(self, read: &mut Loaded<OwnersFiles>) {
        for (folder, files) in self.found {
            let reason =
                format!("`{folder}` is left out by the installation, and with it {files} of the files given");
            note(read, &folder, 0, &reason);
        }
    }
}

/// The front matter of a Markdown file, with the line of its first marker left empty so that lines keep their numbers.
pub(super) fn header(text: &str) -> Option<&str> {
    let body = text.strip_prefix("---\n")?;
    let ends = body.match_indices("\n---").map(|(at, _)| at);
    let marks = |at: &usize| {
        body.get(at + "\n---".len()..).is_some_and(|rest| rest.chars().next().is_none_or(char::is_whitespace))
    };
    let end = ends.into_iter().find(marks)?;
    text.get("---".len().."---\n".len() + end)
}
