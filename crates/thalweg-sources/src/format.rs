//! The plain formats by the endings of file names.

use std::io::{self, BufRead};

use thalweg_model::Place;

use crate::plain::Readable;
use crate::source::Source;
use crate::{csv, json, jsonl, toml};

/// How a file writes its records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Format {
    JsonLines,
    Json,
    Csv,
    Toml,
    /// TOML with tables of several kinds, as forms have them.
    Forms,
}

impl Format {
    /// The format of a file's ending.
    pub(crate) fn of(ending: &str) -> Option<Self> {
        match ending.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "json" => Some(Self::Json),
            "csv" | "tsv" => Some(Self::Csv),
            "toml" => Some(Self::Toml),
            _ => None,
        }
    }

    pub(crate) fn read<T: Readable>(
        self,
        reader: impl BufRead,
        source: &mut Source,
        take: &mut dyn FnMut(T, Place),
    ) -> io::Result<()> {
        match self {
            Self::JsonLines => jsonl::read(reader, source, take),
            Self::Json => json::read(reader, source, take),
            Self::Csv => csv::read(reader, source, take),
            Self::Toml => toml::read(reader, source, take),
            Self::Forms => toml::read_among(reader, source, take),
        }
    }
}
