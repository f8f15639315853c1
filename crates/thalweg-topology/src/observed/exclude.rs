//! Which touches do not count: by bots, of vendored files, of generated files.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Why a touch was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Excluded {
    /// A bot made it.
    Bot,
    /// The file comes from somebody else.
    Vendored,
    /// The file is written by a tool.
    Generated,
    /// Nobody is named as its author.
    NoAuthor,
    /// The commit has already touched the file.
    Repeated,
}

/// The rules by which touches are left out; all of it is data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Exclude {
    /// Authors that are bots, by their whole id.
    pub bots: BTreeSet<String>,
    /// Ends of the ids of bots, such as `[bot]`.
    pub bot_suffixes: BTreeSet<String>,
    /// Names of folders that hold vendored files, at any depth.
    pub vendored: BTreeSet<String>,
    /// Whole names of generated files, at any depth.
    pub generated_names: BTreeSet<String>,
    /// Ends of the names of generated files.
    pub generated_suffixes: BTreeSet<String>,
}

fn words<const N: usize>(all: [&str; N]) -> BTreeSet<String> {
    all.into_iter().map(str::to_owned).collect()
}

impl Default for Exclude {
    /// Bots whose id ends in `[bot]`, the usual folders of vendored code, lock files and the usual outputs of generators.
    fn default() -> Self {
        Self {
            bots: BTreeSet::new(),
            bot_suffixes: words(["[bot]"]),
            vendored: words(["vendor", "third_party", "third-party", "node_modules", "bower_components"]),
            generated_names: words([
                "Cargo.lock",
                "package-lock.json",
                "yarn.lock",
                "pnpm-lock.yaml",
                "poetry.lock",
                "uv.lock",
                "go.sum",
                "Gemfile.lock",
                "composer.lock",
            ]),
            generated_suffixes: words([".min.js", ".min.css", ".pb.go", "_pb2.py", ".snap", ".generated.ts"]),
        }
    }
}

impl Exclude {
    /// Nothing is left out but touches without an author.
    #[must_use]
    pub fn nothing() -> Self {
        Self {
            bots: BTreeSet::new(),
            bot_suffixes: BTreeSet::new(),
            vendored: BTreeSet::new(),
            generated_names: BTreeSet::new(),
            generated_suffixes: BTreeSet::new(),
        }
    }

    pub(super) fn bot(&self, author: &str) -> bool {
        self.bots.contains(author) || self.bot_suffixes.iter().any(|end| author.ends_with(end.as_str()))
    }

    /// Why files of that path do not count, if they do not.
    #[must_use]
    pub fn path(&self, path: &str) -> Option<Excluded> {
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        if folders.split('/').any(|folder| self.vendored.contains(folder)) {
            return Some(Excluded::Vendored);
        }
        let generated = self.generated_names.contains(name)
            || self.generated_suffixes.iter().any(|end| name.ends_with(end.as_str()));
        generated.then_some(Excluded::Generated)
    }
}

/// Touches left out, by reason.
pub(super) type LeftOut = BTreeMap<Excluded, u64>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_names_are_matched_whole() {
        let rules = Exclude::default();
        assert_eq!(rules.path("a/vendor/b.rs"), Some(Excluded::Vendored));
        assert_eq!(rules.path("vendors/b.rs"), None);
        assert_eq!(rules.path("vendor"), None, "a file of that name is no folder");
        assert_eq!(rules.path("deep/Cargo.lock"), Some(Excluded::Generated));
        assert_eq!(rules.path("MyCargo.lock"), None);
        assert_eq!(rules.path("app.min.js"), Some(Excluded::Generated));
        assert!(rules.bot("renovate[bot]") && !rules.bot("robot"));
    }
}
