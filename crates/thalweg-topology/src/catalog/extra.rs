//! What another tool says of a record beside what the topology has a word for.

use std::collections::BTreeMap;

use crate::format::{Node, Value};

/// The words of another tool, as they will stand in a record's `extra`.
pub(crate) struct Extra {
    tool: &'static str,
    /// The record's own fields, whose names are taken.
    fields: &'static [&'static str],
    kept: BTreeMap<String, serde_json::Value>,
}

impl Extra {
    pub(crate) fn new(tool: &'static str, fields: &'static [&'static str]) -> Self {
        Self { tool, fields, kept: BTreeMap::new() }
    }

    /// Keeps a value. A name that is taken gets the tool's before it, so that nothing is lost when the record is written and read again.
    pub(crate) fn put(&mut self, name: &str, value: impl Into<serde_json::Value>) {
        let mut name = name.to_owned();
        while self.fields.contains(&name.as_str()) || self.kept.contains_key(&name) {
            name = format!("{}.{name}", self.tool);
        }
        self.kept.insert(name, value.into());
    }

    /// Keeps what a table says beside the fields named.
    pub(crate) fn rest(&mut self, node: Option<&Node>, used: &[&str]) {
        others(node, used).for_each(|(name, value)| self.put(name, value.clone().plain()));
    }

    pub(crate) fn done(self) -> BTreeMap<String, serde_json::Value> {
        self.kept
    }
}

/// What a table says beside the fields named, as one value; `None` where that is nothing.
pub(crate) fn left(node: Option<&Node>, used: &[&str]) -> Option<serde_json::Value> {
    let left: serde_json::Map<_, _> =
        others(node, used).map(|(name, value)| (name.to_owned(), value.clone().plain())).collect();
    (!left.is_empty()).then(|| left.into())
}

/// The fields of a table beside those named, as they stand.
pub(crate) fn others<'n>(node: Option<&'n Node>, used: &[&str]) -> impl Iterator<Item = (&'n str, &'n Node)> {
    let entries = match node {
        Some(Node { value: Value::Map(entries), .. }) => entries.as_slice(),
        _ => &[],
    };
    let left = entries.iter().filter(|(name, _)| !used.contains(&name.as_str()));
    left.map(|(name, value)| (name.as_str(), value))
}
