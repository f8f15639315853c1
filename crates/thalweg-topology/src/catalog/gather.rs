//! What a reader has gathered so far: a document, and what could not be used.

use std::fmt::Display;
use std::sync::Arc;

use thalweg_model::{IdError, Loaded, Place, Reject};

use crate::document::Document;
use crate::error::TopologyError;
use crate::format::{Format, Node, Value, each_tree};

/// A document in the making.
pub(crate) struct Gather {
    source: Arc<str>,
    loaded: Loaded<Document>,
}

impl Gather {
    pub(crate) fn new() -> Self {
        Self { source: Arc::from(""), loaded: Loaded::clean(Document::default()) }
    }

    /// Reads every entity of a text: the documents of a YAML stream, or the items of a JSON list.
    pub(crate) fn entities(
        text: &str,
        format: Format,
        source: &str,
        mut read: impl FnMut(&mut Self, &Node),
    ) -> Result<Loaded<Document>, TopologyError> {
        let mut gather = Self::new();
        let source = gather.begin(source);
        each_entity(text, format, &source, |entity| match entity {
            Ok(node) => read(&mut gather, node),
            Err(error) => gather.unreadable(error),
        })?;
        Ok(gather.finish())
    }

    /// What follows stands in that source.
    pub(crate) fn begin(&mut self, source: &str) -> Arc<str> {
        self.source = Arc::from(source);
        Arc::clone(&self.source)
    }

    pub(crate) fn finish(self) -> Loaded<Document> {
        self.loaded
    }

    /// Notes a text, or one document of it, that cannot be read at all.
    pub(crate) fn unreadable(&mut self, error: TopologyError) {
        self.loaded.reject(match error {
            TopologyError::Unreadable { origin, line, reason } => {
                Reject::refused(Some(Place::new(origin, line)), reason)
            }
            other => Reject::refused(None, other.to_string()),
        });
    }

    /// The document so far.
    pub(crate) fn document(&mut self) -> &mut Document {
        &mut self.loaded.value
    }

    /// Notes an entity that cannot be used.
    pub(crate) fn refuse(&mut self, node: &Node, reason: impl Into<String>) {
        self.loaded.reject(Reject::refused(Some(self.place(node)), reason));
    }

    /// Notes a part that cannot be used of an entity that was kept.
    pub(crate) fn leave_out(&mut self, node: &Node, field: &str, reason: impl Into<String>) {
        self.leave_out_at(Some(self.place(node)), field, reason);
    }

    /// Notes a part that cannot be used of an entity that was read before.
    pub(crate) fn leave_out_at(&mut self, place: Option<Place>, field: &str, reason: impl Into<String>) {
        self.loaded.reject(Reject::part(place, reason).in_field(field));
    }

    /// Notes something worth knowing of an entity of which nothing was left out.
    pub(crate) fn note(&mut self, node: &Node, field: &str, reason: impl Into<String>) {
        self.loaded.reject(Reject::noted(Some(self.place(node)), reason).in_field(field));
    }

    /// Notes a field that a tool's format does not have.
    pub(crate) fn not_understood(&mut self, node: &Node, field: &str) {
        self.note(node, field, "it is not understood, and kept as it stands");
    }

    /// Where a node stands.
    pub(crate) fn place(&self, node: &Node) -> Place {
        Place::new(Arc::clone(&self.source), node.line)
    }

    /// The id, or `None` with the entity refused.
    pub(crate) fn id<T>(&mut self, node: &Node, made: Result<T, IdError>) -> Option<T> {
        made.map_err(|error| self.refuse(node, error.to_string())).ok()
    }

    /// The id, or `None` with the field left out.
    pub(crate) fn part<T, E: Display>(&mut self, node: &Node, field: &str, made: Result<T, E>) -> Option<T> {
        made.map_err(|error| self.leave_out(node, field, error.to_string())).ok()
    }
}

/// Calls `read` with every entity of a text, and with every document of it that cannot be read.
pub(crate) fn each_entity(
    text: &str,
    format: Format,
    source: &Arc<str>,
    mut read: impl FnMut(Result<&Node, TopologyError>),
) -> Result<(), TopologyError> {
    each_tree(text, format, source, |tree| match tree {
        Err(error) => read(Err(error)),
        Ok(Node { value: Value::Null, .. }) => {}
        Ok(Node { value: Value::List(items), .. }) => items.iter().for_each(|item| read(Ok(item))),
        Ok(root) => read(Ok(root)),
    })
}
