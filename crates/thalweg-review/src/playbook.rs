//! The verdicts of a playbook, counted and told.

use serde::Serialize;
use thalweg_playbook::{Evaluation, ItemVerdict, Level, Missing, Verdict};

/// How many criteria have which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Met.
    pub met: usize,
    /// Met in part.
    pub partial: usize,
    /// Not met.
    pub not_met: usize,
    /// Unknown: the evidence is missing.
    pub unknown: usize,
    /// Not applicable.
    pub not_applicable: usize,
}

impl Tally {
    /// The tally of an evaluation's criteria.
    #[must_use]
    pub fn of(evaluation: &Evaluation) -> Self {
        criteria(evaluation).into_iter().fold(Self::default(), |mut tally, it| {
            let count = match it.verdict {
                Verdict::Met => &mut tally.met,
                Verdict::Partial => &mut tally.partial,
                Verdict::NotMet => &mut tally.not_met,
                Verdict::Unknown => &mut tally.unknown,
                Verdict::NotApplicable => &mut tally.not_applicable,
            };
            *count += 1;
            tally
        })
    }

    /// The tally in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let judged = self.met + self.partial + self.not_met + self.unknown;
        let (met, partial, not_met, unknown) = (self.met, self.partial, self.not_met, self.unknown);
        format!(
            "Of {judged} criteria that apply, {met} are met, {partial} in part, {not_met} are not met, and {unknown} cannot be judged yet."
        )
    }
}

/// The criteria of an evaluation, in order.
pub(crate) fn criteria(evaluation: &Evaluation) -> Vec<&ItemVerdict> {
    let mut found = Vec::new();
    let mut rest: Vec<&ItemVerdict> = evaluation.items.iter().rev().collect();
    while let Some(item) = rest.pop() {
        if item.level == Level::Criterion {
            found.push(item);
        }
        rest.extend(item.parts.iter().rev());
    }
    found
}

/// What an evaluation lacked, and which record or metric would supply it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Need {
    /// The record kind or the metric.
    pub supply: String,
    /// What it would tell.
    pub what: String,
    /// The criteria that wait for it.
    pub criteria: Vec<String>,
}

/// What is missing, by what would supply it; each once, with all criteria that wait.
pub(crate) fn needs(evaluation: &Evaluation) -> Vec<Need> {
    let mut needs: std::collections::BTreeMap<&str, (&Missing, Vec<String>)> =
        std::collections::BTreeMap::new();
    for item in criteria(evaluation).into_iter().filter(|it| it.verdict == Verdict::Unknown) {
        for missing in &item.missing {
            let entry = needs.entry(missing.supply.as_str()).or_insert_with(|| (missing, Vec::new()));
            if !entry.1.contains(&item.id) {
                entry.1.push(item.id.clone());
            }
        }
    }
    let need = |(supply, (missing, criteria)): (&str, (&Missing, Vec<String>))| Need {
        supply: supply.to_owned(),
        what: missing.what.clone(),
        criteria,
    };
    needs.into_iter().map(need).collect()
}
