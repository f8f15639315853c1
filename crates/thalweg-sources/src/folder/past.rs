//! A folder of nothing but a repository's history.

use std::path::Path;

use thalweg_model::{Loaded, RecordKind};

use super::open;
use super::shelf::{self, Role};
use crate::SourceError;
use crate::gathered::Gathered;
use crate::history::History;
use crate::source::Source;

/// Reads the history of a repository from a folder of plain records: `commits`, `releases` and `touches`, each as `.csv`,
/// `.jsonl`, `.json` or `.toml`, also packed with gzip (`.csv.gz`). Other files are not looked at.
///
/// A touch may leave its time and its author to its commit. The parents of a commit stand in one cell, between blanks.
///
/// # Errors
/// [`SourceError`] where the folder or a file in it cannot be read, or where it holds none of these files.
pub fn history(folder: &Path) -> Result<Loaded<History>, SourceError> {
    let mut gathered = Gathered::default();
    let mut loaded = Loaded::clean(());
    let mut found = false;
    for file in shelf::files(folder)? {
        let Role::Records(kind @ (RecordKind::Commits | RecordKind::Releases | RecordKind::Touches), format) =
            file.role
        else {
            continue;
        };
        found = true;
        let mut source = Source::new(&file.name);
        gathered
            .read(kind, format, open::reader(&file)?, &mut source)
            .map_err(|error| SourceError::unreadable(&file.name, error))?;
        loaded.absorb(source.finish(()));
    }
    if !found {
        let hint = "a history is `commits.csv`, `releases.csv` and, if files matter, `touches.csv`";
        return Err(SourceError::NothingKnown { path: folder.display().to_string(), hint: hint.to_owned() });
    }
    let mut source = Source::new("history");
    let history = gathered.history(&mut source);
    loaded.absorb(source.finish(()));
    loaded.rejects.sort();
    Ok(loaded.map(|()| history))
}
