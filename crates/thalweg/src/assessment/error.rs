//! Why an organisation cannot be assessed at all.

use thalweg_model::IdError;
use thalweg_topology::TopologyError;

/// Why no assessment was made. Whatever is merely missing is no error: it is a gap in the evidence.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AssessmentError {
    /// Nothing says as of when.
    #[error(
        "nothing says as of when the records tell: give `as_of` in `sources.toml`, or records with a time"
    )]
    NoInstant,
    /// The calendar has no such month.
    #[error("there is no complete month before {as_of}")]
    NoMonth {
        /// The instant as of which the records tell.
        as_of: String,
    },
    /// The month begins after the records end.
    #[error("the month {month} begins after {as_of}, when the records end")]
    Ahead {
        /// The month asked for.
        month: String,
        /// The instant as of which the records tell.
        as_of: String,
    },
    /// The organisation is read from a history, and its name is no id of a service.
    #[error("the organisation's name is no name of a service: {0}; give another `name` in `sources.toml`")]
    Name(#[from] IdError),
    /// The organisation's own topology file is wrong.
    #[error(transparent)]
    Topology(#[from] TopologyError),
    /// The organisation's own topology file is no text.
    #[error("{name} is no UTF-8 text")]
    NoText {
        /// The file.
        name: String,
    },
}
