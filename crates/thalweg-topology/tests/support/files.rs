//! Files of other tools as tests read them.

use std::path::Path;

use thalweg_model::Loaded;
use thalweg_topology::{Document, Format, TopologyError};

pub(crate) type Read = fn(&str, Format, &str) -> Result<Loaded<Document>, TopologyError>;

/// What a file below `tests/data` says, and what is told of it.
pub(crate) fn read(read: Read, name: &str, format: Format) -> (Document, Vec<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    let read = read(&std::fs::read_to_string(path).unwrap(), format, "f").unwrap();
    (read.value, read.rejects.iter().map(ToString::to_string).collect())
}

pub(crate) fn json(value: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).unwrap()
}
