//! Events: what a stream tells.

use crate::table::Marks;

/// A kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Deployments.
    Deployment,
    /// Changes.
    Change,
    /// Incidents.
    Incident,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Deployment, Self::Change, Self::Incident];
}

/// A record, as the stream tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// A deployment.
    Deployment {
        /// Its number, unique among deployments.
        id: u64,
        /// The service.
        service: u32,
        /// The group it counts for.
        group: u32,
        /// When it finished, in ticks.
        finished_at: i64,
        /// What else is known.
        marks: Marks,
    },
    /// A change.
    Change {
        /// Its number, unique among changes.
        id: u64,
        /// The deployment that carries it, known or not yet known; 0 for none.
        deployment: u64,
        /// When its clock starts, in ticks.
        committed_at: i64,
    },
    /// An incident.
    Incident {
        /// Its number, unique among incidents.
        id: u64,
        /// The deployment that caused it, known or not yet known; 0 for none.
        deployment: u64,
        /// When service was restored, in ticks; [`crate::table::OPEN`] while it is not.
        restored_at: i64,
    },
    /// A record that is none: it was told by mistake, or its source deleted it. Without a later version it is as if never told.
    Withdrawn {
        /// The kind of record.
        kind: Kind,
        /// Its number.
        id: u64,
    },
}

impl Fact {
    /// The kind and the number of the record: what is told of it again is another version of the same.
    #[must_use]
    pub const fn key(&self) -> (Kind, u64) {
        match *self {
            Self::Deployment { id, .. } => (Kind::Deployment, id),
            Self::Change { id, .. } => (Kind::Change, id),
            Self::Incident { id, .. } => (Kind::Incident, id),
            Self::Withdrawn { kind, id } => (kind, id),
        }
    }

    pub(super) const fn is_withdrawn(&self) -> bool {
        matches!(self, Self::Withdrawn { .. })
    }
}

/// A record and its version.
///
/// Of two versions of one record the higher one stands. Two that say different things under the same version cannot both
/// be right: the one that is greater in the order of their fields stands, whichever came first, and the clash is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// The version: when the record was written, or a number that grows.
    pub version: u64,
    /// The record.
    pub fact: Fact,
}

impl Event {
    /// A version of a record.
    #[must_use]
    pub const fn new(version: u64, fact: Fact) -> Self {
        Self { version, fact }
    }
}
