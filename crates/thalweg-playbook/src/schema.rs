//! The JSON Schema of playbooks, for editors that check TOML while one writes.

use crate::form::Frame;
use crate::playbook::Playbook;

impl Playbook {
    /// The JSON Schema of a playbook's file (feature `schema`).
    ///
    /// It knows the form. Names of metrics, records, fields and parameters are checked by [`Playbook::from_toml`].
    ///
    /// ```
    /// let schema = thalweg_playbook::Playbook::json_schema();
    /// assert!(schema.contains("\"judges\""));
    /// ```
    #[must_use]
    pub fn json_schema() -> String {
        let schema = schemars::schema_for!(Frame);
        // A schema is a tree of text, and always written.
        serde_json::to_string_pretty(&schema).unwrap_or_default()
    }
}
