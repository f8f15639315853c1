//! Several trees in one text: the documents of a YAML stream.

use std::sync::Arc;

#[cfg(feature = "yaml")]
use super::node::Value;
#[cfg(feature = "yaml")]
use super::unreadable;
#[cfg(feature = "yaml")]
use super::yaml::{self, Allowance};
use super::{Format, Node, tree};
use crate::error::TopologyError;

/// Reads every document of a text with its lines, one after the other, so that no two need memory at a time. TOML and JSON texts are one
/// document.
///
/// # Errors
/// [`TopologyError`] where the text is one document that cannot be read; of several, `read` is told which cannot.
pub(crate) fn each_tree(
    text: &str,
    format: Format,
    source: &Arc<str>,
    mut read: impl FnMut(Result<&Node, TopologyError>),
) -> Result<(), TopologyError> {
    #[cfg(feature = "yaml")]
    if format == Format::Yaml {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let parts = documents(text);
        let mut allowance = Allowance::whole();
        for (before, part) in &parts {
            match moved(part, *before, source, &mut allowance) {
                Ok(root) => read(Ok(&root)),
                Err(error) if parts.len() == 1 => return Err(error),
                Err(error) => read(Err(error)),
            }
        }
        return Ok(());
    }
    read(Ok(&tree(text, format, source)?));
    Ok(())
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
            // A document may begin on the line of its marker.
            (start, first) = (at + "---".len(), number);
        }
        at += line.len();
    }
    parts.push((first, text.get(start..).unwrap_or_default()));
    parts.retain(|(_, part)| part.lines().any(says_something));
    parts
}

/// Whether a line is more than a comment or, at its very start, a directive of the stream.
#[cfg(feature = "yaml")]
fn says_something(line: &str) -> bool {
    !line.starts_with('%') && !matches!(line.trim_start().chars().next(), None | Some('#'))
}

#[cfg(feature = "yaml")]
fn moved(
    text: &str,
    before: u64,
    source: &Arc<str>,
    allowance: &mut Allowance,
) -> Result<Node, TopologyError> {
    let read = yaml::tree_within(text, allowance);
    read.map(|root| further(root, before))
        .map_err(|(line, reason)| unreadable((line + before, reason), source))
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
