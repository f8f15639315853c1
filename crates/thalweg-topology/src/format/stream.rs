//! Several trees in one text: the documents of a YAML stream.

use std::sync::Arc;

#[cfg(feature = "yaml")]
use super::node::Value;
use super::{Format, Node, tree};
use crate::error::TopologyError;

/// Every document of a text with its lines; TOML and JSON texts are one document.
pub(crate) fn trees(text: &str, format: Format, source: &Arc<str>) -> Result<Vec<Node>, TopologyError> {
    #[cfg(feature = "yaml")]
    if format == Format::Yaml {
        return documents(text).into_iter().map(|(before, part)| moved(part, before, source)).collect();
    }
    tree(text, format, source).map(|root| vec![root])
}

/// The documents of a stream, each with the number of lines before it. A marker at the start of a line ends a document wherever it stands.
#[cfg(feature = "yaml")]
fn documents(text: &str) -> Vec<(u64, &str)> {
    let marks = |line: &str| {
        let rest = line.strip_prefix("---").or_else(|| line.strip_prefix("..."));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
    };
    let mut parts = Vec::new();
    let (mut start, mut at, mut first) = (0, 0, 0);
    for (number, line) in (0..).zip(text.split_inclusive('\n')) {
        if marks(line) {
            parts.push((first, text.get(start..at).unwrap_or_default()));
            // What follows a marker on its line is lost to nobody: only comments and tags stand there in catalogs.
            (start, first) = (at + line.len(), number + 1);
        }
        at += line.len();
    }
    parts.push((first, text.get(start..).unwrap_or_default()));
    parts.retain(|(_, part)| {
        part.lines().any(|line| !matches!(line.trim_start().chars().next(), None | Some('#')))
    });
    parts
}

#[cfg(feature = "yaml")]
fn moved(text: &str, before: u64, source: &Arc<str>) -> Result<Node, TopologyError> {
    match tree(text, Format::Yaml, source) {
        Ok(root) => Ok(further(root, before)),
        Err(TopologyError::Unreadable { origin, line, reason }) => {
            Err(TopologyError::Unreadable { origin, line: line + before, reason })
        }
        Err(other) => Err(other),
    }
}

/// The tree with every line that many further down.
#[cfg(feature = "yaml")]
fn further(node: Node, lines: u64) -> Node {
    let value = match node.value {
        Value::List(items) => Value::List(items.into_iter().map(|item| further(item, lines)).collect()),
        Value::Map(entries) => {
            Value::Map(entries.into_iter().map(|(key, value)| (key, further(value, lines))).collect())
        }
        scalar => scalar,
    };
    Node::new(node.line + lines, value)
}
