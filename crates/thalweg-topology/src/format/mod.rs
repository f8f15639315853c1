//! The topology's own format, in TOML, YAML and JSON: read with places, all problems at once, and written back.

mod decode;
mod json;
mod node;
mod record;
mod scalar;
mod stream;
mod toml;
#[cfg(feature = "yaml")]
mod yaml;

use std::sync::Arc;

use crate::error::TopologyError;

pub(crate) use decode::{Decode, Fields, Reader};
pub(crate) use node::{Node, Value, shown};
pub(crate) use record::{record, unsaid};
pub(crate) use scalar::{of_text, words};
pub(crate) use stream::each_tree;

/// A language that the topology's own format is written in; one schema for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// TOML 1.
    Toml,
    /// YAML 1.2, with duplicate keys refused and the expansion of aliases bounded.
    #[cfg(feature = "yaml")]
    Yaml,
    /// JSON.
    Json,
}

/// The text as a tree with lines.
pub(crate) fn tree(text: &str, format: Format, source: &Arc<str>) -> Result<Node, TopologyError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let read = match format {
        Format::Toml => toml::tree(text),
        #[cfg(feature = "yaml")]
        Format::Yaml => yaml::tree(text),
        Format::Json => json::tree(text),
    };
    read.map_err(|unread| unreadable(unread, source))
}

/// The error in words of bounded length, whatever of the text the reader quotes.
pub(crate) fn unreadable((line, reason): (u64, String), source: &Arc<str>) -> TopologyError {
    TopologyError::Unreadable { origin: source.to_string(), line, reason: reason.chars().take(400).collect() }
}
