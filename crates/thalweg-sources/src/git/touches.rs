//! The files that commits touched: what differs between the tree of a commit and that of its parent.

use gix::ObjectId;
use gix::diff::tree::recorder::Change;
use gix::diff::tree::{Recorder, State};
use gix::objs::TreeRefIter;
use thalweg_model::record::{Commit, Touch};

use super::lines::{Counts, counts};
use super::open::Clone;
use super::walk::{STEP, Walk};
use super::{Progress, Touching};
use crate::SourceError;
use crate::source::Source;

/// Reads the touched files, in the order of the commits' hashes and the paths.
pub(super) fn read(
    clone: &Clone,
    walk: &Walk<'_>,
    touching: Touching,
    source: &mut Source,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<Touch>, SourceError> {
    let wanted = |commit: &Commit| {
        commit.parents.len() < 2 && touching.since.is_none_or(|since| commit.committed_at >= since)
    };
    let mut commits: Vec<&(ObjectId, Commit)> =
        walk.commits.iter().filter(|(_, commit)| wanted(commit)).collect();
    commits.sort_by_key(|(id, commit)| (std::cmp::Reverse(commit.committed_at), *id));
    let mut touches = Vec::new();
    let mut state = State::default();
    for (read, (id, commit)) in (0_u64..).zip(&commits) {
        if touches.len() >= touching.at_most {
            source.note(0, enough(commits.len() as u64 - read, touching.at_most));
            break;
        }
        let files = files(clone, *id, &mut state)
            .map_err(|error| clone.damaged(format!("the tree of commit {id}"), &error))?;
        touches.extend(files.into_iter().map(|file| {
            let counted = touching.lines.then(|| counts(&clone.repository, file.old, file.new)).flatten();
            touch(commit, file.path, counted)
        }));
        if read.is_multiple_of(STEP / 4) {
            progress(Progress::Touches { read, of: commits.len() as u64 });
        }
    }
    touches.truncate(touching.at_most);
    touches.sort_by(|a, b| (&a.sha, &a.path).cmp(&(&b.sha, &b.path)));
    Ok(touches)
}

fn enough(left: u64, at_most: usize) -> String {
    format!("the touched files of the {left} oldest commits were not read: {at_most} are enough")
}

fn touch(commit: &Commit, path: String, counted: Option<Counts>) -> Touch {
    let (sha, author) = (commit.sha.clone(), commit.author.clone());
    let (added, deleted) = counted.unzip();
    Touch { sha, author, at: commit.committed_at, path, added, deleted }
}

/// A file that differs, with the objects of both sides.
struct File {
    path: String,
    old: Option<ObjectId>,
    new: Option<ObjectId>,
}

/// The files that differ between a commit and its only parent.
fn files(clone: &Clone, id: ObjectId, state: &mut State) -> gix::Result<Vec<File>> {
    let commit = clone.repository.find_commit(id)?;
    let new = commit.tree()?;
    let parent = commit.parent_ids().next();
    let old = match parent {
        Some(parent) => parent.object()?.into_commit().tree()?,
        None => clone.repository.empty_tree(),
    };
    let kind = clone.repository.object_hash();
    let mut recorder = Recorder::default();
    let (old, new) = (TreeRefIter::from_bytes(&old.data, kind), TreeRefIter::from_bytes(&new.data, kind));
    gix::diff::tree(old, new, state, &clone.repository.objects, &mut recorder)
        .map_err(gix::Error::from_error)?;
    Ok(recorder.records.into_iter().filter_map(file).collect())
}

/// The file of a change, where it is one of a file. A file that takes the place of a folder, or the reverse, counts on its own side only.
fn file(change: Change) -> Option<File> {
    let (path, old, new) = match change {
        Change::Addition { entry_mode, oid, path, .. } => {
            (path, None, (!entry_mode.is_tree()).then_some(oid))
        }
        Change::Deletion { entry_mode, oid, path, .. } => {
            (path, (!entry_mode.is_tree()).then_some(oid), None)
        }
        Change::Modification { previous_entry_mode, previous_oid, entry_mode, oid, path } => (
            path,
            (!previous_entry_mode.is_tree()).then_some(previous_oid),
            (!entry_mode.is_tree()).then_some(oid),
        ),
    };
    let path = String::from_utf8_lossy(&path).into_owned();
    (old.is_some() || new.is_some()).then_some(File { path, old, new })
}
