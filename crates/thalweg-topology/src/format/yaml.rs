//! YAML as a tree with lines. A text costs what it is long; what aliases add to that is bounded, over a whole stream of documents.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::node::{MAX_DEPTH, Node, Unread, Value};

/// How much more than what is written there the aliases of a text may expand to.
pub(super) struct Allowance {
    nodes: usize,
    bytes: usize,
}

/// What the aliases of one stream may add: far more than anchors save anybody to write.
const NODES: usize = 50_000;
const BYTES: usize = 16 << 20;

impl Allowance {
    pub(super) const fn whole() -> Self {
        Self { nodes: NODES, bytes: BYTES }
    }

    /// What the reader may build of a document: no value is written in less than a byte.
    fn options(&self, text: &str) -> serde_saphyr::Options {
        let (nodes, bytes) = (text.len() + self.nodes, text.len() + self.bytes);
        serde_saphyr::options! {
            budget: serde_saphyr::budget! {
                max_nodes: nodes,
                max_events: nodes.saturating_mul(2),
                max_total_scalar_bytes: bytes,
                max_depth: MAX_DEPTH + 1,
            },
            alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: self.nodes.saturating_mul(2) },
        }
    }

    /// Takes off what a document was more than its text. One that failed may have cost all it was allowed.
    fn spend(&mut self, text: &str, read: Result<(usize, usize), ()>) {
        let aliased = text.contains('&') && text.contains('*');
        match read {
            Ok((nodes, bytes)) => {
                self.nodes = self.nodes.saturating_sub(nodes.saturating_sub(text.len()));
                self.bytes = self.bytes.saturating_sub(bytes.saturating_sub(text.len()));
            }
            Err(()) if aliased => (self.nodes, self.bytes) = (self.nodes / 2, self.bytes / 2),
            Err(()) => {}
        }
    }
}

pub(super) fn tree(text: &str) -> Result<Node, Unread> {
    tree_within(text, &mut Allowance::whole())
}

/// The tree of one document of several that share an allowance.
pub(super) fn tree_within(text: &str, allowance: &mut Allowance) -> Result<Node, Unread> {
    let read = serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, allowance.options(text));
    let tree = read.map_err(|error| unread(&error)).and_then(|read| node(read, MAX_DEPTH));
    allowance.spend(text, tree.as_ref().map(size).map_err(|_| ()));
    tree
}

fn unread(error: &serde_saphyr::Error) -> Unread {
    let line = error.location().map_or(0, |place| place.line());
    let plain = error.without_snippet().to_string();
    let said = plain.lines().next().unwrap_or_default();
    // The reader counts lines from the start of the document, and the place is told apart from the reason.
    (line, said.rsplit_once(" at line ").map_or(said, |(reason, _)| reason).to_owned())
}

/// How many values a tree has, and how many bytes its texts.
fn size(node: &Node) -> (usize, usize) {
    let sum = |(nodes, bytes): (usize, usize), part: (usize, usize)| (nodes + part.0, bytes + part.1);
    match &node.value {
        Value::Text(text) => (1, text.len()),
        Value::List(items) => items.iter().map(size).fold((1, 0), sum),
        Value::Map(entries) => {
            entries.iter().map(|(key, value)| sum(size(value), (1, key.len()))).fold((1, 0), sum)
        }
        _ => (1, 0),
    }
}

fn node(read: Spanned<Raw>, depth: usize) -> Result<Node, Unread> {
    let line = read.referenced.line();
    let depth = depth.checked_sub(1).ok_or_else(|| (line, "values lie too deep in each other".to_owned()))?;
    let value = match read.value {
        Raw::Scalar(value) => value,
        Raw::List(items) => {
            Value::List(items.into_iter().map(|item| node(item, depth)).collect::<Result<_, Unread>>()?)
        }
        Raw::Map(entries) => {
            let entries = entries.into_iter().map(|(key, value)| Ok((key, node(value, depth)?)));
            Value::Map(entries.collect::<Result<_, Unread>>()?)
        }
    };
    Ok(Node::new(line, value))
}

enum Raw {
    Scalar(Value),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(String, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::Flag(flag)))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::Integer(number)))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "as JSON has it: a number beyond 64 bits is one with a point"
    )]
    fn visit_u64<E: Error>(self, number: u64) -> Result<Raw, E> {
        let whole = i64::try_from(number).map(Value::Integer);
        Ok(Raw::Scalar(whole.unwrap_or(Value::Float(number as f64))))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::Float(number)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::Text(text.to_owned())))
    }

    fn visit_unit<E: Error>(self) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::Null))
    }

    fn visit_none<E: Error>(self) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}
