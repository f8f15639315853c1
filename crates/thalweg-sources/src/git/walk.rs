//! The commits that tips reach, each read once.

use std::collections::HashSet;

use gix::ObjectId;
use thalweg_model::Instant;
use thalweg_model::record::Commit;

use super::Progress;
use super::author::Authors;
use super::open::Clone;
use crate::SourceError;
use crate::source::Source;

/// After how many commits progress is told.
pub(super) const STEP: u64 = 2_000;

/// A walk through the commit graph.
pub(super) struct Walk<'a> {
    clone: &'a Clone,
    pub(super) authors: Authors,
    seen: HashSet<ObjectId>,
    /// The commits with their ids, in the order of their hashes once the walk has ended.
    pub(super) commits: Vec<(ObjectId, Commit)>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(clone: &'a Clone, key: [u8; 16]) -> Self {
        Self { clone, authors: Authors::new(key), seen: HashSet::new(), commits: Vec::new() }
    }

    /// Reads every commit that the tips reach.
    pub(super) fn from(
        &mut self,
        tips: impl Iterator<Item = ObjectId>,
        source: &mut Source,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), SourceError> {
        let mut open: Vec<ObjectId> = tips.filter(|id| self.seen.insert(*id)).collect();
        while let Some(id) = open.pop() {
            let parents = self.commit(id, source)?;
            open.extend(parents.into_iter().filter(|id| self.seen.insert(*id)));
            if (self.commits.len() as u64).is_multiple_of(STEP) {
                progress(Progress::Commits { read: self.commits.len() as u64 });
            }
        }
        progress(Progress::Commits { read: self.commits.len() as u64 });
        self.commits.sort_unstable_by_key(|(id, _)| *id);
        Ok(())
    }

    /// Reads one commit and gives its parents back.
    fn commit(&mut self, id: ObjectId, source: &mut Source) -> Result<Vec<ObjectId>, SourceError> {
        let damaged = |error: &gix::Error| self.clone.damaged(format!("commit {id}"), error);
        let commit = self.clone.repository.find_commit(id).map_err(|error| damaged(&error))?;
        let parents: Vec<ObjectId> = commit.parent_ids().map(|id| id.detach()).collect();
        let committer = commit.committer().map_err(|error| damaged(&error))?;
        let (committed_at, in_range) = instant(committer.seconds());
        let author = commit.author().unwrap_or(committer);
        let authored_at = instant(author.seconds()).0;
        if !in_range {
            source.note(
                0,
                format!("commit {id} was made outside of the years 1970 to 2199: it is held at their end"),
            );
        }
        let record = Commit {
            sha: id.to_string(),
            parents: parents.iter().map(ToString::to_string).collect(),
            author: Some(self.authors.id(author.name, author.email)),
            authored_at,
            committed_at,
        };
        self.commits.push((id, record));
        Ok(parents)
    }
}

/// The instant of git's seconds, and whether it is one that a record can hold; if not, the nearest that can.
pub(super) fn instant(seconds: i64) -> (Instant, bool) {
    match Instant::from_seconds(seconds) {
        Some(at) => (at, true),
        None if seconds < 0 => (Instant::MIN, false),
        None => (Instant::MAX, false),
    }
}
