//! Reading the text: each criterion by itself, so that one that cannot be read does not hide the others' faults.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use thalweg_model::nearest;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::bound::Name;
use super::frame::{Frame, ItemForm, SectionForm};
use crate::error::PlaybookError;

/// Lines by offset in the text.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of a text.
    pub(crate) fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { starts: std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect() }
    }

    /// The line of an offset, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }
}

/// A table of the text.
type Node<'i> = Spanned<DeValue<'i>>;

/// The playbook of a text, with every fault of its form.
pub(crate) fn read(text: &str) -> (Option<Frame>, Lines, Vec<PlaybookError>) {
    let (tree, faults) = DeTable::parse_recoverable(text);
    let mut reader = Reader { lines: Lines::of(text), faults: Vec::new() };
    for fault in &faults {
        reader.refuse(fault, 0);
    }
    let frame = if faults.is_empty() { reader.frame(tree.into_inner()) } else { None };
    (frame, reader.lines, reader.faults)
}

/// What stands on top of a playbook.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: String,
    title: String,
    version: u32,
    judges: Name,
}

/// What stands on top of a section or an item.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Heading {
    id: Name,
    title: String,
    clause: String,
}

struct Reader {
    lines: Lines,
    faults: Vec<PlaybookError>,
}

impl Reader {
    fn refuse(&mut self, fault: &toml::de::Error, offset: usize) {
        let at = fault.span().map_or(offset, |it| it.start);
        let message = with_nearest(fault.message());
        self.faults.push(PlaybookError::Form { line: self.lines.line(at), message });
    }

    fn take<T: DeserializeOwned>(&mut self, node: Node<'_>) -> Option<T> {
        let offset = node.span().start;
        let read = T::deserialize(ValueDeserializer::from(node));
        read.map_err(|fault| self.refuse(&fault, offset)).ok()
    }

    /// Takes a part out of a table.
    fn part<'i>(table: &mut DeTable<'i>, name: &str) -> Option<Node<'i>> {
        table.remove(name)
    }

    fn list<'i>(&mut self, node: Option<Node<'i>>, name: &str) -> Vec<Node<'i>> {
        let Some(node) = node else { return Vec::new() };
        let line = self.lines.line(node.span().start);
        match node.into_inner() {
            DeValue::Array(nodes) => nodes.into_iter().collect(),
            other => {
                let message =
                    format!("`{name}` must be a list of tables, `[[{name}]]`, and is a {}", other.type_str());
                self.faults.push(PlaybookError::Form { line, message });
                Vec::new()
            }
        }
    }

    fn takes<T: DeserializeOwned>(&mut self, node: Option<Node<'_>>, name: &str) -> Vec<T> {
        self.list(node, name).into_iter().filter_map(|it| self.take(it)).collect()
    }

    fn frame(&mut self, mut table: DeTable<'_>) -> Option<Frame> {
        let parameters = Self::part(&mut table, "parameters");
        let measures = Self::part(&mut table, "measure");
        let sections = Self::part(&mut table, "section");
        let parameters = parameters.map(|node| self.named(node)).unwrap_or_default();
        let measure = self.takes(measures, "measure");
        let sections = self.list(sections, "section");
        let section = sections.into_iter().filter_map(|node| self.section(node)).collect();
        let head: Head = self.take(Spanned::new(0..0, DeValue::Table(table)))?;
        let Head { id, title, version, judges } = head;
        Some(Frame { id, title, version, judges, parameters, measure, section })
    }

    fn named<T: DeserializeOwned>(&mut self, node: Node<'_>) -> BTreeMap<String, T> {
        let line = self.lines.line(node.span().start);
        let DeValue::Table(table) = node.into_inner() else {
            let message = "`parameters` must be a table of tables".to_owned();
            self.faults.push(PlaybookError::Form { line, message });
            return BTreeMap::new();
        };
        let one = |(name, node): (Spanned<_>, Node<'_>)| {
            Some((std::borrow::Cow::into_owned(name.into_inner()), self.take(node)?))
        };
        table.into_iter().filter_map(one).collect()
    }

    /// A table with its heading and the lists that were taken out of it.
    fn headed<'i, const N: usize>(
        &mut self,
        node: Node<'i>,
        names: [&str; N],
    ) -> Option<(Heading, [Option<Node<'i>>; N])> {
        let span = node.span();
        let DeValue::Table(mut table) = node.into_inner() else {
            let message = "a table is needed here".to_owned();
            self.faults.push(PlaybookError::Form { line: self.lines.line(span.start), message });
            return None;
        };
        let parts = names.map(|name| Self::part(&mut table, name));
        self.take(Spanned::new(span, DeValue::Table(table))).map(|heading| (heading, parts))
    }

    fn section(&mut self, node: Node<'_>) -> Option<SectionForm> {
        let (heading, [criteria, items]) = self.headed(node, ["criterion", "item"])?;
        let Heading { id, title, clause } = heading;
        let criterion = self.takes(criteria, "criterion");
        let items = self.list(items, "item");
        let item = items.into_iter().filter_map(|node| self.item(node)).collect();
        Some(SectionForm { id, title, clause, criterion, item })
    }

    fn item(&mut self, node: Node<'_>) -> Option<ItemForm> {
        let (heading, [criteria]) = self.headed(node, ["criterion"])?;
        let Heading { id, title, clause } = heading;
        Some(ItemForm { id, title, clause, criterion: self.takes(criteria, "criterion") })
    }
}

/// Adds the nearest of the names that the message says it expected.
fn with_nearest(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let typed = quoted.next().unwrap_or_default();
    match nearest(typed, quoted) {
        Some(name) if message.starts_with("unknown") => format!("{message}; did you mean `{name}`?"),
        _ => message.to_owned(),
    }
}
