//! Opening a repository, and what can be wrong with it as a whole.

use std::path::Path;

use gix::ObjectId;

use crate::SourceError;

/// An open repository with the words for it.
pub(super) struct Clone {
    pub(super) repository: gix::Repository,
    pub(super) path: String,
    pub(super) name: String,
}

impl Clone {
    /// Something of the repository that cannot be read.
    pub(super) fn damaged(&self, what: impl Into<String>, reason: &gix::Error) -> SourceError {
        let reason = reason.to_string().lines().next().unwrap_or_default().to_owned();
        SourceError::Damaged { path: self.path.clone(), what: what.into(), reason }
    }
}

/// How much memory the object cache takes: trees are read again and again.
const CACHE_BYTES: usize = 32 << 20;

pub(super) fn open(path: &Path) -> Result<Clone, SourceError> {
    let shown = path.display().to_string();
    let isolated = gix::open::Options::isolated();
    let found = gix::discover_opts(path, gix::discover::upwards::Options::default(), isolated);
    let mut repository = found.map_err(|error| unopened(path, &error))?;
    repository.object_cache_size_if_unset(CACHE_BYTES);
    let clone = Clone { name: name(&repository), repository, path: shown };
    match clone.repository.is_shallow() {
        Ok(false) => Ok(clone),
        Ok(true) => Err(SourceError::Shallow { path: clone.path }),
        Err(error) => Err(clone.damaged("the list of shallow commits", &error)),
    }
}

/// Why there is no repository: none was found, or what was found does not open.
fn unopened(path: &Path, error: &gix::Error) -> SourceError {
    let shown = path.display().to_string();
    if !path.exists() {
        return SourceError::NoFolder { path: shown };
    }
    let dotgit = path.join(".git").exists() || path.join("HEAD").exists();
    if dotgit {
        let reason = error.probable_cause().to_string();
        return SourceError::Damaged { path: shown, what: "its `.git`".to_owned(), reason };
    }
    SourceError::NoRepository { path: shown }
}

fn name(repository: &gix::Repository) -> String {
    let folder = repository.workdir().unwrap_or_else(|| repository.git_dir());
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name =
        whole.file_name().map_or_else(|| "repository".to_owned(), |name| name.to_string_lossy().into_owned());
    name.strip_suffix(".git").filter(|name| !name.is_empty()).unwrap_or(&name).to_owned()
}

/// The commit of HEAD.
pub(super) fn head(clone: &Clone) -> Result<ObjectId, SourceError> {
    let head = clone.repository.head().map_err(|error| clone.damaged("HEAD", &error))?;
    if head.is_unborn() {
        let name = head.referent_name().map_or_else(|| "HEAD".to_owned(), |name| name.shorten().to_string());
        return Err(SourceError::NoCommit { path: clone.path.clone(), head: name });
    }
    let mut head = head;
    let commit = head.peel_to_commit().map_err(|error| clone.damaged("the commit of HEAD", &error))?;
    Ok(commit.id)
}
