//! What a reader has gathered so far: a document, and what could not be used.

use std::fmt::Display;
use std::sync::Arc;

use thalweg_model::{IdError, Loaded, Place, Reject};

use crate::document::Document;
use crate::error::TopologyError;
use crate::format::{Format, Node, Value, trees};

/// A document in the making.
pub(crate) struct Gather {
    source: Arc<str>,
    loaded: Loaded<Document>,
}

impl Gather {
    /// Reads every entity of a text: the documents of a YAML stream, or the items of a JSON list.
    pub(crate) fn entities(
        text: &str,
        format: Format,
        source: &str,
        mut read: impl FnMut(&mut Self, &Node),
    ) -> Result<Loaded<Document>, TopologyError> {
        let source: Arc<str> = Arc::from(source);
        let mut gather = Self { source: Arc::clone(&source), loaded: Loaded::clean(Document::default()) };
        for root in trees(text, format, &source)? {
            match &root.value {
                Value::Null => {}
                Value::List(items) => items.iter().for_each(|item| read(&mut gather, item)),
                _ => read(&mut gather, &root),
            }
        }
        Ok(gather.loaded)
    }

    /// The document so far.
    pub(crate) fn document(&mut self) -> &mut Document {
        &mut self.loaded.value
    }

    /// Notes an entity that cannot be used.
    pub(crate) fn refuse(&mut self, node: &Node, reason: impl Into<String>) {
        let place = Place::new(Arc::clone(&self.source), node.line);
        self.loaded.reject(Reject::refused(Some(place), reason));
    }

    /// Notes a part that cannot be used of an entity that was kept.
    pub(crate) fn leave_out(&mut self, node: &Node, field: &str, reason: impl Into<String>) {
        let place = Place::new(Arc::clone(&self.source), node.line);
        self.loaded.reject(Reject::part(Some(place), reason).in_field(field));
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

/// Several documents as one, in their order; [`Topology::of`](crate::Topology::of) checks the whole.
///
/// The name, the zone and the version are those of the first document that gives them.
#[must_use]
pub fn join(documents: impl IntoIterator<Item = Document>) -> Document {
    documents.into_iter().fold(Document::default(), |mut whole, part| {
        whole.version = whole.version.or(part.version);
        whole.name = whole.name.or(part.name);
        whole.zone = whole.zone.or(part.zone);
        whole.teams.extend(part.teams);
        whole.people.extend(part.people);
        whole.services.extend(part.services);
        whole.domains.extend(part.domains);
        whole.ownership.extend(part.ownership);
        whole.interactions.extend(part.interactions);
        whole.dependencies.extend(part.dependencies);
        whole.escalation_paths.extend(part.escalation_paths);
        whole.schedules.extend(part.schedules);
        whole.extra.extend(part.extra);
        whole
    })
}
