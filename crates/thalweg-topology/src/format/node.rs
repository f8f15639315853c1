//! A value of any of the formats, with the line it stands in.

/// How deep values may lie in each other: far deeper than the format goes. Readers of YAML need some ten kilobytes of stack for each.
pub(super) const MAX_DEPTH: usize = 32;

/// Where and why a text could not be read.
pub(super) type Unread = (u64, String);

/// A text as messages show it, however long it is.
pub(crate) fn shown(text: &str) -> String {
    text.chars().take(64).collect()
}

/// A value and its line.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) line: u64,
    pub(crate) value: Value,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Null,
    Flag(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    pub(crate) fn new(line: u64, value: Value) -> Self {
        Self { line, value }
    }

    /// What the value is, for a message.
    pub(crate) fn what(&self) -> String {
        match &self.value {
            Value::Null => "nothing".to_owned(),
            Value::Flag(flag) => format!("`{flag}`"),
            Value::Integer(number) => format!("the number {number}"),
            Value::Float(number) => format!("the number {number}"),
            Value::Text(text) => format!("the text `{}`", shown(text)),
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "a table".to_owned(),
        }
    }

    /// The value without its place: what is not understood is kept in this form.
    pub(crate) fn plain(self) -> serde_json::Value {
        use serde_json::Value as Plain;
        match self.value {
            Value::Null => Plain::Null,
            Value::Flag(flag) => Plain::Bool(flag),
            Value::Integer(number) => Plain::from(number),
            // JSON has no infinity, so one is kept as its text.
            Value::Float(number) => {
                serde_json::Number::from_f64(number).map_or_else(|| number.to_string().into(), Plain::Number)
            }
            Value::Text(text) => Plain::String(text),
            Value::List(items) => items.into_iter().map(Self::plain).collect(),
            Value::Map(entries) => {
                Plain::Object(entries.into_iter().map(|(key, value)| (key, value.plain())).collect())
            }
        }
    }
}

/// The line of a byte of the text, from 1.
pub(super) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { starts: std::iter::once(0).chain(ends).collect() }
    }

    pub(super) fn line(&self, at: usize) -> u64 {
        self.starts.partition_point(|start| *start <= at) as u64
    }
}
