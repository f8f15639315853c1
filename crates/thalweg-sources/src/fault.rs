//! What is wrong with a record, in words that say what would be right.

mod words;

use thalweg_model::nearest;

pub(crate) use words::shown;

/// What is wrong with a record, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub(crate) record: Option<String>,
    pub(crate) field: Option<String>,
    pub(crate) reason: String,
}

impl Fault {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self { record: None, field: None, reason: reason.into() }
    }

    pub(crate) fn in_field(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..Self::new(reason) }
    }

    /// With the kind and id of the record.
    pub(crate) fn of(mut self, noun: &str, id: Option<&str>) -> Self {
        self.record = id.map(|id| format!("{noun} `{}`", shown(id)));
        self
    }

    /// The fault that serde found at a path.
    pub(crate) fn at(path: &str, message: &str) -> Self {
        let path = if path == "." { "" } else { path };
        if let Some(name) = words::quoted_after(message, "missing field `") {
            return Self::in_field(joined(path, &name), "the field is missing");
        }
        if let Some(name) = words::quoted_after(message, "duplicate field `") {
            return Self::in_field(joined(path, &name), "the field stands there twice");
        }
        if let Some(name) = words::quoted_after(message, "unknown field `") {
            let near = words::suggestion(&name, &words::expected(message), "the fields are");
            return Self::in_field(joined(path, &name), format!("there is no such field: {near}"));
        }
        let reason = words::told(message);
        if path.is_empty() { Self::new(reason) } else { Self::in_field(shown(path), reason) }
    }
}

/// A path and the name of a field below it, where the path does not end with it already.
fn joined(path: &str, name: &str) -> String {
    let name = shown(name);
    if path.is_empty() || path == name || path.ends_with(&format!(".{name}")) {
        return if path.is_empty() { name } else { shown(path) };
    }
    format!("{}.{name}", shown(path))
}

/// What is known of a name that is none of the known ones.
pub(crate) fn instead<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(typed, known).map_or_else(String::new, |name| format!(": did you mean `{name}`?"))
}
