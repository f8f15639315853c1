//! Events of several kinds in one stream.

use serde::Deserialize;
use thalweg_model::{Change, Deployment, EventLogBuilder, Incident, Place, Service};

use crate::fault::Fault;
use crate::parse;

/// An event in an object of its kind.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Event {
    Deployment(Deployment),
    Change(Change),
    Incident(Incident),
    Service(Service),
}

impl Event {
    pub(crate) fn join(self, builder: &mut EventLogBuilder, place: Place) {
        match self {
            Self::Deployment(record) => builder.deployment(record, Some(place)),
            Self::Change(record) => builder.change(record, Some(place)),
            Self::Incident(record) => builder.incident(record, Some(place)),
            Self::Service(record) => builder.service(record, Some(place)),
        }
    }
}

/// The event of a line.
pub(crate) fn event(bytes: &[u8]) -> Result<Event, Fault> {
    parse::json(parse::object(bytes)?)
}
