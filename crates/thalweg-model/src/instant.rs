//! Instants and elapsed time as integers of nanoseconds.

use std::fmt;
use std::ops::{Add, Sub};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a text or a number is no instant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InstantError {
    /// The text has a date and a time, but does not say in which offset.
    #[error("the timestamp `{text}` has no offset: write `Z` or an offset such as `+01:00` at its end")]
    NoOffset {
        /// The text as given.
        text: String,
    },
    /// The text is no RFC 3339 timestamp.
    #[error("`{text}` is no timestamp: write it as `2026-03-01T08:00:00Z` (RFC 3339)")]
    Malformed {
        /// The text as given.
        text: String,
    },
    /// The instant lies outside the years that a record can come from.
    #[error("the timestamp `{text}` is not between 1970 and 2199")]
    OutOfRange {
        /// The text as given.
        text: String,
    },
}

/// An instant in UTC, to the nanosecond, from 1970-01-01 until the end of 2199.
///
/// dora.md section 1: instants are UTC, and a timestamp without an offset is an error. The bounds keep every difference of
/// two instants inside an [`Elapsed`], and refuse the stamps of broken clocks (year 0, year 9999).
///
/// ```
/// use thalweg_model::Instant;
/// let a: Instant = "2026-03-01T00:00:00+01:00".parse()?;
/// assert_eq!(a.to_string(), "2026-02-28T23:00:00Z");
/// assert!("2026-03-01T00:00:00".parse::<Instant>().is_err());
/// # Ok::<(), thalweg_model::InstantError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// The earliest instant.
    pub const MIN: Self = Self(0);
    /// The latest instant: the last nanosecond of 2199.
    pub const MAX: Self = Self(7_258_118_400_000_000_000 - 1);

    /// The instant that many nanoseconds after 1970-01-01T00:00:00Z, or `None` outside the range of the type.
    #[must_use]
    pub const fn from_nanos(nanos: i64) -> Option<Self> {
        if nanos < Self::MIN.0 || nanos > Self::MAX.0 { None } else { Some(Self(nanos)) }
    }

    /// The instant that many seconds after 1970-01-01T00:00:00Z, or `None` outside the range of the type.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Option<Self> {
        match seconds.checked_mul(1_000_000_000) {
            Some(nanos) => Self::from_nanos(nanos),
            None => None,
        }
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn nanos(self) -> i64 {
        self.0
    }

    /// The elapsed time from `earlier` to `self`; negative where `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Elapsed {
        Elapsed(self.0 - earlier.0)
    }

    /// The instant as chrono writes it.
    #[must_use]
    pub const fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_nanos(self.0)
    }

    /// The instant of a chrono date and time, or `None` outside the range of the type.
    #[must_use]
    pub fn from_utc(at: DateTime<Utc>) -> Option<Self> {
        at.timestamp_nanos_opt().and_then(Self::from_nanos)
    }
}

impl std::str::FromStr for Instant {
    type Err = InstantError;

    fn from_str(text: &str) -> Result<Self, InstantError> {
        let Ok(at) = DateTime::parse_from_rfc3339(text) else {
            return Err(malformed(text));
        };
        Self::from_utc(at.to_utc()).ok_or_else(|| InstantError::OutOfRange { text: text.to_owned() })
    }
}

/// Tells a missing offset from any other mistake, since it is the one people make.
fn malformed(text: &str) -> InstantError {
    let shown: String = text.chars().take(64).collect();
    let zoned = DateTime::parse_from_rfc3339(&format!("{shown}Z")).is_ok();
    if zoned { InstantError::NoOffset { text: shown } } else { InstantError::Malformed { text: shown } }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_utc().to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A signed span of elapsed time in nanoseconds; there are no business hours (dora.md section 1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Elapsed(i64);

impl Elapsed {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// That many nanoseconds.
    #[must_use]
    pub const fn from_nanos(nanos: i64) -> Self {
        Self(nanos)
    }

    /// That many seconds, held at the ends of the type.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000_000_000))
    }

    /// That many hours, held at the ends of the type.
    #[must_use]
    pub const fn from_hours(hours: i64) -> Self {
        Self(hours.saturating_mul(3_600_000_000_000))
    }

    /// That many days of 24 hours, held at the ends of the type.
    #[must_use]
    pub const fn from_days(days: i64) -> Self {
        Self(days.saturating_mul(86_400_000_000_000))
    }

    /// Nanoseconds.
    #[must_use]
    pub const fn nanos(self) -> i64 {
        self.0
    }

    /// Hours, as a number with a fraction.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "104 days are exact to the nanosecond, 200 years to a microsecond"
    )]
    pub fn hours(self) -> f64 {
        self.0 as f64 / 3_600e9
    }

    /// Days of 24 hours, as a number with a fraction.
    #[must_use]
    pub fn days(self) -> f64 {
        self.hours() / 24.0
    }

    /// Whether the span runs backwards.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
}

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hours = self.hours();
        match hours.abs() {
            h if h < 1.0 => write!(f, "{:.0} min", hours * 60.0),
            h if h < 48.0 => write!(f, "{hours:.1} h"),
            _ => write!(f, "{:.1} d", hours / 24.0),
        }
    }
}

impl fmt::Debug for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", TimeDelta::nanoseconds(self.0))
    }
}

impl Add for Elapsed {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Elapsed {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Add<Elapsed> for Instant {
    type Output = Self;
    /// Held at the ends of the type.
    fn add(self, span: Elapsed) -> Self {
        Self(self.0.saturating_add(span.0).clamp(Self::MIN.0, Self::MAX.0))
    }
}

impl Sub<Elapsed> for Instant {
    type Output = Self;
    /// Held at the ends of the type.
    fn sub(self, span: Elapsed) -> Self {
        Self(self.0.saturating_sub(span.0).clamp(Self::MIN.0, Self::MAX.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_needs_an_offset_section_1() {
        assert!(matches!("2026-03-01T10:00:00".parse::<Instant>(), Err(InstantError::NoOffset { .. })));
        assert!(matches!("2026-03-01".parse::<Instant>(), Err(InstantError::Malformed { .. })));
        assert!(matches!("yesterday".parse::<Instant>(), Err(InstantError::Malformed { .. })));
    }

    #[test]
    fn absurd_years_are_refused() {
        for text in
            ["0000-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]
        {
            assert!(matches!(text.parse::<Instant>(), Err(InstantError::OutOfRange { .. })), "{text}");
        }
        assert_eq!("2199-12-31T23:59:59.999999999Z".parse::<Instant>().unwrap(), Instant::MAX);
    }

    #[test]
    fn instants_keep_nanoseconds_and_print_in_utc() {
        let at: Instant = "2026-03-01T10:00:00.123456789+05:30".parse().unwrap();
        assert_eq!(at.to_string(), "2026-03-01T04:30:00.123456789Z");
        assert_eq!(at.since(at - Elapsed::from_hours(3)).hours(), 3.0);
    }
}
