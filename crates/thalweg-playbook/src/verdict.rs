//! The five verdicts and the levels they are given at.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What the evidence says of a criterion, an item or a section (playbook.md section 1).
///
/// The order is the order of naming, from what holds to what does not count; it is no ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It holds.
    Met,
    /// Some of it holds and some does not.
    Partial,
    /// It does not hold.
    NotMet,
    /// The evidence does not tell.
    Unknown,
    /// It does not apply here.
    NotApplicable,
}

impl Verdict {
    /// Every verdict, in order.
    pub const ALL: [Self; 5] = [Self::Met, Self::Partial, Self::NotMet, Self::Unknown, Self::NotApplicable];

    /// The name used in files, such as `not_met`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Partial => "partial",
            Self::NotMet => "not_met",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// The verdict in words for people.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Partial => "met in part",
            Self::NotMet => "not met",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not applicable",
        }
    }

    /// The verdict of an item or a section from what stands in it: a failure is never averaged away (playbook.md section 1).
    ///
    /// Members that do not apply are dropped. Nothing left: not applicable. Any member not met or partial: partial where at
    /// least one is met or partial, else not met. Otherwise any unknown: unknown. Otherwise met.
    ///
    /// ```
    /// use thalweg_playbook::Verdict::{self, Met, NotApplicable, NotMet, Partial, Unknown};
    /// assert_eq!(Verdict::of_all([Met, NotMet, Unknown]), Partial);
    /// assert_eq!(Verdict::of_all([NotMet, Unknown, NotApplicable]), NotMet);
    /// assert_eq!(Verdict::of_all([Met, Unknown]), Unknown);
    /// assert_eq!(Verdict::of_all([NotApplicable]), NotApplicable);
    /// assert_eq!(Verdict::of_all([]), NotApplicable, "all of nothing is not met");
    /// ```
    #[must_use]
    pub fn of_all(members: impl IntoIterator<Item = Self>) -> Self {
        let mut seen = [false; 5];
        for member in members {
            if let Some(slot) = seen.get_mut(member as usize) {
                *slot = true;
            }
        }
        let [met, partial, not_met, unknown, _] = seen;
        match (met || partial, partial || not_met, unknown) {
            (true, true, _) => Self::Partial,
            (false, true, _) => Self::NotMet,
            (_, false, true) => Self::Unknown,
            (true, false, false) => Self::Met,
            (false, false, false) => Self::NotApplicable,
        }
    }

    /// The verdict of a condition from the conditions that all have to hold: Kleene's conjunction (playbook.md section 1).
    ///
    /// Conditions that do not apply are dropped. Nothing left: not applicable. Any that does not hold: not met, whatever the
    /// others say. Otherwise any unknown: unknown. Otherwise met. A criterion is one condition, so it is never met in part;
    /// a verdict that was taken from an item and is met in part does not hold.
    ///
    /// ```
    /// use thalweg_playbook::Verdict::{self, Met, NotApplicable, NotMet, Partial, Unknown};
    /// assert_eq!(Verdict::of_conditions([Met, NotMet, Unknown]), NotMet);
    /// assert_eq!(Verdict::of_conditions([Met, Partial]), NotMet);
    /// assert_eq!(Verdict::of_conditions([Met, Unknown, NotApplicable]), Unknown);
    /// assert_eq!(Verdict::of_conditions([Met, NotApplicable]), Met);
    /// assert_eq!(Verdict::of_conditions([]), NotApplicable, "all of nothing is not met");
    /// ```
    #[must_use]
    pub fn of_conditions(conditions: impl IntoIterator<Item = Self>) -> Self {
        match Self::of_all(conditions) {
            Self::Partial => Self::NotMet,
            other => other,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Where in a playbook a verdict stands: sections hold items, items hold criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A section: a heading of the playbook.
    Section,
    /// An item: something to do or to have.
    Item,
    /// A criterion: one rule over the evidence.
    Criterion,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_is_written_by_its_name() {
        for verdict in Verdict::ALL {
            assert_eq!(serde_json::to_string(&verdict).unwrap(), format!("\"{verdict}\""));
        }
    }
}
