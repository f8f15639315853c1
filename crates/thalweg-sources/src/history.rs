//! The history of a repository as plain records.

use thalweg_model::record::{Commit, Release, Touch};

/// Commits, touched files and releases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The commits, in the order of their hashes.
    pub commits: Vec<Commit>,
    /// The touched files, in the order of the commits' hashes and the paths; empty where they were not asked for.
    pub touches: Vec<Touch>,
    /// The releases, in the order of their tags.
    pub releases: Vec<Release>,
}
