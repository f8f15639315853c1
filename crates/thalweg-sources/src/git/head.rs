//! What HEAD holds: its files, its CODEOWNERS; and the host that the repository came from.

use gix::{ObjectId, Tree};

use super::open::Clone;
use crate::SourceError;
use crate::folder::RawFile;
use crate::source::Source;

/// Where hosts look for CODEOWNERS, in their order.
const PLACES: [&str; 4] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"];

/// How many paths of HEAD are listed.
const MAX_PATHS: usize = 5_000_000;

pub(super) fn tree(clone: &Clone, head: ObjectId) -> Result<Tree<'_>, SourceError> {
    let tree = clone.repository.find_commit(head).and_then(|commit| commit.tree());
    tree.map_err(|error| clone.damaged("the tree of HEAD", &error))
}

/// The first CODEOWNERS in the order of its places.
pub(super) fn codeowners(clone: &Clone, tree: &Tree<'_>) -> Result<Option<RawFile>, SourceError> {
    for place in PLACES {
        let entry =
            tree.lookup_entry_by_path(place).map_err(|error| clone.damaged("the tree of HEAD", &error))?;
        let Some(entry) = entry.filter(|entry| entry.mode().is_blob()) else { continue };
        let blob = entry.object().map_err(|error| clone.damaged(format!("`{place}` of HEAD"), &error))?;
        return Ok(Some(RawFile { name: place.to_owned(), bytes: blob.data.clone() }));
    }
    Ok(None)
}

/// The paths of all files.
pub(super) fn paths(clone: &Clone, tree: &Tree<'_>, source: &mut Source) -> Result<Vec<String>, SourceError> {
    let files =
        tree.traverse().breadthfirst.files().map_err(|error| clone.damaged("the tree of HEAD", &error))?;
    let files = files.into_iter().filter(|file| !file.mode.is_tree());
    let mut paths: Vec<String> =
        files.map(|file| String::from_utf8_lossy(&file.filepath).into_owned()).collect();
    paths.sort_unstable();
    if paths.len() > MAX_PATHS {
        source.note(0, format!("HEAD has {} files: only {MAX_PATHS} are listed", paths.len()));
        paths.truncate(MAX_PATHS);
    }
    Ok(paths)
}

/// The host of `origin`, without what may stand before it: a user or a password.
pub(super) fn host(clone: &Clone) -> Option<String> {
    let url = clone.repository.config_snapshot().string("remote.origin.url")?.to_string();
    host_of(&url)
}

fn host_of(url: &str) -> Option<String> {
    let rest = match url.split_once("://") {
        Some(("file", _)) => return None,
        Some((_, rest)) => rest,
        None => url
            .split_once(':')
            .filter(|(host, _)| !host.contains('/') && host.len() > 1)
            .map(|(host, _)| host)?,
    };
    let authority = rest.split('/').next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::host_of;

    #[test]
    fn the_host_is_named_without_user_and_password() {
        assert_eq!(host_of("https://ada:secret@GitHub.com/o/r.git").as_deref(), Some("github.com"));
        assert_eq!(host_of("git@gitlab.example.org:o/r.git").as_deref(), Some("gitlab.example.org"));
        assert_eq!(host_of("ssh://git@host:2222/o/r").as_deref(), Some("host"));
        for local in ["/srv/r.git", "../r", "file:///srv/r", "C:/r", ""] {
            assert_eq!(host_of(local), None, "{local}");
        }
    }
}
