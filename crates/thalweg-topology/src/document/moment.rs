//! When something begins or ends: a local day or an instant.

use std::fmt;

use chrono::NaiveDate;
use thalweg_model::{Instant, Tz, midnight};

use crate::format::words;

/// A local day, from its midnight in the topology's zone, or an instant.
///
/// ```
/// use thalweg_model::Tz;
/// use thalweg_topology::Moment;
/// let day: Moment = "2026-03-01".parse()?;
/// assert_eq!(day.instant(Tz::Europe__Berlin).to_string(), "2026-02-28T23:00:00Z");
/// assert!("2026-03-01T08:00:00".parse::<Moment>().is_err(), "an instant needs an offset");
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    /// A local day.
    Day(NaiveDate),
    /// An instant.
    At(Instant),
}

impl Moment {
    /// The instant that is meant; days outside the range of instants stand at its ends.
    #[must_use]
    pub fn instant(self, zone: Tz) -> Instant {
        match self {
            Self::At(at) => at,
            Self::Day(day) => midnight(day, zone).unwrap_or_else(|| {
                let early = NaiveDate::from_ymd_opt(2000, 1, 1).is_some_and(|turn| day < turn);
                if early { Instant::MIN } else { Instant::MAX }
            }),
        }
    }
}

impl std::str::FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(day) = text.parse() {
            return Ok(Self::Day(day));
        }
        text.parse().map(Self::At).map_err(|error| format!("{error}; a day is written as `2026-03-01`"))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::At(at) => at.fmt(f),
        }
    }
}

/// The zone of a calendar, by its IANA name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Zone(pub Tz);

impl std::str::FromStr for Zone {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let shown: String = text.chars().take(64).collect();
        text.parse().map(Self).map_err(|_| format!("`{shown}` is no zone: write it as `Europe/Berlin`"))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

/// Types that are written as one text of their own.
macro_rules! one_text {
    ($($name:ident $shape:literal;)*) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text: std::borrow::Cow<'de, str> = serde::Deserialize::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut schema = String::json_schema(generator);
                schema.insert("description".to_owned(), $shape.into());
                schema
            }
        }
    )*};
}

pub(super) use one_text;

one_text! {
    Moment "a local day as 2026-03-01, or an instant as 2026-03-01T08:00:00Z";
    Zone "the IANA name of a zone, as Europe/Berlin";
}

words!(Moment, Zone);

/// From when until when: start included, end not; an absent end is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The start.
    pub from: Option<Moment>,
    /// The end.
    pub until: Option<Moment>,
}

impl Span {
    /// The instants of both ends; an open one stands at the end of all instants.
    #[must_use]
    pub fn instants(&self, zone: Tz) -> (Instant, Instant) {
        let at = |moment: Option<Moment>, open| moment.map_or(open, |moment: Moment| moment.instant(zone));
        (at(self.from, Instant::MIN), at(self.until, Instant::MAX))
    }

    /// Whether an instant lies in it.
    #[must_use]
    pub fn holds(&self, at: Instant, zone: Tz) -> bool {
        let begun = self.from.is_none_or(|from| from.instant(zone) <= at);
        begun && self.until.is_none_or(|until| at < until.instant(zone))
    }
}

/// What is so for a time.
pub trait Lasting {
    /// From when until when.
    fn span(&self) -> Span;

    /// Whether it is so at an instant.
    fn active(&self, at: Instant, zone: Tz) -> bool {
        self.span().holds(at, zone)
    }
}
