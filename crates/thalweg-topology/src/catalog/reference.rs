//! References between the entities of a Backstage catalog.

use std::fmt;

/// A reference `[kind:][namespace/]name`, lower-cased, with its defaults filled in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// The kind, such as `group`.
    pub kind: String,
    /// The namespace, such as `default`.
    pub namespace: String,
    /// The name.
    pub name: String,
}

/// Why a text is no reference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReferenceError {
    /// A part is empty, or there are too many.
    #[error("`{text}` is no reference: write `[kind:][namespace/]name`")]
    Form {
        /// The text.
        text: String,
    },
    /// The field has no default kind, and the text names none.
    #[error("`{text}` needs its kind here: write `component:{text}` or `resource:{text}`")]
    NoKind {
        /// The text.
        text: String,
    },
}

/// The namespace of entities that name none.
pub(super) const DEFAULT_NAMESPACE: &str = "default";

impl Reference {
    /// The reference of an entity by what it says of itself.
    pub(super) fn new(kind: &str, namespace: &str, name: &str) -> Self {
        Self { kind: kind.to_lowercase(), namespace: namespace.to_lowercase(), name: name.to_lowercase() }
    }

    /// Reads a reference in a field whose default kind is given, from an entity of a namespace.
    ///
    /// ```
    /// use thalweg_topology::catalog::Reference;
    /// let owner = Reference::parse("Team-Pay", Some("group"), "eu")?;
    /// assert_eq!(owner.to_string(), "group:eu/team-pay");
    /// assert_eq!(Reference::parse("user:default/Ann", Some("group"), "eu")?.to_string(), "user:default/ann");
    /// assert!(Reference::parse("payments-db", None, "eu").is_err(), "dependsOn needs the kind");
    /// # Ok::<(), thalweg_topology::catalog::ReferenceError>(())
    /// ```
    ///
    /// # Errors
    /// [`ReferenceError`] where a part is empty or one too many, or where no kind is known.
    pub fn parse(text: &str, kind: Option<&str>, namespace: &str) -> Result<Self, ReferenceError> {
        let text = text.trim();
        let form = || ReferenceError::Form { text: text.chars().take(128).collect() };
        let (named, rest) = match text.split_once(':') {
            Some((kind, rest)) => (Some(kind), rest),
            None => (kind, text),
        };
        let (space, name) = rest.split_once('/').unwrap_or((namespace, rest));
        let whole = |part: &str| {
            !part.is_empty() && !part.contains([':', '/']) && !part.contains(char::is_whitespace)
        };
        if !whole(space) || !whole(name) || named.is_some_and(|kind| !whole(kind)) {
            return Err(form());
        }
        let kind = named.ok_or_else(|| ReferenceError::NoKind { text: text.chars().take(128).collect() })?;
        Ok(Self::new(kind, space, name))
    }

    /// The id under which the topology knows the entity: its name, with the namespace before it where that is not the default one,
    /// and the kind before both where the name alone would not tell it.
    #[must_use]
    pub fn id(&self) -> String {
        let name = if self.namespace == DEFAULT_NAMESPACE {
            self.name.clone()
        } else {
            format!("{}/{}", self.namespace, self.name)
        };
        if matches!(self.kind.as_str(), "group" | "user" | "component" | "domain") {
            name
        } else {
            format!("{}:{name}", self.kind)
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}/{}", self.kind, self.namespace, self.name)
    }
}
