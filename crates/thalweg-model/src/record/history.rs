//! The history of a repository: commits, touched files and releases.

use serde::{Deserialize, Serialize};

use crate::instant::Instant;

/// A commit and its place in the commit graph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commit {
    /// Its hash, in the repository.
    pub sha: String,
    /// The hashes of its parents, in order.
    #[serde(default)]
    pub parents: Vec<String>,
    /// The author, as an opaque id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When it was written.
    pub authored_at: Instant,
    /// When it entered the history.
    pub committed_at: Instant,
}

/// A file touched by a commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Touch {
    /// The hash of the commit.
    pub sha: String,
    /// The author, as an opaque id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When it was written.
    pub at: Instant,
    /// The path from the root of the repository.
    pub path: String,
    /// Lines added; absent for what has no lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added: Option<u64>,
    /// Lines deleted; absent for what has no lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<u64>,
}

/// A release: a tag on a commit, taken as a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// The name of the tag.
    pub tag: String,
    /// The hash of the commit released.
    pub sha: String,
    /// When it was released.
    pub released_at: Instant,
}
