//! Lists of people and labels.

use crate::format::{Node, Value};

/// Where and why something is not of its type.
pub(super) type Mistyped = (u64, String);

/// The names of a list, numbers and flags among them as they are written; or what is none.
pub(super) fn names(node: &Node) -> Result<Vec<String>, Mistyped> {
    let items = match &node.value {
        Value::Null => &[],
        Value::List(items) => items.as_slice(),
        _ => return Err((node.line, node.what())),
    };
    let name = |it: &Node| match &it.value {
        Value::Text(text) => Ok(text.trim().to_owned()),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Float(number) => Ok(number.to_string()),
        Value::Flag(flag) => Ok(flag.to_string()),
        Value::Null => Ok(String::new()),
        Value::List(_) | Value::Map(_) => Err((it.line, it.what())),
    };
    let named = items.iter().map(name).collect::<Result<Vec<_>, _>>()?;
    Ok(named.into_iter().filter(|it| !it.is_empty()).collect())
}

pub(super) fn login(text: &str) -> String {
    text.trim().trim_start_matches('@').to_lowercase()
}
