//! OWNERS files as Prow reads them: one in every directory, for what lies in and below it.

mod aliases;
mod folder;
mod names;
mod reading;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use thalweg_model::{Fate, Loaded, Place, Reject};

use crate::format::{Format, Node, tree};
use aliases::Aliases;
use folder::{Folder, Part};
use reading::{Denied, header};

pub use reading::OwnersReading;

/// The OWNERS files of a repository, with its OWNERS_ALIASES.
///
/// Logins are compared without regard to case and without `@`; aliases are expanded, once. A file whose fields are not of their types is
/// read by nobody, as the host has it. What is not read: the names that the files have in installations that call them otherwise, and who
/// is a collaborator, which only the host knows.
///
/// Source: Prow's packages `repoowners` and `approvers` (kubernetes-sigs/prow, 2026).
#[derive(Debug, Default)]
pub struct OwnersFiles {
    /// By the folder; what the front matter of a file says, by the file.
    folders: BTreeMap<String, Folder>,
}

/// Who approves a path. Three answers, never two.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Approval {
    /// No OWNERS file applies.
    Unmatched,
    /// OWNERS files apply, and none of them names an approver for this path.
    Unowned {
        /// The folder of the nearest of them.
        folder: String,
    },
    /// Somebody may approve.
    Owned {
        /// The nearest folder whose OWNERS file names an approver, or the file itself where its front matter does.
        folder: String,
        /// The approvers of all the files that apply, also those further up.
        approvers: BTreeSet<String>,
    },
}

impl OwnersFiles {
    /// Reads the files as an installation does that changes nothing, each given by its path from the root and its text.
    ///
    /// ```
    /// use thalweg_topology::{Format, codeowners::{Approval, OwnersFiles}};
    /// let read = OwnersFiles::read([
    ///     ("OWNERS", r#"{ "approvers": ["@Ada"] }"#),
    ///     ("docs/OWNERS", r#"{ "approvers": ["writers"], "options": { "no_parent_owners": true } }"#),
    ///     ("OWNERS_ALIASES", r#"{ "aliases": { "writers": ["grace"] } }"#),
    /// ], Format::Json);
    /// assert!(read.rejects.is_empty());
    /// assert!(read.value.approvers("docs/a.md").contains("grace"));
    /// let root = Approval::Owned { folder: String::new(), approvers: ["ada".to_owned()].into() };
    /// assert_eq!(read.value.approval("src/lib.rs"), root);
    /// ```
    pub fn read<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>, format: Format) -> Loaded<Self> {
        Self::read_as(&OwnersReading::default(), files, format)
    }

    /// Reads the files as an installation with settings of its own does. Files of other names are passed over; what cannot be read, and
    /// what is not read on purpose, is among the rejects, and everything else is kept.
    ///
    /// ```
    /// use thalweg_topology::{Format, codeowners::{OwnersFiles, OwnersReading}};
    /// let settings = OwnersReading { front_matter: true, ..OwnersReading::default() };
    /// let files = [("docs/a.md", "---\n{ \"approvers\": [\"ada\"] }\n---\n# A\n"), ("vendor/x/y/OWNERS", "{}")];
    /// let read = OwnersFiles::read_as(&settings, files, Format::Json);
    /// assert!(read.value.approvers("docs/a.md").contains("ada"));
    /// assert!(read.rejects[0].to_string().contains("`vendor/x/y` is left out"));
    /// ```
    pub fn read_as<'t>(
        settings: &OwnersReading,
        files: impl IntoIterator<Item = (&'t str, &'t str)>,
        format: Format,
    ) -> Loaded<Self> {
        let mut read = Loaded::clean(Self::default());
        let files: BTreeMap<&str, &str> =
            files.into_iter().map(|(path, text)| (path.trim_start_matches('/'), text)).collect();
        let aliases = files.get("OWNERS_ALIASES").map(|text| ("OWNERS_ALIASES", *text));
        let aliases = aliases.and_then(|file| parsed(file, format, &mut read));
        let aliases = aliases.map(|root| aliases::expansions(&root, &mut read)).unwrap_or_default();
        let mut denied = Denied::by(settings, &mut read);
        for (path, text) in files {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            if name == "OWNERS" && !denied.folder(folder) {
                if let Some(root) = parsed((path, text), format, &mut read) {
                    let found = Folder::of(&root, &aliases, path, &mut read);
                    read.value.folders.insert(folder.to_owned(), found);
                }
            } else if let Some(header) =
                header(text).filter(|_| name.ends_with(".md") && !denied.folder(folder))
            {
                front_matter((path, header), format, settings.front_matter, &aliases, &mut read);
            }
        }
        denied.tell(&mut read);
        read
    }

    /// Who may approve a path: everybody that the files on its way up name, until one that names somebody stands alone.
    #[must_use]
    pub fn approvers(&self, path: &str) -> BTreeSet<String> {
        self.all(path, Part::Approvers)
    }

    /// Who may review a path.
    #[must_use]
    pub fn reviewers(&self, path: &str) -> BTreeSet<String> {
        self.all(path, Part::Reviewers)
    }

    /// Who has to review a path.
    #[must_use]
    pub fn required_reviewers(&self, path: &str) -> BTreeSet<String> {
        self.all(path, Part::RequiredReviewers)
    }

    /// The labels that a change of this path gets.
    #[must_use]
    pub fn labels(&self, path: &str) -> BTreeSet<String> {
        self.all(path, Part::Labels)
    }

    /// Who approves a path, and which folder is the nearest to say so.
    pub fn approval(&self, path: &str) -> Approval {
        match (self.nearest(path), self.way(path).next()) {
            (Some(folder), _) => {
                Approval::Owned { folder: folder.to_owned(), approvers: self.approvers(path) }
            }
            (None, Some((folder, _))) => Approval::Unowned { folder: folder.to_owned() },
            (None, None) => Approval::Unmatched,
        }
    }

    /// Whether a change of this path needs nobody's approval: the nearest folder that names an approver, or the root where none does, lets
    /// through what lies in its subfolders (`auto_approve_unowned_subfolders`). At the root, everything does.
    #[must_use]
    pub fn approves_itself(&self, path: &str) -> bool {
        let path = path.trim_matches('/');
        let folder = self.nearest(path).unwrap_or_default();
        let inside = path.strip_prefix(folder).unwrap_or(path).trim_start_matches('/');
        let let_through = self.folders.get(folder).is_some_and(|it| it.lets_through);
        let_through && (folder.is_empty() || inside.contains('/'))
    }

    /// The nearest folder that names an approver for a path.
    fn nearest<'s>(&'s self, path: &'s str) -> Option<&'s str> {
        let mut way = self.way(path);
        way.find(|(folder, it)| !it.people(below(folder, path), Part::Approvers).is_empty()).map(|it| it.0)
    }

    fn all(&self, path: &str, part: Part) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for (folder, it) in self.way(path) {
            found.extend(it.people(below(folder, path), part).into_iter().cloned());
            // One that stands alone ends the way only once somebody was found for this part.
            if it.alone && !found.is_empty() {
                break;
            }
        }
        found
    }

    /// The folders with an OWNERS file from the path upwards. The path may be a folder itself.
    fn way<'s>(&'s self, path: &'s str) -> impl Iterator<Item = (&'s str, &'s Folder)> {
        let path = path.trim_matches('/');
        let ends = path.rmatch_indices('/').map(|(at, _)| at);
        let folders = std::iter::once(path.len()).chain(ends).filter_map(|end| path.get(..end));
        let root = (!path.is_empty()).then_some("");
        folders.chain(root).filter_map(|folder| Some((folder, self.folders.get(folder)?)))
    }
}

/// The path from a folder on; of the folder itself `.`, as the host has it.
fn below<'p>(folder: &str, path: &'p str) -> &'p str {
    let rest = path.trim_matches('/').strip_prefix(folder).unwrap_or(path).trim_start_matches('/');
    if rest.is_empty() { "." } else { rest }
}

/// What a Markdown file says of itself, or that it does where that is not read.
fn front_matter(
    (path, header): (&str, &str),
    format: Format,
    wanted: bool,
    aliases: &Aliases,
    read: &mut Loaded<OwnersFiles>,
) {
    if !wanted {
        let names = tree(header, format, &Arc::from(path)).is_ok_and(|root| Folder::names_anybody(&root));
        if names {
            note(read, path, 1, "its front matter names people, and is not read by this installation");
        }
    } else if let Some(root) = parsed((path, header), format, read) {
        let found = Folder::of_itself(&root, aliases, path, read);
        read.value.folders.insert(path.to_owned(), found);
    }
}

fn parsed((path, text): (&str, &str), format: Format, read: &mut Loaded<OwnersFiles>) -> Option<Node> {
    match tree(text, format, &Arc::from(path)) {
        Ok(root) => Some(root),
        Err(crate::TopologyError::Unreadable { line, reason, .. }) => {
            tell(read, path, line, &reason);
            None
        }
        Err(other) => {
            tell(read, path, 0, &other.to_string());
            None
        }
    }
}

fn tell(read: &mut Loaded<OwnersFiles>, path: &str, line: u64, reason: &str) {
    said(read, path, line, Fate::KeptWithout, reason);
}

fn note(read: &mut Loaded<OwnersFiles>, path: &str, line: u64, reason: &str) {
    said(read, path, line, Fate::Noted, reason);
}

fn said(read: &mut Loaded<OwnersFiles>, path: &str, line: u64, fate: Fate, reason: &str) {
    let place = Some(Place::new(path, line));
    read.reject(Reject { place, record: None, field: None, fate, reason: reason.to_owned() });
}
