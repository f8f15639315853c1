//! The catalog of Backstage: `catalog-info.yaml`, several entities in one file, several files in one catalog.

mod entities;
mod entity;
mod kinds;

use std::collections::BTreeMap;

use thalweg_model::{Loaded, TeamId};

use super::reference::{DEFAULT_NAMESPACE, Reference};
use crate::document::{Document, Team};
use crate::error::TopologyError;
use crate::format::Format;
use entities::Entities;

/// The tool, before names that a record has for something else.
const TOOL: &str = "backstage";

/// Reads entities of the kinds Component, API, Resource, System, Domain, Group, User and Location, from a file or from what the catalog's
/// API answers.
///
/// Groups become teams, users people, components, APIs and resources services, systems and domains domains; an owner that is a group owns
/// as a team, one that is a user as a person. A reference is a text or a table of `kind`, `namespace` and `name`; where the API gives
/// `relations`, they decide. Relations that the topology has no word for stand in `extra` with their references filled in, and so does
/// everything else that an entity says: its `spec` as it is, `metadata` and `entity` (the top level) under these names. Of users only
/// their groups are kept. Fields that the format does not have are noted, and so are two entities of one name.
///
/// # Errors
/// [`TopologyError`] where the text is no YAML or JSON. Of several documents, one that cannot be read is among the rejects.
pub fn backstage(text: &str, format: Format, source: &str) -> Result<Loaded<Document>, TopologyError> {
    let mut entities = Entities::new();
    entities.read(text, format, source)?;
    Ok(entities.finish())
}

/// Reads all the files of one catalog, each given by its source and its text: `parent`, `children`, `members` and `memberOf` are resolved
/// across them. A file that cannot be read is among the rejects.
///
/// ```
/// use thalweg_topology::{Format, catalog};
/// let read = catalog::backstage_files([
///     ("org.json", r#"{"kind": "Group", "metadata": {"name": "sales"}, "spec": {"children": ["shop"]}}"#),
///     ("shop.json", r#"{"kind": "Group", "metadata": {"name": "shop"}, "spec": {"children": []}}"#),
///     ("torn.json", r#"{"kind": "#),
/// ], Format::Json);
/// let parents: Vec<_> = read.value.teams.iter().map(|it| it.parent.as_ref().map(|id| id.as_str())).collect();
/// assert_eq!(parents, [None, Some("sales")]);
/// assert!(read.rejects[0].to_string().starts_with("torn.json:1: "));
/// ```
pub fn backstage_files<'t>(
    files: impl IntoIterator<Item = (&'t str, &'t str)>,
    format: Format,
) -> Loaded<Document> {
    let mut entities = Entities::new();
    for (source, text) in files {
        if let Err(error) = entities.read(text, format, source) {
            entities.unreadable(error);
        }
    }
    entities.finish()
}

/// Gives the children that groups name their parent, where they do not name one themselves. Those that another group has already are given
/// back, each with the group that does not get it.
pub(super) fn adopt(teams: &mut [Team]) -> Vec<(TeamId, TeamId)> {
    let mut claims = BTreeMap::<String, Vec<TeamId>>::new();
    for team in teams.iter() {
        let children = team.extra.get("children").and_then(|it| it.as_array()).into_iter().flatten();
        let named = children.filter_map(|it| Reference::parse(it.as_str()?, None, DEFAULT_NAMESPACE).ok());
        named
            .filter(|child| child.kind == "group" && child.id() != team.id.as_str())
            .for_each(|child| claims.entry(child.id()).or_default().push(team.id.clone()));
    }
    let mut denied = Vec::new();
    for child in teams {
        for parent in claims.get(child.id.as_str()).into_iter().flatten() {
            if child.parent.get_or_insert_with(|| parent.clone()) != parent {
                denied.push((child.id.clone(), parent.clone()));
            }
        }
    }
    denied
}
