//! The document as text again.

use crate::document::Document;
use crate::error::TopologyError;
use crate::format::Format;

/// What is unknown is written as it was read; what has no value has no place in TOML and is left out there.
pub(crate) fn write(document: &Document, format: Format) -> Result<String, TopologyError> {
    let told = |reason: String| TopologyError::Unwritable { reason };
    match format {
        Format::Toml => {
            let plain = serde_json::to_value(document).map_err(|error| told(error.to_string()))?;
            toml::Table::try_from(said(plain))
                .map(|table| table.to_string())
                .map_err(|error| told(error.to_string()))
        }
        #[cfg(feature = "yaml")]
        Format::Yaml => serde_saphyr::to_string(document).map_err(|error| told(error.to_string())),
        Format::Json => serde_json::to_string_pretty(document).map_err(|error| told(error.to_string())),
    }
}

/// Without nulls.
fn said(plain: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match plain {
        Value::Array(items) => items.into_iter().filter(|item| !item.is_null()).map(said).collect(),
        Value::Object(entries) => {
            let entries = entries.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(entries.map(|(key, value)| (key, said(value))).collect())
        }
        other => other,
    }
}
