//! The JSON Schema of the format, derived from its types.

use crate::document::Document;

/// The JSON Schema (draft 2020-12) that a topology in YAML or JSON follows; editors check texts against it.
///
/// ```
/// let schema = thalweg_topology::json_schema();
/// assert!(schema.pointer("/properties/teams").is_some());
/// ```
#[must_use]
pub fn json_schema() -> serde_json::Value {
    schemars::schema_for!(Document).to_value()
}
