//! TOML as a tree with lines.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::node::{Lines, MAX_DEPTH, Node, Unread, Value};

pub(super) fn tree(text: &str) -> Result<Node, Unread> {
    let lines = Lines::of(text);
    let parsed = DeTable::parse(text).map_err(|error| {
        let line = error.span().map_or(0, |span| lines.line(span.start));
        (line, error.message().to_owned())
    })?;
    Ok(Node::new(1, table(parsed.into_inner(), &lines, MAX_DEPTH)?))
}

fn table(table: DeTable<'_>, lines: &Lines, depth: usize) -> Result<Value, Unread> {
    let entries =
        table.into_iter().map(|(key, value)| Ok((key.into_inner().into_owned(), node(value, lines, depth)?)));
    // The order of the text, since the tables of the parser are in the order of their keys.
    let mut entries = entries.collect::<Result<Vec<_>, Unread>>()?;
    entries.sort_by_key(|(_, node)| node.line);
    Ok(Value::Map(entries))
}

fn node(value: Spanned<DeValue<'_>>, lines: &Lines, depth: usize) -> Result<Node, Unread> {
    let line = lines.line(value.span().start);
    let depth = depth.checked_sub(1).ok_or_else(|| (line, "values lie too deep in each other".to_owned()))?;
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Boolean(flag) => Value::Flag(flag),
        DeValue::Datetime(at) => Value::Text(at.to_string()),
        DeValue::Integer(number) => {
            let parsed = i64::from_str_radix(number.as_str(), number.radix());
            Value::Integer(parsed.map_err(|_| (line, format!("`{number}` is no number of 64 bits")))?)
        }
        DeValue::Float(number) => {
            let parsed = number.as_str().parse();
            Value::Float(parsed.map_err(|_| (line, format!("`{number}` is no number")))?)
        }
        DeValue::Array(items) => {
            let items = items.into_iter().map(|item| node(item, lines, depth));
            Value::List(items.collect::<Result<_, Unread>>()?)
        }
        DeValue::Table(inner) => table(inner, lines, depth)?,
    };
    Ok(Node::new(line, value))
}
