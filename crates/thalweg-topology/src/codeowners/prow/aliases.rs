//! OWNERS_ALIASES: names that stand for several people.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::Loaded;

use super::names::{login, names};
use super::{OwnersFiles, tell};
use crate::catalog::Pick;
use crate::format::{Node, Value, shown};

/// The people of each alias.
pub(super) type Aliases = BTreeMap<String, BTreeSet<String>>;

/// The aliases with their people; a table of names counts as the list of its keys, as the host has it.
pub(super) fn expansions(root: &Node, read: &mut Loaded<OwnersFiles>) -> Aliases {
    let entries = match root.at(&["aliases"]) {
        None | Some(Node { value: Value::Null, .. }) => &[],
        Some(Node { value: Value::Map(entries), .. }) => entries.as_slice(),
        Some(other) => {
            tell(
                read,
                "OWNERS_ALIASES",
                other.line,
                "`aliases` is a table of names, each with a list of people",
            );
            &[]
        }
    };
    let mut aliases = Aliases::new();
    for (name, node) in entries {
        let people = match &node.value {
            Value::Map(members) => Ok(members.iter().map(|(name, _)| name.clone()).collect()),
            _ => names(node),
        };
        match people {
            Ok(people) => _ = aliases.insert(login(name), people.iter().map(|it| login(it)).collect()),
            Err((line, _)) => {
                tell(
                    read,
                    "OWNERS_ALIASES",
                    line,
                    &format!("the alias `{}` is no list of people", shown(name)),
                );
            }
        }
    }
    aliases
}
