//! The files of a folder, and what each is by its name.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thalweg_model::RecordKind;

use crate::SourceError;
use crate::format::Format;

/// What a file is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Settings,
    Mapping,
    Records(RecordKind, Format),
    Answers,
    WideAnswers,
    Calendar,
    /// TOML under a name of its own, whose tables are named as the kinds.
    Forms,
    Codeowners,
    Topology,
    Aside,
    Unknown,
}

/// A file of the folder.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) role: Role,
    pub(super) packed: bool,
}

/// Where a host looks for CODEOWNERS, in order.
const OWNERS: [&str; 4] = ["CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS"];

/// The files of a folder in the order of their names.
pub(super) fn files(folder: &Path) -> Result<Vec<File>, SourceError> {
    let shown = folder.display().to_string();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(SourceError::NoFolder { path: shown });
        }
        Err(_) if folder.is_file() => return Err(SourceError::NotAFolder { path: shown }),
        Err(error) => return Err(SourceError::unreadable(&shown, error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| SourceError::unreadable(&shown, error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let (role, packed) = role(&name);
        let folder = entry.path().is_dir();
        if (!folder || role != Role::Unknown) && !name.starts_with('.') {
            files.push(File { name, path: entry.path(), role, packed });
        }
    }
    let owners = OWNERS.iter().skip(1).map(|name| ((*name).to_owned(), folder.join(name)));
    let owners = owners.filter(|(_, path)| path.is_file());
    files.extend(owners.map(|(name, path)| File { name, path, role: Role::Codeowners, packed: false }));
    files.sort_by(|a, b| (place(a), &a.name).cmp(&(place(b), &b.name)));
    Ok(files)
}

/// The first CODEOWNERS in the order of [`OWNERS`] comes first.
fn place(file: &File) -> usize {
    OWNERS.iter().position(|name| *name == file.name).unwrap_or_default()
}

fn role(name: &str) -> (Role, bool) {
    let lower = name.to_ascii_lowercase();
    let (bare, packed) = lower.strip_suffix(".gz").map_or((lower.as_str(), false), |bare| (bare, true));
    let (stem, ending) = bare.rsplit_once('.').unwrap_or((bare, ""));
    let role = match (stem, ending) {
        ("sources", "toml") => Role::Settings,
        ("answers_wide", "toml") => Role::Mapping,
        ("codeowners", "") => Role::Codeowners,
        ("topology", "toml" | "yaml" | "yml" | "json") => Role::Topology,
        ("answers", "csv" | "tsv") => Role::Answers,
        ("answers_wide", "csv" | "tsv") => Role::WideAnswers,
        (_, "ics") => Role::Calendar,
        (_, "md" | "txt") | ("playbook" | "license", "" | "toml") => Role::Aside,
        _ if stem.ends_with(".playbook") || stem.ends_with(".instrument") => Role::Aside,
        _ => records(stem, ending).unwrap_or(if ending == "toml" { Role::Forms } else { Role::Unknown }),
    };
    (role, packed)
}

fn records(stem: &str, ending: &str) -> Option<Role> {
    let kind = RecordKind::named(&stem.replace('-', "_")).filter(|kind| *kind != RecordKind::Answers)?;
    Some(Role::Records(kind, Format::of(ending)?))
}

/// What to say of a TOML file without a table of any kind.
pub(super) fn unfilled(name: &str) -> String {
    let stem = name.split('.').next().unwrap_or(name);
    let near = crate::fault::instead(stem, RecordKind::ALL.iter().map(|kind| kind.name()));
    format!("no record stands in it: tables are named as their kinds, such as `[[meetings]]`{near}")
}

/// What to say of a file that is none of the known ones.
pub(super) fn unknown(name: &str) -> String {
    let stem = name.split('.').next().unwrap_or(name);
    let near = crate::fault::instead(stem, RecordKind::ALL.iter().map(|kind| kind.name()));
    format!("no known name of a file: it was not read{near}")
}
