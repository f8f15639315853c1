//! The files that commits touched: what differs between the tree of a commit and that of its parent.

use gix::ObjectId;
use gix::diff::tree::recorder::Change;
use gix::diff::tree::{Recorder, State};
use gix::objs::TreeRefIter;
use thalweg_model::record::{Commit, Touch};

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
            let left = commits.len() as u64 - read;
            source.note(
                0,
                format!(
                    "the touched files of the {left} oldest commits were not read: {} are enough",
                    touching.at_most
                ),
            );
            break;
        }
        let paths = paths(clone, *id, &mut state)
            .map_err(|error| clone.damaged(format!("the tree of commit {id}"), &error))?;
        touches.extend(paths.into_iter().map(|path| touch(commit, path)));
        if read.is_multiple_of(STEP / 4) {
            progress(Progress::Touches { read, of: commits.len() as u64 });
        }
    }
    touches.truncate(touching.at_most);
    touches.sort_by(|a, b| (&a.sha, &a.path).cmp(&(&b.sha, &b.path)));
    Ok(touches)
}

fn touch(commit: &Commit, path: String) -> Touch {
    let (sha, author) = (commit.sha.clone(), commit.author.clone());
    Touch { sha, author, at: commit.committed_at, path, added: None, deleted: None }
}

/// The paths of the files that differ between a commit and its only parent.
fn paths(clone: &Clone, id: ObjectId, state: &mut State) -> gix::Result<Vec<String>> {
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

/// The path of a change, where it is one of a file.
fn file(change: Change) -> Option<String> {
    let (mode, path) = match change {
        Change::Addition { entry_mode, path, .. }
        | Change::Deletion { entry_mode, path, .. }
        | Change::Modification { entry_mode, path, .. } => (entry_mode, path),
    };
    (!mode.is_tree()).then(|| String::from_utf8_lossy(&path).into_owned())
}
