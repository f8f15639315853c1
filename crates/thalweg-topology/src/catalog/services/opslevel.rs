//! OpsLevel: `opslevel.yml`.

use thalweg_model::Loaded;

use super::{Told, keep, named, scalar, unknown};
use crate::catalog::extra::others;
use crate::catalog::gather::Gather;
use crate::catalog::pick::Pick;
use crate::document::Document;
use crate::error::TopologyError;
use crate::format::{Format, Node, shown};

/// The fields of a service that its documentation has.
const FIELDS: [&str; 18] = [
    "name",
    "type",
    "owner",
    "system",
    "lifecycle",
    "tier",
    "product",
    "language",
    "framework",
    "description",
    "aliases",
    "tags",
    "tools",
    "repositories",
    "dependencies",
    "properties",
    "note",
    "alert sources",
];

/// Reads an `opslevel.yml`: a `service` or a `component` with its owner's alias.
///
/// The service's id is its first alias, else its name. Everything else that the file says of it stands in `extra`. What it says of a
/// repository is told and not read: which one it is does not stand in the file.
///
/// # Errors
/// [`TopologyError`] where the text is no YAML or JSON.
pub fn opslevel(text: &str, format: Format, source: &str) -> Result<Loaded<Document>, TopologyError> {
    Gather::entities(text, format, source, |gather, node| {
        let found: Vec<&Node> = ["service", "component"].iter().flat_map(|key| node.items(&[key])).collect();
        if found.is_empty() && node.at(&["repository"]).is_some() {
            gather.refuse(node, "a `repository` is not read: which one it is does not stand in the file");
        } else if found.is_empty() {
            gather.refuse(node, "an `opslevel.yml` has a `service` or a `component`");
        }
        for service in &found {
            one(gather, service);
        }
        for (name, value) in others(Some(node), &["version", "service", "component"]) {
            if !found.is_empty() {
                gather.leave_out(value, &shown(name), "only a `service` or a `component` is read");
            }
        }
    })
}

fn one(gather: &mut Gather, service: &Node) {
    let mut told = Told::by("opslevel", "name");
    told.id = service.texts(&["aliases"]).first().copied().or_else(|| service.text(&["name"]));
    told.name = service.text(&["name"]);
    told.teams = service.texts(&["owner"]);
    told.tier = scalar(service, &["tier"]);
    told.lifecycle = service.text(&["lifecycle"]);
    told.dependencies = named(gather, service, &["dependencies"], "alias");
    told.rest = vec![(Some(service), &["name", "owner", "tier", "lifecycle"])];
    unknown(gather, service, &FIELDS);
    keep(gather, service, &told);
}
