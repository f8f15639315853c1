//! What stands for the content of another file: it is named, and never fetched.

use super::gather::Gather;
use crate::format::{Node, Value};

/// What the tools write beside other fields, too.
const REFERENCES: [&str; 2] = ["$ref", "$include"];

/// Notes every placeholder in a tree. One that points within its own text, as OpenAPI has it, is none.
pub(super) fn unfetched(gather: &mut Gather, node: &Node) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| unfetched(gather, item)),
        Value::Map(entries) => {
            for (key, value) in entries {
                let within = matches!(&value.value, Value::Text(text) if text.starts_with('#'));
                if (placeholder(node) || REFERENCES.contains(&key.as_str())) && !within {
                    let reason = "references are not followed: give what it points at as a file";
                    gather.leave_out(value, key, reason);
                }
                unfetched(gather, value);
            }
        }
        _ => {}
    }
}

/// Whether a table stands for something else: its only field begins with a dollar, as `$text` does.
pub(super) fn placeholder(node: &Node) -> bool {
    matches!(&node.value, Value::Map(entries) if matches!(entries.as_slice(), [(key, _)] if key.starts_with('$')))
}
