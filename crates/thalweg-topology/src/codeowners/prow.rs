//! OWNERS files as Prow reads them: one in every directory, for what lies in and below it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use regex_lite::Regex;
use thalweg_model::{Fate, Loaded, Place, Reject};

use crate::catalog::Pick;
use crate::format::{Format, Node, Value, tree};

/// The OWNERS files of a repository, with its OWNERS_ALIASES.
///
/// Logins are compared without regard to case and without `@`; aliases are expanded. What is not read: owners in the front matter of
/// Markdown files, and the directories that an installation of Prow leaves out.
#[derive(Debug, Default)]
pub struct OwnersFiles {
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
        /// The nearest folder whose OWNERS file names an approver.
        folder: String,
        /// The approvers of all the files that apply, also those further up.
        approvers: BTreeSet<String>,
    },
}

/// What people do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Approvers,
    Reviewers,
    RequiredReviewers,
    Labels,
}

const PARTS: [(&str, Part); 5] = [
    ("approvers", Part::Approvers),
    ("advisory_approvers", Part::Approvers),
    ("reviewers", Part::Reviewers),
    ("required_reviewers", Part::RequiredReviewers),
    ("labels", Part::Labels),
];

#[derive(Debug, Default)]
struct Folder {
    /// Whether the files further up do not apply.
    alone: bool,
    /// What the file says, for the paths that a filter lets through; `None` for all.
    says: Vec<(Option<Regex>, People)>,
}

/// Who does what.
type People = BTreeMap<Part, BTreeSet<String>>;

type Aliases = BTreeMap<String, BTreeSet<String>>;

impl OwnersFiles {
    /// Reads the files, each given by its path from the root and its text. Files of other names are passed over; what cannot be read is
    /// among the rejects, and everything else is kept.
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
        let mut read = Loaded::clean(Self::default());
        let files: BTreeMap<&str, &str> =
            files.into_iter().map(|(path, text)| (path.trim_start_matches('/'), text)).collect();
        let aliases = files.get("OWNERS_ALIASES").map(|text| ("OWNERS_ALIASES", *text));
        let aliases = aliases.and_then(|file| parsed(file, format, &mut read)).map(|root| expansions(&root));
        for (path, text) in files {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            if name != "OWNERS" {
                continue;
            }
            if let Some(root) = parsed((path, text), format, &mut read) {
                let found = Folder::of(&root, aliases.as_ref(), path, &mut read);
                read.value.folders.insert(folder.to_owned(), found);
            }
        }
        read
    }

    /// Who may approve a path: everybody that the files on its way up name, until one stands alone.
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
        let way: Vec<(&str, BTreeSet<&String>)> = self
            .way(path)
            .map(|(folder, it)| (folder, it.people(below(folder, path), Part::Approvers)))
            .collect();
        let nearest = way.iter().find(|(_, people)| !people.is_empty());
        match (nearest, way.first()) {
            (Some((folder, _)), _) => {
                let approvers = way.iter().flat_map(|(_, people)| people).map(|it| (*it).clone()).collect();
                Approval::Owned { folder: (*folder).to_owned(), approvers }
            }
            (None, Some((folder, _))) => Approval::Unowned { folder: (*folder).to_owned() },
            (None, None) => Approval::Unmatched,
        }
    }

    fn all(&self, path: &str, part: Part) -> BTreeSet<String> {
        let people = self.way(path).flat_map(|(folder, it)| it.people(below(folder, path), part));
        people.cloned().collect()
    }

    /// The folders with an OWNERS file from the path upwards, up to one that stands alone. The path may be a folder itself.
    fn way<'s>(&'s self, path: &'s str) -> impl Iterator<Item = (&'s str, &'s Folder)> {
        let path = path.trim_matches('/');
        let ends = path.rmatch_indices('/').map(|(at, _)| at);
        let folders = std::iter::once(path.len()).chain(ends).filter_map(|end| path.get(..end));
        let root = (!path.is_empty()).then_some("");
        let mut above = true;
        folders.chain(root).filter_map(|folder| Some((folder, self.folders.get(folder)?))).take_while(
            move |(_, folder)| {
                let applies = above;
                above &= !folder.alone;
                applies
            },
        )
    }
}

impl Folder {
    fn of(root: &Node, aliases: Option<&Aliases>, path: &str, read: &mut Loaded<OwnersFiles>) -> Self {
        let alone =
            matches!(root.at(&["options", "no_parent_owners"]), Some(Node { value: Value::Flag(true), .. }));
        let plain = said(root, aliases);
        let filters = match root.at(&["filters"]) {
            Some(Node { value: Value::Map(entries), .. }) => entries.as_slice(),
            _ => &[],
        };
        if !plain.is_empty() {
            if let Some((_, first)) = filters.first() {
                tell(read, path, first.line, "filters are not read beside people of the whole folder");
            }
            return Self { alone, says: vec![(None, plain)] };
        }
        let mut says = Vec::new();
        for (pattern, node) in filters {
            let regexp = (pattern != ".*").then(|| Regex::new(pattern)).transpose();
            match regexp {
                Ok(regexp) => says.push((regexp, said(node, aliases))),
                Err(_) => tell(read, path, node.line, &format!("`{pattern}` is no regular expression")),
            }
        }
        Self { alone, says }
    }

    fn people<'s>(&'s self, relative: &str, part: Part) -> BTreeSet<&'s String> {
        let applies = |regexp: &Option<Regex>| regexp.as_ref().is_none_or(|it| it.is_match(relative));
        let says = self.says.iter().filter(|(regexp, _)| applies(regexp));
        says.filter_map(|(_, people)| people.get(&part)).flatten().collect()
    }
}

/// The path from a folder on; of the folder itself `.`, as the host has it.
fn below<'p>(folder: &str, path: &'p str) -> &'p str {
    let rest = path.trim_matches('/').strip_prefix(folder).unwrap_or(path).trim_start_matches('/');
    if rest.is_empty() { "." } else { rest }
}

fn said(node: &Node, aliases: Option<&Aliases>) -> People {
    let mut all = People::new();
    for (name, part) in PARTS {
        for text in node.texts(&[name]) {
            let login = login(text);
            let people = match aliases.and_then(|it| it.get(&login)) {
                _ if part == Part::Labels => BTreeSet::from([text.to_owned()]),
                Some(people) => people.clone(),
                None => BTreeSet::from([login]),
            };
            all.entry(part).or_default().extend(people);
        }
    }
    all
}

/// The aliases with their people; a table of names counts as the list of its keys, as the host has it.
fn expansions(root: &Node) -> Aliases {
    let Some(Node { value: Value::Map(entries), .. }) = root.at(&["aliases"]) else { return Aliases::new() };
    let people = |node: &Node| match &node.value {
        Value::Map(members) => members.iter().map(|(name, _)| login(name)).collect(),
        _ => node.texts(&[]).into_iter().map(login).collect(),
    };
    entries.iter().map(|(name, node)| (login(name), people(node))).collect()
}

fn login(text: &str) -> String {
    text.trim().trim_start_matches('@').to_lowercase()
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
    let place = Some(Place::new(path, line));
    read.reject(Reject {
        place,
        record: None,
        field: None,
        fate: Fate::KeptWithout,
        reason: reason.to_owned(),
    });
}
