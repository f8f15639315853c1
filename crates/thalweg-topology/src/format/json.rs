//! JSON as a tree with lines: every value is first its own text, whose place tells the line.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::node::{Lines, MAX_DEPTH, Node, Unread, Value};

pub(super) fn tree(text: &str) -> Result<Node, Unread> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| unread(&error, 1))?;
    Source { text, lines: Lines::of(text) }.node(raw, MAX_DEPTH)
}

/// The error with its line in the whole text, given the line of the value it is about.
fn unread(error: &serde_json::Error, line: u64) -> Unread {
    let inner = (error.line() as u64).saturating_sub(1);
    let said = error.to_string();
    let reason = said.rsplit_once(" at line ").map_or(said.as_str(), |(reason, _)| reason);
    (line + inner, reason.to_owned())
}

struct Source<'a> {
    text: &'a str,
    lines: Lines,
}

impl<'a> Source<'a> {
    fn node(&self, raw: &'a RawValue, depth: usize) -> Result<Node, Unread> {
        let text = raw.get();
        let line = self.lines.line((text.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize));
        let depth =
            depth.checked_sub(1).ok_or_else(|| (line, "values lie too deep in each other".to_owned()))?;
        let value = match text.as_bytes().first() {
            Some(b'{') => {
                let entries: Entries<'_> =
                    serde_json::from_str(text).map_err(|error| unread(&error, line))?;
                let entries = entries.0.into_iter().map(|(key, raw)| Ok((key, self.node(raw, depth)?)));
                Value::Map(entries.collect::<Result<_, Unread>>()?)
            }
            Some(b'[') => {
                let items: Vec<&RawValue> =
                    serde_json::from_str(text).map_err(|error| unread(&error, line))?;
                Value::List(
                    items.into_iter().map(|raw| self.node(raw, depth)).collect::<Result<_, Unread>>()?,
                )
            }
            _ => scalar(serde_json::from_str(text).map_err(|error| unread(&error, line))?),
        };
        Ok(Node::new(line, value))
    }
}

fn scalar(plain: serde_json::Value) -> Value {
    match plain {
        serde_json::Value::Bool(flag) => Value::Flag(flag),
        serde_json::Value::String(text) => Value::Text(text),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::Integer(whole),
            (None, Some(number)) => Value::Float(number),
            (None, None) => Value::Null,
        },
        _ => Value::Null,
    }
}

/// The entries of an object in their order, a key that stands twice among them refused.
struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Entries<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut seen = std::collections::BTreeSet::new();
                let mut entries = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, &RawValue>()? {
                    if !seen.insert(key.clone()) {
                        return Err(serde::de::Error::custom(format!("the key `{key}` stands twice")));
                    }
                    entries.push((key, value));
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}
