//! From the tree to records: every field is tried, every problem noted with its place, everything else kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use thalweg_model::{Fate, Loaded, Place, Reject};

use super::node::{Node, Value, shown};

/// How many steps lead to a record: the list, and the item in it.
const RECORD: usize = 2;

/// A type that a value of the tree may be.
pub(crate) trait Decode: Sized {
    /// The value, or `None` with a problem noted.
    fn decode(node: Node, reader: &mut Reader) -> Option<Self>;
}

/// What is being read, and the problems so far.
#[derive(Debug)]
pub(crate) struct Reader {
    source: Arc<str>,
    /// The record that is being read, as ``team `payments` ``.
    record: Option<String>,
    /// The fields that lead to the value that is being read.
    path: Vec<String>,
    problems: Loaded<()>,
    /// The lines of the records that were kept, by the list they stand in.
    lines: BTreeMap<String, Vec<u64>>,
}

impl Reader {
    pub(crate) fn new(source: Arc<str>) -> Self {
        Self { source, record: None, path: Vec::new(), problems: Loaded::clean(()), lines: BTreeMap::new() }
    }

    /// What was found, and the lines of the records that were kept.
    pub(crate) fn finish(self) -> (Loaded<()>, BTreeMap<String, Vec<u64>>) {
        (self.problems, self.lines)
    }

    /// The lines of the records of a list that were kept so far.
    pub(crate) fn lines(&self, list: &str) -> Vec<u64> {
        self.lines.get(list).cloned().unwrap_or_default()
    }

    fn kept(&mut self, line: u64) {
        // Only the lists of the document itself: the first step names the list, the second the item.
        if let [list, _] = self.path.as_slice() {
            self.lines.entry(list.clone()).or_default().push(line);
        }
    }

    /// Notes a problem of the record and the field in hand.
    pub(crate) fn problem(&mut self, line: u64, fate: Fate, reason: String) {
        // Within a record, the field is told from there on.
        let inner = if self.record.is_some() { self.path.get(RECORD..) } else { Some(self.path.as_slice()) };
        let field = inner.map(<[String]>::concat).filter(|field| !field.is_empty());
        let field = field.map(|field| field.trim_start_matches('.').to_owned());
        let place = Some(Place::new(Arc::clone(&self.source), line));
        self.problems.reject(Reject { place, record: self.record.clone(), field, fate, reason });
    }

    /// A part of the value in hand: a field, or an item of a list as `[3]`.
    pub(crate) fn within<T>(&mut self, step: String, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let result = read(self);
        self.path.pop();
        result
    }

    /// Says that the value is not what it should be.
    pub(crate) fn mismatch<T>(&mut self, node: &Node, wanted: &str) -> Option<T> {
        self.problem(node.line, Fate::KeptWithout, format!("{} is not {wanted}", node.what()));
        None
    }
}

/// The fields of a table, taken out one by one; what is left over is not understood.
pub(crate) struct Fields<'a> {
    line: u64,
    left: BTreeMap<String, Node>,
    reader: &'a mut Reader,
    /// Whether this is a record, so that its name ends with it.
    names: bool,
}

impl<'a> Fields<'a> {
    /// The fields of a value that has to be a table.
    pub(crate) fn open(node: Node, word: &str, reader: &'a mut Reader) -> Option<Self> {
        let Value::Map(entries) = node.value else {
            return reader.mismatch(&node, &format!("a table that describes a {word}"));
        };
        let left: BTreeMap<_, _> = entries.into_iter().collect();
        let names = reader.path.len() == RECORD;
        if names {
            reader.record = Some(label(word, &left, reader.path.last().map_or("", String::as_str)));
        }
        Some(Self { line: node.line, left, reader, names })
    }

    /// A field that has to be there.
    pub(crate) fn must<T: Decode>(&mut self, name: &str) -> Option<T> {
        match self.left.remove(name) {
            Some(node) => {
                let refused = |reader: &mut Reader| T::decode(node, reader);
                self.reader.within(dotted(name, &self.reader.path), refused)
            }
            None => {
                let (line, missing) = (self.line, "it is missing".to_owned());
                let tell = |reader: &mut Reader| reader.problem(line, Fate::Refused, missing);
                self.reader.within(dotted(name, &self.reader.path), tell);
                None
            }
        }
    }

    /// A field that may be absent.
    pub(crate) fn may<T: Decode + Default>(&mut self, name: &str) -> T {
        match self.left.remove(name) {
            None | Some(Node { value: Value::Null, .. }) => T::default(),
            Some(node) => self
                .reader
                .within(dotted(name, &self.reader.path), |reader| T::decode(node, reader))
                .unwrap_or_default(),
        }
    }

    /// What no field took, as it stands.
    pub(crate) fn rest(self) -> BTreeMap<String, serde_json::Value> {
        if self.names {
            self.reader.record = None;
        }
        self.left.into_iter().map(|(key, node)| (key, node.plain())).collect()
    }
}

/// How a step to a field is written after the steps so far.
fn dotted(name: &str, path: &[String]) -> String {
    if path.is_empty() { name.to_owned() } else { format!(".{name}") }
}

/// How messages name a record: by its id, by what it connects, or by its number in its list.
fn label(word: &str, fields: &BTreeMap<String, Node>, number: &str) -> String {
    let text = |name: &str| match &fields.get(name)?.value {
        Value::Text(text) => Some(shown(text)),
        _ => None,
    };
    let subject = text("id").or_else(|| text("service")).or_else(|| text("domain")).or_else(|| text("team"));
    match (subject, text("with").or_else(|| text("on"))) {
        (Some(subject), Some(other)) => format!("{word} `{subject}` – `{other}`"),
        (Some(subject), None) => format!("{word} `{subject}`"),
        (None, _) => format!("{word} {number}"),
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(node: Node, reader: &mut Reader) -> Option<Self> {
        T::decode(node, reader).map(Some)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: Node, reader: &mut Reader) -> Option<Self> {
        let Value::List(items) = node.value else { return reader.mismatch(&node, "a list") };
        let read = items.into_iter().enumerate().filter_map(|(at, item)| {
            let line = item.line;
            reader.within(format!("[{}]", at + 1), |reader| {
                let read = T::decode(item, reader)?;
                reader.kept(line);
                Some(read)
            })
        });
        Some(read.collect())
    }
}
