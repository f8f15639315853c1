//! How many respondents every derivable number has to rest on.

use std::collections::BTreeSet;

use serde::Serialize;
use thalweg_model::Entity;

use crate::error::{Problems, SurveyError};

/// Below this, two colleagues who compare notes know the third.
const LEAST: u32 = 3;

/// Above this, a plan would be more table than protection.
const MOST: u32 = 50;

/// What is published of a group: each kind reveals other sums over its members.
///
/// The first three are ordered: what reveals a spread reveals the mean too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Statistic {
    /// Counts, means and favourable shares.
    Means,
    /// Spreads, intervals made of them, correlations and percentiles.
    Spreads,
    /// How many gave each answer, smallest and largest included.
    Distributions,
    /// What was written, word for word.
    Comments,
    /// Who took part, of those invited.
    ResponseRates,
}

impl Statistic {
    /// Whether publishing `self` tells all that publishing `other` would tell.
    #[must_use]
    pub fn reveals(self, other: Self) -> bool {
        let numbers = |it: Self| it <= Self::Distributions;
        if numbers(self) && numbers(other) { self >= other } else { self == other }
    }

    /// The name in a ledger.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Means => "means",
            Self::Spreads => "spreads",
            Self::Distributions => "distributions",
            Self::Comments => "comments",
            Self::ResponseRates => "response_rates",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        let all = [Self::Means, Self::Spreads, Self::Distributions, Self::Comments, Self::ResponseRates];
        all.into_iter().find(|it| it.name() == name)
    }
}

/// What the best release has most of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Weight {
    /// The sum of the respondents of the published groups.
    #[default]
    Respondents,
    /// The number of published groups.
    Cells,
    /// Groups that could be seen last time; among equals, the number of groups.
    SeenBefore(BTreeSet<Entity>),
}

/// How groups that cross the hierarchy, and everything released before, are kept from combining.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Level {
    /// Every rational combination of what was released rests on at least k respondents: shown by exact arithmetic. Where
    /// every respondent is in at most two groups of two kinds (a hierarchy and spans across it), at any size, by the smallest
    /// cut of a graph; else by elimination, up to some four hundred groups that hang together; beyond, by certificates from
    /// neighbourhoods, up to 20,000 sets of respondents that the groups tell apart, which may leave out more than it must. Where
    /// that takes too long as well, the plan coarsens those groups and says [`Level::AtomK`].
    #[default]
    Exact,
    /// Coarsened until every set of respondents that the groups tell apart has at least k: safe without a search.
    AtomK,
    /// No sum or difference of up to so many groups rests on fewer than k. More groups might: never called safe.
    Bounded(u8),
}

impl Level {
    /// Whether the level is a proof.
    ///
    /// ```
    /// use thalweg_survey::confidentiality::Level;
    /// assert!(Level::Exact.is_proof() && Level::AtomK.is_proof());
    /// assert!(!Level::Bounded(3).is_proof());
    /// ```
    #[must_use]
    pub const fn is_proof(self) -> bool {
        !matches!(self, Self::Bounded(_))
    }
}

/// The policy: minimums by what is published, a margin against insiders, what to keep, and how hard to look.
///
/// ```
/// use thalweg_survey::confidentiality::{Confidentiality, Statistic};
/// let policy = Confidentiality::default();
/// assert_eq!(policy.minimum(Statistic::Means), 5);
/// assert_eq!(policy.minimum(Statistic::Spreads), 10); // twice the minimum of means
/// assert_eq!(policy.minimum(Statistic::Distributions), 10); // 8, but they show the spread too
/// assert_eq!(policy.minimum(Statistic::Comments), 10);
/// let against_two_insiders = policy.with_margin(2)?;
/// assert_eq!(against_two_insiders.minimum(Statistic::Means), 7);
/// # Ok::<(), thalweg_survey::Problems>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confidentiality {
    scores: u32,
    distributions: u32,
    comments: u32,
    margin: u32,
    weight: Weight,
    level: Level,
}

impl Default for Confidentiality {
    /// 5 for scores, 8 for distributions, 10 for comments, no margin, most respondents, exact.
    fn default() -> Self {
        Self {
            scores: 5,
            distributions: 8,
            comments: 10,
            margin: 0,
            weight: Weight::Respondents,
            level: Level::Exact,
        }
    }
}

impl Confidentiality {
    /// A policy with other minimums.
    ///
    /// # Errors
    /// Every minimum outside 3 to 50, and every one below the minimum of scores.
    pub fn with_minimums(self, scores: u32, distributions: u32, comments: u32) -> Result<Self, Problems> {
        Self { scores, distributions, comments, ..self }.checked()
    }

    /// The policy with a margin: so many respondents of a group may pool their own answers and learn nothing more.
    ///
    /// # Errors
    /// A margin with which a minimum exceeds 50.
    pub fn with_margin(self, margin: u32) -> Result<Self, Problems> {
        Self { margin, ..self }.checked()
    }

    /// The policy with another idea of the best release.
    #[must_use]
    pub fn with_weight(self, weight: Weight) -> Self {
        Self { weight, ..self }
    }

    /// The policy with another way to look at crossing groups.
    #[must_use]
    pub fn with_level(self, level: Level) -> Self {
        Self { level, ..self }
    }

    /// On how many respondents everything has to rest that can be derived from statistics of this kind.
    #[must_use]
    pub const fn minimum(&self, statistic: Statistic) -> u32 {
        let (spreads, plain) = (self.scores.saturating_mul(2), self.distributions);
        let least = match statistic {
            Statistic::Means | Statistic::ResponseRates => self.scores,
            Statistic::Spreads => spreads,
            Statistic::Distributions if plain > spreads => plain,
            Statistic::Distributions => spreads,
            Statistic::Comments => self.comments,
        };
        least.saturating_add(self.margin)
    }

    /// What the best release has most of.
    #[must_use]
    pub const fn weight(&self) -> &Weight {
        &self.weight
    }

    /// How crossing groups are looked at.
    #[must_use]
    pub const fn level(&self) -> Level {
        self.level
    }

    fn checked(self) -> Result<Self, Problems> {
        let parts = [
            ("scores", self.scores, LEAST),
            ("distributions", self.distributions, self.scores),
            ("comments", self.comments, self.scores),
            ("scores with the margin", self.minimum(Statistic::Means), LEAST),
        ];
        let outside = parts.into_iter().filter(|(_, given, least)| !(*least..=MOST).contains(given));
        let wrong = |(what, given, least)| SurveyError::BadMinimum { what, given, least, most: MOST };
        Problems::none_or(outside.map(wrong).collect())?;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minimum_that_protects_nobody_is_refused() {
        let problems = Confidentiality::default().with_minimums(2, 1, 200).unwrap_err();
        assert_eq!(problems.all().len(), 4, "{problems}");
        assert!(Confidentiality::default().with_margin(60).is_err());
        assert!(Confidentiality::default().with_margin(u32::MAX).is_err());
    }

    #[test]
    fn what_shows_more_reveals_what_shows_less() {
        assert!(Statistic::Distributions.reveals(Statistic::Means));
        assert!(!Statistic::Means.reveals(Statistic::Spreads));
        assert!(!Statistic::Comments.reveals(Statistic::Means));
        assert!(Statistic::Comments.reveals(Statistic::Comments));
        assert_eq!(Statistic::named("spreads"), Some(Statistic::Spreads));
    }
}
