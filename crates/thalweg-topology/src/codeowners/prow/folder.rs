//! What one OWNERS file says: people for the whole folder, or by filters over the paths in it.

use std::collections::{BTreeMap, BTreeSet};

use regex_lite::Regex;
use thalweg_model::Loaded;

use super::aliases::Aliases;
use super::names::{Mistyped, login, names};
use super::{OwnersFiles, note, tell};
use crate::catalog::Pick;
use crate::format::{Node, Value, shown};

/// What people do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Approvers,
    Reviewers,
    RequiredReviewers,
    Labels,
}

const PARTS: [(&str, Part); 4] = [
    ("approvers", Part::Approvers),
    ("reviewers", Part::Reviewers),
    ("required_reviewers", Part::RequiredReviewers),
    ("labels", Part::Labels),
];

/// Fields that say something else: people who have left are named for thanks only.
const OTHERS: [&str; 4] = ["options", "filters", "emeritus_approvers", "emeritus_reviewers"];

const OPTIONS: [&str; 2] = ["no_parent_owners", "auto_approve_unowned_subfolders"];

#[derive(Debug, Default)]
pub(super) struct Folder {
    /// Whether the files further up do not apply.
    pub(super) alone: bool,
    /// Whether changes in subfolders without an approver of their own need no approval.
    pub(super) lets_through: bool,
    /// What the file says, for the paths that a filter lets through; `None` for all.
    says: Vec<(Option<Regex>, People)>,
}

/// Who does what.
type People = BTreeMap<Part, BTreeSet<String>>;

impl Folder {
    /// An OWNERS file: people, or else filters. Where one of these is not of its type, the host does not read it at all.
    pub(super) fn of(root: &Node, aliases: &Aliases, path: &str, read: &mut Loaded<OwnersFiles>) -> Self {
        unknown(root, path, read);
        let (options, plain) = (options(root), people(root, aliases));
        let mut failed = |(line, reason): Mistyped| tell(read, path, line, &reason);
        let Ok(options) = options.map_err(&mut failed) else { return Self::default() };
        match plain.map_err(&mut failed) {
            Ok(people) if !people.is_empty() => {
                if let Some(filters) = root.at(&["filters"]) {
                    failed((
                        filters.line,
                        "filters are not read beside people of the whole folder".to_owned(),
                    ));
                }
                options.saying(vec![(None, people)])
            }
            _ => filtered(root, aliases, path, read).map_or_else(
                |(line, reason)| {
                    tell(read, path, line, &reason);
                    Self::default()
                },
                |says| options.saying(says),
            ),
        }
    }

    /// The front matter of a file, which has no filters.
    pub(super) fn of_itself(
        root: &Node,
        aliases: &Aliases,
        path: &str,
        read: &mut Loaded<OwnersFiles>,
    ) -> Self {
        match options(root).and_then(|options| Ok((options, people(root, aliases)?))) {
            Ok((options, people)) => options.saying(vec![(None, people)]),
            Err((line, reason)) => {
                tell(read, path, line, &reason);
                Self::default()
            }
        }
    }

    pub(super) fn names_anybody(root: &Node) -> bool {
        people(root, &Aliases::new()).is_ok_and(|people| !people.is_empty())
    }

    pub(super) fn people<'s>(&'s self, relative: &str, part: Part) -> BTreeSet<&'s String> {
        let applies = |regexp: &Option<Regex>| regexp.as_ref().is_none_or(|it| it.is_match(relative));
        let says = self.says.iter().filter(|(regexp, _)| applies(regexp));
        says.filter_map(|(_, people)| people.get(&part)).flatten().collect()
    }

    fn saying(self, says: Vec<(Option<Regex>, People)>) -> Self {
        Self { says, ..self }
    }
}

fn filtered(
    root: &Node,
    aliases: &Aliases,
    path: &str,
    read: &mut Loaded<OwnersFiles>,
) -> Result<Vec<(Option<Regex>, People)>, Mistyped> {
    let filters = match root.at(&["filters"]) {
        None | Some(Node { value: Value::Null, .. }) => &[],
        Some(Node { value: Value::Map(entries), .. }) => entries.as_slice(),
        Some(other) => return Err((other.line, "`filters` is a table of expressions".to_owned())),
    };
    let mut says = Vec::new();
    for (pattern, node) in filters {
        let people = people(node, aliases)?;
        let regexp = (pattern != ".*").then(|| Regex::new(pattern)).transpose();
        match regexp {
            Ok(regexp) => says.push((regexp, people)),
            Err(_) => {
                tell(read, path, node.line, &format!("`{}` is no regular expression", shown(pattern)));
            }
        }
    }
    Ok(says)
}

/// A folder with its options, and nothing said yet.
fn options(root: &Node) -> Result<Folder, Mistyped> {
    let flag = |name: &str| match root.at(&["options", name]) {
        None | Some(Node { value: Value::Null, .. }) => Ok(false),
        Some(Node { value: Value::Flag(flag), .. }) => Ok(*flag),
        Some(other) => Err((other.line, format!("`{name}` is `true` or `false`: the file is not read"))),
    };
    let [alone, lets_through] = OPTIONS;
    Ok(Folder { alone: flag(alone)?, lets_through: flag(lets_through)?, says: Vec::new() })
}

fn people(node: &Node, aliases: &Aliases) -> Result<People, Mistyped> {
    let mut all = People::new();
    for (name, part) in PARTS {
        let Some(listed) = node.at(&[name]) else { continue };
        let named = names(listed).map_err(|(line, what)| {
            (line, format!("`{name}` is a list of names, and {what} is none: nobody is read from it"))
        })?;
        for text in named {
            let login = login(&text);
            let people = match aliases.get(&login) {
                _ if part == Part::Labels => BTreeSet::from([text]),
                Some(people) => people.clone(),
                None => BTreeSet::from([login]),
            };
            all.entry(part).or_default().extend(people);
        }
    }
    Ok(all)
}

/// Notes the fields that say nothing to the host.
fn unknown(root: &Node, path: &str, read: &mut Loaded<OwnersFiles>) {
    let parts = PARTS.map(|(name, _)| name);
    let of = |node: Option<&Node>, known: &[&str]| match node {
        Some(Node { value: Value::Map(entries), .. }) => {
            let left = entries.iter().filter(|(name, _)| !known.contains(&name.as_str()));
            left.map(|(name, value)| (shown(name), value.line)).collect::<Vec<(String, u64)>>()
        }
        _ => Vec::new(),
    };
    let mut left = of(Some(root), &[&parts[..], &OTHERS].concat());
    left.extend(of(root.at(&["options"]), &OPTIONS));
    if let Some(Node { value: Value::Map(filters), .. }) = root.at(&["filters"]) {
        filters.iter().for_each(|(_, node)| left.extend(of(Some(node), &[&parts[..], &OTHERS].concat())));
    }
    for (name, line) in left {
        note(read, path, line, &format!("the host reads no `{name}`"));
    }
}
