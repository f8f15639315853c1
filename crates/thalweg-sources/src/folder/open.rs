//! Opening files of a folder.

use std::fs;
use std::io::{BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use thalweg_model::Instant;

use super::shelf::File;
use crate::SourceError;
use crate::text::utf8;

/// The largest file that is handed over as it is.
const MAX_RAW_BYTES: u64 = 64 << 20;

/// A reader of a file's text, unpacked where it is packed.
pub(super) fn reader(file: &File) -> Result<BufReader<Box<dyn Read>>, SourceError> {
    let opened = fs::File::open(&file.path).and_then(|opened| match opened.metadata()?.is_dir() {
        true => Err(std::io::Error::other("it is a folder, and a file is expected")),
        false => Ok(opened),
    });
    let opened = opened.map_err(|error| SourceError::unreadable(&file.name, error))?;
    let reader: Box<dyn Read> =
        if file.packed { Box::new(MultiGzDecoder::new(opened)) } else { Box::new(opened) };
    Ok(BufReader::with_capacity(1 << 16, reader))
}

/// The bytes of a file.
pub(super) fn bytes(file: &File) -> Result<Vec<u8>, SourceError> {
    let mut bytes = Vec::new();
    let read = reader(file)?.take(MAX_RAW_BYTES + 1).read_to_end(&mut bytes);
    let bounded = read.and_then(|_| match bytes.len() as u64 > MAX_RAW_BYTES {
        true => Err(std::io::Error::other(format!("it is longer than {MAX_RAW_BYTES} bytes"))),
        false => Ok(()),
    });
    bounded.map(|()| bytes).map_err(|error| SourceError::unreadable(&file.name, error))
}

/// The text of a file that must be text.
pub(super) fn text(file: &File) -> Result<String, SourceError> {
    let bytes = bytes(file)?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    utf8(bytes)
        .map(str::to_owned)
        .map_err(|problem| SourceError::Settings { name: file.name.clone(), problems: vec![problem] })
}

/// The name of a folder.
pub(super) fn name_of(folder: &Path) -> String {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    whole.file_name().map_or_else(|| "organisation".to_owned(), |name| name.to_string_lossy().into_owned())
}

pub(super) fn nothing_known(folder: &Path) -> SourceError {
    let hint = "give at least one of `deployments.jsonl`, `changes.jsonl`, `incidents.jsonl` or another kind of record, as `.jsonl`, `.json`, `.csv` or `.toml`";
    SourceError::NothingKnown { path: folder.display().to_string(), hint: hint.to_owned() }
}

/// What to say where nobody said as of when the files tell.
pub(super) fn no_as_of(last: Option<Instant>) -> String {
    last.map_or_else(
        || "no `as_of` is given, and nothing to take it from: write it into `sources.toml`".to_owned(),
        |last| {
            format!(
                "no `as_of` is given: {last} is taken, the end of what is complete, or the last event, commit or release"
            )
        },
    )
}
