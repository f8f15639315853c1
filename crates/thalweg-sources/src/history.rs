//! The history of a repository as plain records.

use std::collections::BTreeMap;

use serde::Deserialize;
use thalweg_model::record::{Commit, Release, Touch};
use thalweg_model::{Instant, Record, RecordKind};

use crate::fault::Fault;
use crate::plain::{Plausible, Refers};
use crate::settle::{Placed, settle};
use crate::source::Source;

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

/// A touched file as files hold it: author and time may be left to its commit.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenTouch {
    sha: String,
    #[serde(default)]
    author: Option<String>,
    #[serde(default)]
    at: Option<Instant>,
    path: String,
    #[serde(default)]
    added: Option<u64>,
    #[serde(default)]
    deleted: Option<u64>,
}

impl Record for WrittenTouch {
    const KIND: RecordKind = RecordKind::Touches;
    fn key(&self) -> String {
        format!("{} {}", self.sha, self.path)
    }
}

impl Plausible for WrittenTouch {}
impl Refers for WrittenTouch {}

impl WrittenTouch {
    /// The touch, with what its commit says; `None` where neither says when it was.
    fn complete(self, commits: &BTreeMap<&str, &Commit>) -> Option<Touch> {
        let commit = commits.get(self.sha.as_str());
        let at = self.at.or_else(|| commit.map(|commit| commit.committed_at))?;
        let author = self.author.or_else(|| commit.and_then(|commit| commit.author.clone()));
        Some(Touch { sha: self.sha, author, at, path: self.path, added: self.added, deleted: self.deleted })
    }
}

impl History {
    /// When the newest commit or release was made; `None` where there is neither.
    #[must_use]
    pub fn last(&self) -> Option<Instant> {
        let commits = self.commits.iter().map(|commit| commit.committed_at);
        commits.chain(self.releases.iter().map(|release| release.released_at)).max()
    }

    /// The history of records that were read, one an id.
    pub(crate) fn of(
        commits: Vec<Placed<Commit>>,
        touches: Vec<Placed<WrittenTouch>>,
        releases: Vec<Placed<Release>>,
        source: &mut Source,
    ) -> Self {
        let bare = |placed: Placed<Commit>| placed.record;
        let commits: Vec<Commit> = settle(commits, source).into_iter().map(bare).collect();
        let by_sha: BTreeMap<&str, &Commit> =
            commits.iter().map(|commit| (commit.sha.as_str(), commit)).collect();
        let mut whole = Vec::with_capacity(touches.len());
        for placed in settle(touches, source) {
            let key = placed.record.key();
            match placed.record.complete(&by_sha) {
                Some(touch) => whole.push(touch),
                None => source.refuse_at(placed.place, untimed().of("touch", Some(&key))),
            }
        }
        let releases = settle(releases, source).into_iter().map(|placed| placed.record).collect();
        Self { commits, touches: whole, releases }
    }
}

fn untimed() -> Fault {
    Fault::in_field("at", "the field is missing, and so is the commit that would tell it")
}
