//! Identifiers as newtypes, so that a team is never passed where a service is meant.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The longest identifier accepted, in bytes: far above any real one, and small enough to print in a message.
pub const MAX_ID_BYTES: usize = 512;

/// Why a text is no identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// The text is empty or only white space.
    #[error("an id must not be empty")]
    Empty,
    /// The text is longer than [`MAX_ID_BYTES`].
    #[error("an id of {bytes} bytes is too long: at most {MAX_ID_BYTES} are accepted")]
    TooLong {
        /// The length that was given.
        bytes: usize,
    },
    /// The text holds a control character or has white space at an end.
    #[error("the id `{}` holds a control character or has white space at an end", .id.escape_debug())]
    Unprintable {
        /// The id as given.
        id: String,
    },
}

fn checked(text: &str) -> Result<Arc<str>, IdError> {
    if text.trim().is_empty() {
        return Err(IdError::Empty);
    }
    if text.len() > MAX_ID_BYTES {
        return Err(IdError::TooLong { bytes: text.len() });
    }
    if text.chars().any(char::is_control) || text.trim() != text {
        return Err(IdError::Unprintable { id: text.to_owned() });
    }
    Ok(Arc::from(text))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// Cheap to clone; ordered and compared by its text.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks a text and makes an id of it.
            ///
            /// # Errors
            /// [`IdError`] where the text is empty, longer than [`MAX_ID_BYTES`], or not printable.
            pub fn new(text: impl AsRef<str>) -> Result<Self, IdError> {
                checked(text.as_ref()).map(Self)
            }

            /// The id's text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), &*self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                Self::new(text).map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A deployment.
    DeploymentId;
    /// A change: a commit, a pull request or a merge request.
    ChangeId;
    /// An incident.
    IncidentId;
    /// A service: what is deployed and operated as one thing.
    ServiceId;
    /// An environment that a deployment goes to, as the pipeline names it.
    EnvironmentId;
    /// A team.
    TeamId;
    /// A person; opaque, never a name or an address.
    PersonId;
    /// A value stream.
    StreamId;
    /// A survey instrument.
    InstrumentId;
    /// An item (question) of an instrument.
    ItemId;
    /// A construct: what a scale of an instrument measures.
    ConstructId;
    /// A survey wave.
    WaveId;
    /// A group of respondents, a node of a hierarchy.
    GroupId;
    /// A metric, as `area.name`.
    MetricId;
    /// Any other record: a meeting, an objective, a blocker and so on.
    RecordId;
    /// A repository.
    RepositoryId;
    /// A service-level objective.
    SloId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_printable_and_not_empty() {
        assert_eq!(TeamId::new(""), Err(IdError::Empty));
        assert_eq!(TeamId::new("  "), Err(IdError::Empty));
        assert!(matches!(TeamId::new("a\nb"), Err(IdError::Unprintable { .. })));
        assert!(matches!(TeamId::new(" a"), Err(IdError::Unprintable { .. })));
        assert_eq!(TeamId::new("x".repeat(513)), Err(IdError::TooLong { bytes: 513 }));
        assert_eq!(TeamId::new("zahlung-ü").unwrap().as_str(), "zahlung-ü");
    }

    #[test]
    fn an_id_reads_and_writes_as_its_text() {
        let id: ServiceId = serde_json::from_str("\"api\"").unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"api\"");
        assert!(
            serde_json::from_str::<ServiceId>("\"\"").unwrap_err().to_string().contains("must not be empty")
        );
    }
}
