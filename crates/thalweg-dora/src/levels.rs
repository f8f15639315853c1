//! The levels that DORA's reports published, each with its year: medians of clusters of that year's respondents, not thresholds.
//!
//! There is no timeless *elite*: a level exists only with its year, and nothing here assigns one to a team. They are not
//! monotone (in 2024 Medium fails less often than High), and fail rates before and since 2023 were asked differently, so
//! they do not compare. In 2025 there are no levels; that year's seven profiles need survey measures too, so that
//! telemetry alone never assigns one. The data are a file of this crate that can be read and copied: `data/levels.toml`.
//!
//! ```
//! use thalweg_dora::levels::{NoLevels, fail_rates_compare, of_year};
//! let year = of_year(2024)?;
//! assert_eq!(year.levels[0].to_string(), "elite");
//! assert_eq!(year.levels[0].fail_rate.text, "5 %");
//! assert!(!fail_rates_compare(2022, 2024));
//! assert!(matches!(of_year(2025), Err(NoLevels::Profiles)));
//! # Ok::<(), NoLevels>(())
//! ```

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// The levels of one report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedLevels {
    /// The report's year.
    pub year: u16,
    /// The report.
    pub source: String,
    /// Whether the numbers come from somebody who quotes the report.
    pub secondary: bool,
    /// What to know when reading them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The levels, as the report orders them.
    pub levels: Vec<PublishedLevel>,
}

/// One level of one report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedLevel {
    /// Its name.
    pub name: LevelName,
    /// The level that it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<LevelName>,
    /// The respondents in it, in per cent.
    pub share_percent: f64,
    /// Deployment frequency.
    pub frequency: PublishedRange,
    /// Change lead time.
    pub lead_time: PublishedRange,
    /// Recovery time.
    pub recovery_time: PublishedRange,
    /// Change fail rate.
    pub fail_rate: PublishedRange,
}

impl fmt::Display for PublishedLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name.fmt(f)
    }
}

/// The name of a level, which means nothing without its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LevelName {
    /// The fastest cluster.
    Elite,
    /// The next.
    High,
    /// The next.
    Medium,
    /// The slowest.
    Low,
}

impl fmt::Display for LevelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Elite => "elite",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        })
    }
}

/// A range as the report words it, and in numbers where it has any; a missing second number is an open end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedRange {
    /// The wording.
    pub text: String,
    /// Hours, of a duration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<f64>,
    /// Hours from one deployment to the next, of a frequency.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub every_hours: Vec<f64>,
    /// Per cent, of a rate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub percent: Vec<f64>,
}

/// Why a year has no levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoLevels {
    /// The report describes profiles instead.
    #[error("the report of 2025 has no levels: its seven profiles need survey measures too")]
    Profiles,
    /// None were published, or none are known here.
    #[error("no levels of {year} are known: there are some of 2018, 2019, 2021, 2022, 2023 and 2024")]
    Unknown {
        /// The year asked for.
        year: u16,
    },
}

#[derive(Default, Deserialize)]
struct File {
    years: Vec<PublishedLevels>,
}

/// The file as this crate ships it.
pub const LEVELS_TOML: &str = include_str!("../data/levels.toml");

static PUBLISHED: LazyLock<Vec<PublishedLevels>> =
    LazyLock::new(|| toml::from_str::<File>(LEVELS_TOML).unwrap_or_default().years);

/// All published levels, in the order of their years.
#[must_use]
pub fn published() -> &'static [PublishedLevels] {
    &PUBLISHED
}

/// The levels of one year.
///
/// # Errors
/// [`NoLevels`] where that year has none.
pub fn of_year(year: u16) -> Result<&'static PublishedLevels, NoLevels> {
    let known = published().iter().find(|it| it.year == year);
    known.ok_or(if year == 2025 { NoLevels::Profiles } else { NoLevels::Unknown { year } })
}

/// Whether the fail rates of two reports compare: from 2023 on they were asked as a number, before as a range.
#[must_use]
pub const fn fail_rates_compare(one: u16, other: u16) -> bool {
    (one >= 2023) == (other >= 2023)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_section_4_is_there() {
        let rows: Vec<_> = published()
            .iter()
            .flat_map(|year| year.levels.iter().map(|it| (year.year, it.name, it.share_percent)))
            .collect();
        use LevelName::{Elite, High, Low, Medium};
        let expected = [
            (2018, Elite, 7.0),
            (2018, High, 48.0),
            (2018, Medium, 37.0),
            (2018, Low, 15.0),
            (2019, Elite, 20.0),
            (2019, High, 23.0),
            (2019, Medium, 44.0),
            (2019, Low, 12.0),
            (2021, Elite, 26.0),
            (2021, High, 40.0),
            (2021, Medium, 28.0),
            (2021, Low, 7.0),
            (2022, High, 11.0),
            (2022, Medium, 69.0),
            (2022, Low, 19.0),
            (2023, Elite, 18.0),
            (2023, High, 31.0),
            (2023, Medium, 33.0),
            (2023, Low, 17.0),
            (2024, Elite, 19.0),
            (2024, High, 22.0),
            (2024, Medium, 35.0),
            (2024, Low, 25.0),
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn the_levels_of_2024_are_not_monotone() {
        let percent = |at: usize| of_year(2024).unwrap().levels[at].fail_rate.percent[0];
        assert!(percent(2) < percent(1), "medium fails less often than high");
    }

    #[test]
    fn ranges_run_upwards_and_years_differ() {
        for level in published().iter().flat_map(|it| &it.levels) {
            for range in [&level.frequency, &level.lead_time, &level.recovery_time, &level.fail_rate] {
                for numbers in [&range.hours, &range.every_hours, &range.percent] {
                    assert!(numbers.len() <= 2 && numbers.is_sorted(), "{range:?}");
                }
            }
        }
        assert_ne!(of_year(2019).unwrap().levels[0].lead_time, of_year(2021).unwrap().levels[0].lead_time);
        assert_eq!(of_year(2020), Err(NoLevels::Unknown { year: 2020 }));
    }
}
