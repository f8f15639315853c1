//! From text to a checked topology.

use std::collections::BTreeMap;
use std::sync::Arc;

use thalweg_model::Loaded;

use super::Topology;
use super::check::{Origin, check};
use crate::document::Document;
use crate::error::TopologyError;
use crate::format::{Decode, Format, Reader, tree};

impl Topology {
    /// Reads a topology and keeps everything that can be: what cannot is listed with its line, its record and its field.
    ///
    /// ```
    /// use thalweg_topology::{Format, Topology};
    /// let text = "[[teams]]\nid = 'a'\nkind = 'purple'\n\n[[teams]]\nname = 'nameless'\n";
    /// let loaded = Topology::load(text, Format::Toml, "teams.toml")?;
    /// assert_eq!(loaded.value.document().teams.len(), 1);
    /// let lines: Vec<_> = loaded.rejects.iter().filter_map(|it| it.place.as_ref()).map(|it| it.line).collect();
    /// assert_eq!(lines, [3, 5]);
    /// # Ok::<(), thalweg_topology::TopologyError>(())
    /// ```
    ///
    /// # Errors
    /// [`TopologyError::Unreadable`] where the text is not in the format at all.
    pub fn load(text: &str, format: Format, source: &str) -> Result<Loaded<Self>, TopologyError> {
        let source: Arc<str> = Arc::from(source);
        let mut reader = Reader::new(Arc::clone(&source));
        let document = Document::decode(tree(text, format, &source)?, &mut reader).unwrap_or_default();
        let (mut problems, lines) = reader.finish();
        let checked = check(document, Origin { source: Some(source), lines });
        let document = problems.absorb(checked);
        problems.rejects.sort_by_key(|reject| reject.place.as_ref().map_or(0, |place| place.line));
        Ok(problems.map(|()| Self::checked(document)))
    }

    /// The topology of records that were put together in memory; what cannot be is left out and listed.
    pub fn of(document: Document) -> Loaded<Self> {
        check(document, Origin { source: None, lines: BTreeMap::new() }).map(Self::checked)
    }

    /// Reads a topology of which nothing may be wrong.
    ///
    /// # Errors
    /// [`TopologyError`] with every problem and its place.
    pub fn from_toml(text: &str) -> Result<Self, TopologyError> {
        Self::strict(text, Format::Toml)
    }

    /// Reads a topology of which nothing may be wrong.
    ///
    /// # Errors
    /// [`TopologyError`] with every problem and its place.
    #[cfg(feature = "yaml")]
    pub fn from_yaml(text: &str) -> Result<Self, TopologyError> {
        Self::strict(text, Format::Yaml)
    }

    /// Reads a topology of which nothing may be wrong.
    ///
    /// # Errors
    /// [`TopologyError`] with every problem and its place.
    pub fn from_json(text: &str) -> Result<Self, TopologyError> {
        Self::strict(text, Format::Json)
    }

    fn strict(text: &str, format: Format) -> Result<Self, TopologyError> {
        let loaded = Self::load(text, format, "topology")?;
        if loaded.rejects.is_empty() {
            Ok(loaded.value)
        } else {
            Err(TopologyError::Invalid { problems: loaded.rejects })
        }
    }
}
