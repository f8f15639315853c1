//! Bands: DORA's own answer scale, six steps for each question (dora.md section 4).
//!
//! A band is where a number falls on the scale that DORA's survey offers its respondents. It is no grade: what share of
//! respondents falls where moves from year to year, see [`crate::levels`].
//!
//! | band | lead and recovery time | deployments per day |
//! |---|---|---|
//! | 6 | below 1 h | 2 and more |
//! | 5 | below 24 h | 1 to below 2 |
//! | 4 | below 168 h | 1/7 to below 1 |
//! | 3 | below 730 h | 24/730 to below 1/7 |
//! | 2 | below 4,380 h | 24/4,380 to below 24/730 |
//! | 1 | longer | less |
//!
//! Where the interval of a number spans bands, the answer is a range of bands. There is none for a window that has not
//! ended, nor for a number that too few observations support.
//!
//! ```
//! use thalweg_dora::bands::Band;
//! assert_eq!(Band::of_hours(35.5).number(), 4);
//! assert_eq!(Band::of_hours(24.0).number(), 4); // the upper end belongs to the next band
//! assert_eq!(Band::of_rate_per_day(8.0 / 30.958_333).number(), 4);
//! ```

use std::fmt;

use serde::Serialize;

use thalweg_model::{Flag, Gap, Reading};

/// A band from 1 to 6; 6 is the fastest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Band(u8);

/// The upper ends of the bands 6 to 2, in hours.
const HOURS: [f64; 5] = [1.0, 24.0, 168.0, 730.0, 4_380.0];
/// The lower ends of the bands 6 to 2, in deployments per day.
const PER_DAY: [f64; 5] = [2.0, 1.0, 1.0 / 7.0, 24.0 / 730.0, 24.0 / 4_380.0];

impl Band {
    /// The slowest.
    pub const SLOWEST: Self = Self(1);
    /// The fastest.
    pub const FASTEST: Self = Self(6);

    /// The band of a lead or recovery time.
    #[must_use]
    pub fn of_hours(hours: f64) -> Self {
        Self::passing(&HOURS, |end| hours < end)
    }

    /// The band of a frequency.
    #[must_use]
    pub fn of_rate_per_day(rate: f64) -> Self {
        // A rate that was computed as n/t·7/7 must not miss an end by its last digit.
        Self::passing(&PER_DAY, |end| rate >= end * (1.0 - 1e-12))
    }

    fn passing(ends: &[f64; 5], passes: impl Fn(f64) -> bool) -> Self {
        let fastest = (2..=6).rev().zip(ends).find(|(_, end)| passes(**end));
        fastest.map_or(Self::SLOWEST, |(band, _)| Self(band))
    }

    /// Its number, 1 to 6.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// The bands that a number and its interval lie in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct BandRange {
    /// The band of the number itself; none where the number is only known to be at least something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<Band>,
    /// The slowest band that the interval reaches.
    pub slowest: Band,
    /// The fastest band that the interval reaches.
    pub fastest: Band,
}

impl fmt::Display for BandRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.slowest == self.fastest {
            write!(f, "{}", self.slowest)
        } else {
            write!(f, "{} to {}", self.slowest, self.fastest)
        }
    }
}

/// Whether a reading may be read against bands at all.
fn banded(reading: &Reading) -> bool {
    let flags = &reading.basis().flags;
    !flags.contains(&Flag::Partial) && !flags.contains(&Flag::DescriptiveOnly)
}

/// The bands of a reading in hours.
pub(crate) fn duration_band(reading: &Reading) -> Option<BandRange> {
    if !banded(reading) {
        return None;
    }
    let interval = reading.interval();
    let (lower, upper) = (interval.and_then(|it| it.lower), interval.and_then(|it| it.upper));
    let open = interval.is_some();
    match (reading.value(), reading.gap()) {
        (Some(value), _) => {
            let point = Band::of_hours(value.value());
            let slowest = upper.map_or(if open { Band::SLOWEST } else { point }, Band::of_hours);
            let fastest = lower.map_or(point, Band::of_hours);
            Some(BandRange { point: Some(point), slowest: slowest.min(point), fastest: fastest.max(point) })
        }
        (None, Some(Gap::NotReached { at_least })) => {
            let fastest = Band::of_hours(lower.unwrap_or(at_least.value()).min(at_least.value()));
            Some(BandRange { point: None, slowest: Band::SLOWEST, fastest })
        }
        _ => None,
    }
}

/// The bands of a reading per week.
pub(crate) fn frequency_band(reading: &Reading) -> Option<BandRange> {
    let value = reading.value().filter(|_| banded(reading))?;
    let of = |per_week: f64| Band::of_rate_per_day(per_week / 7.0);
    let point = of(value.value());
    let interval = reading.interval();
    let slowest = interval.and_then(|it| it.lower).map_or(point, of);
    let fastest = interval.and_then(|it| it.upper).map_or(point, of);
    Some(BandRange { point: Some(point), slowest: slowest.min(point), fastest: fastest.max(point) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_belong_to_the_slower_band_section_4() {
        let hours = [(0.0, 6), (1.0, 5), (24.0, 4), (168.0, 3), (730.0, 2), (4_380.0, 1), (1e9, 1)];
        for (hours, band) in hours {
            assert_eq!(Band::of_hours(hours).number(), band, "{hours} h");
        }
        let rates = [
            (2.0, 6),
            (1.999, 5),
            (1.0, 5),
            (0.999, 4),
            (1.0 / 7.0, 4),
            (24.0 / 730.0, 3),
            (24.0 / 4_380.0, 2),
            (0.001, 1),
            (0.0, 1),
        ];
        for (rate, band) in rates {
            assert_eq!(Band::of_rate_per_day(rate).number(), band, "{rate} per day");
        }
    }
}
