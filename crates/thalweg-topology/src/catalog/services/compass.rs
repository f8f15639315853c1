//! Compass: `compass.yml`.

use thalweg_model::Loaded;

use super::{Told, keep, named, scalar, unknown};
use crate::catalog::gather::Gather;
use crate::catalog::pick::Pick;
use crate::document::Document;
use crate::error::TopologyError;
use crate::format::{Format, Node, Value};

/// The fields that its documentation has.
const FIELDS: [&str; 12] = [
    "configVersion",
    "name",
    "id",
    "description",
    "typeId",
    "ownerId",
    "fields",
    "labels",
    "links",
    "customFields",
    "relationships",
    "slug",
];

/// Reads a `compass.yml`. Owners and dependencies are opaque ids there, and stay so: the service's own is `compass.id` in `extra`, where
/// everything else that the file says stands as well.
///
/// # Errors
/// [`TopologyError`] where the text is no YAML or JSON.
pub fn compass(text: &str, format: Format, source: &str) -> Result<Loaded<Document>, TopologyError> {
    Gather::entities(text, format, source, |gather, node| {
        let mut told = Told::by("compass", "name");
        told.id = node.text(&["name"]);
        told.name = node.text(&["name"]);
        told.teams = node.texts(&["ownerId"]);
        told.tier = scalar(node, &["fields", "tier"]);
        told.lifecycle = node.text(&["fields", "lifecycle"]);
        told.dependencies = named(gather, node, &["relationships", "DEPENDS_ON"], "id");
        told.rest = vec![
            (node.at(&["fields"]), &["tier", "lifecycle"]),
            (node.at(&["relationships"]), &["DEPENDS_ON"]),
            (Some(node), &["configVersion", "name", "ownerId", "fields", "relationships"]),
        ];
        unknown(gather, node, &FIELDS);
        if let Some(Node { value: Value::List(_) | Value::Map(_), .. }) = node.at(&["ownerId"]) {
            gather.leave_out(node, "ownerId", "an owner is one id");
            told.teams.clear();
        }
        keep(gather, node, &told);
    })
}
