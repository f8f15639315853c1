//! What a metric is: its id, its unit and which way is better; and the catalog of all of them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::id::MetricId;
use crate::quantity::Unit;

/// Which way a metric gets better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither: the number gives context.
    Neither,
}

/// What sort of thing a metric measures; a goal on activity or effort is a vanity goal (playbook.md section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MeasureClass {
    /// What changed for somebody: a recovery time, a satisfaction.
    Outcome,
    /// What was produced: features, pages.
    Output,
    /// What was done: meetings held, story points, commits.
    Activity,
    /// What was put in: hours worked.
    Effort,
}

/// The specification of a metric, declared by the crate that computes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MetricSpec {
    /// The id, as `area.name`.
    pub id: &'static str,
    /// The name for people.
    pub name: &'static str,
    /// The unit of its readings.
    pub unit: Unit,
    /// Which way is better.
    pub better: Better,
    /// What sort of thing it measures.
    pub class: MeasureClass,
    /// One sentence on what it says.
    pub meaning: &'static str,
    /// Where its definition comes from.
    pub source: &'static str,
}

impl MetricSpec {
    /// The specification of a metric that measures an outcome.
    #[must_use]
    pub const fn outcome(
        id: &'static str,
        name: &'static str,
        unit: Unit,
        better: Better,
        meaning: &'static str,
        source: &'static str,
    ) -> Self {
        Self { id, name, unit, better, class: MeasureClass::Outcome, meaning, source }
    }

    /// Whether a change from one value to another is an improvement; `None` where neither way is better or nothing moved.
    #[must_use]
    pub fn improved(&self, from: f64, to: f64) -> Option<bool> {
        match self.better {
            Better::Higher if from != to => Some(to > from),
            Better::Lower if from != to => Some(to < from),
            _ => None,
        }
    }
}

/// All metrics that are known, by id.
///
/// ```
/// use thalweg_model::{Better, Catalog, MeasureClass, MetricSpec, Unit};
/// const SPEC: MetricSpec = MetricSpec {
///     id: "dora.change_fail_rate", name: "Change fail rate", unit: Unit::Share, better: Better::Lower,
///     class: MeasureClass::Outcome, meaning: "share of deployments that failed", source: "dora.md section 3",
/// };
/// let catalog = Catalog::new([SPEC]);
/// assert_eq!(catalog.get("dora.change_fail_rate").map(|spec| spec.unit), Some(Unit::Share));
/// assert_eq!(catalog.nearest("dora.change_failure_rate").map(|spec| spec.id), Some("dora.change_fail_rate"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Catalog {
    specs: BTreeMap<&'static str, MetricSpec>,
}

impl Catalog {
    /// A catalog of these metrics; of two with one id the later stands.
    #[must_use]
    pub fn new(specs: impl IntoIterator<Item = MetricSpec>) -> Self {
        Self { specs: specs.into_iter().map(|spec| (spec.id, spec)).collect() }
    }

    /// The metric of that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&MetricSpec> {
        self.specs.get(id)
    }

    /// Whether the catalog has the metric.
    #[must_use]
    pub fn contains(&self, id: &MetricId) -> bool {
        self.specs.contains_key(id.as_str())
    }

    /// All metrics, by id.
    pub fn iter(&self) -> impl Iterator<Item = &MetricSpec> {
        self.specs.values()
    }

    /// The metric whose id is nearest to a mistyped one.
    #[must_use]
    pub fn nearest(&self, id: &str) -> Option<&MetricSpec> {
        let name = nearest(id, self.specs.keys().copied())?;
        self.get(name)
    }
}

/// The name nearest to a mistyped one by edit distance, if any differs by at most a third of its length.
///
/// Names and text are looked at only up to 64 bytes, so no input makes this slow.
#[must_use]
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed: Vec<char> = typed.chars().take(64).collect();
    names
        .into_iter()
        .map(|name| (distance(&typed, &name.chars().take(64).collect::<Vec<_>>()), name))
        .filter(|(far, name)| *far * 3 <= name.chars().count().max(typed.len()) + 2)
        .min()
        .map(|(_, name)| name)
}

/// Levenshtein distance.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (above, y) in row.iter_mut().skip(1).zip(b) {
            let replaced = diagonal + usize::from(x != y);
            diagonal = *above;
            left = replaced.min(left + 1).min(diagonal + 1);
            *above = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_and_a_far_one_is_not() {
        assert_eq!(nearest("kitten", ["sitting", "mitten"]), Some("mitten"));
        assert_eq!(nearest("zzz", ["sitting", "mitten"]), None);
        let chars = |s: &str| s.chars().collect::<Vec<_>>();
        assert_eq!(distance(&chars("kitten"), &chars("sitting")), 3);
        assert_eq!(distance(&chars(""), &chars("abc")), 3);
    }
}
