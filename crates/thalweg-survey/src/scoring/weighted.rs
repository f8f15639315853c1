//! The whole organisation with every team as heavy as those invited: post-stratification by what is shown anyway
//! (survey.md section 2).

use std::collections::BTreeMap;

use thalweg_model::answer::GroupPath;
use thalweg_model::{Basis, Entity, Gap, GroupId, Quantity, Reading, Unit};

use super::held::Held;
use super::result::{Weighted, WeightedScore};
use crate::confidentiality::Statistic;
use crate::count;
use crate::instrument::Construct;
use crate::weights::{design_effect, post_stratify, trimmed};

/// A part of the organisation: how many were invited, how many have a score, and the mean of these.
struct Stratum {
    invited: u64,
    scored: u64,
    mean: Option<f64>,
}

/// The weighted scores; none where nobody is known to be invited, or the whole is not shown.
pub(super) fn weighted(wave: &Held, most: f64) -> Option<Weighted> {
    let invited = &wave.asked.record.invited;
    if invited.is_empty() || !wave.shows(Statistic::Means, &Entity::Organisation) {
        return None;
    }
    let of = |construct: &Construct| (construct.id.clone(), score(wave, construct, most));
    Some(Weighted { scores: wave.asked.instrument.constructs().iter().map(of).collect(), most })
}

fn score(wave: &Held, construct: &Construct, most: f64) -> WeightedScore {
    let strata: Vec<Stratum> =
        strata(wave, construct).into_iter().filter(|it| it.invited + it.scored > 0).collect();
    let n: u64 = strata.iter().map(|it| it.scored).sum();
    let basis = Basis::of(n).under(wave.asked.instrument.stamp());
    let line = wave
        .asked
        .instrument
        .scale_of(construct)
        .and_then(|it| construct.score.line(it, construct.items.len()));
    let found = weights(&strata, most).zip(line).and_then(|(weights, (slope, start))| {
        let value = slope * mean(&strata, &weights)? + start;
        Some((Quantity::new(value, Unit::Score)?, design_effect(&by_person(&strata, &weights))?))
    });
    match found {
        Some((value, effect)) => {
            WeightedScore { score: Reading::known(value, basis), design_effect: Some(effect) }
        }
        None => WeightedScore { score: Reading::unknown(Gap::Undefined, basis), design_effect: None },
    }
}

/// Every part that is shown by itself, and all the others together.
fn strata(wave: &Held, construct: &Construct) -> Vec<Stratum> {
    let mut invited: BTreeMap<String, u64> = BTreeMap::new();
    for (path, count) in &wave.asked.record.invited {
        *invited.entry(path.to_string()).or_default() += u64::from(*count);
    }
    let parts = wave.parts_of(&Entity::Organisation);
    let (shown, hidden): (Vec<usize>, Vec<usize>) =
        parts.iter().copied().partition(|part| wave.shown_part(*part).is_some());
    let stratum = |invited: u64, parts: &[usize]| {
        let cell = wave.table.union(construct.id.as_str(), parts.iter().copied());
        let scored = cell.as_ref().map_or(0, |it| it.scored());
        Stratum { invited, scored, mean: cell.and_then(|it| it.mean()) }
    };
    let mut strata = Vec::with_capacity(shown.len() + 1);
    for part in shown {
        let asked = wave.shown_part(part).and_then(|path| invited.remove(&written(path)));
        strata.push(stratum(asked.unwrap_or(0), &[part]));
    }
    strata.push(stratum(invited.into_values().sum(), &hidden));
    strata
}

/// A path as a wave's record has it.
fn written(path: &GroupPath) -> String {
    path.groups().iter().map(GroupId::as_str).collect::<Vec<_>>().join("/")
}

/// The weight of a respondent of each stratum.
fn weights(strata: &[Stratum], most: f64) -> Option<Vec<f64>> {
    let cells: Vec<usize> = strata.iter().enumerate().flat_map(|(at, it)| people(at, it.scored)).collect();
    let population: BTreeMap<usize, u64> = strata.iter().map(|it| it.invited).enumerate().collect();
    let weights = trimmed(&post_stratify(&cells, &population).ok()?, most).ok()?;
    let first = |at: usize| weights.get(cells.iter().position(|cell| *cell == at)?).copied();
    Some((0..strata.len()).map(|at| first(at).unwrap_or(0.0)).collect())
}

fn people<T: Copy>(value: T, count: u64) -> impl Iterator<Item = T> {
    std::iter::repeat_n(value, usize::try_from(count).unwrap_or(0))
}

fn by_person(strata: &[Stratum], weights: &[f64]) -> Vec<f64> {
    strata.iter().zip(weights).flat_map(|(it, weight)| people(*weight, it.scored)).collect()
}

fn mean(strata: &[Stratum], weights: &[f64]) -> Option<f64> {
    let (mut sum, mut whole) = (0.0, 0.0);
    for (stratum, weight) in strata.iter().zip(weights).filter(|it| it.0.scored > 0) {
        let heavy = weight * count::of_u64(stratum.scored);
        sum += heavy * stratum.mean?;
        whole += heavy;
    }
    (whole > 0.0).then(|| sum / whole)
}
