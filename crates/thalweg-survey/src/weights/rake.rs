//! Raking: weights that meet several margins, one after the other, until all are met (Deming and Stephan 1940).

use std::collections::BTreeMap;

use crate::count;
use crate::not_estimable::NotEstimable;

/// One margin: each respondent's category and the population of each category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Margin {
    /// The category of each respondent.
    pub categories: Vec<String>,
    /// The population of each category.
    pub population: BTreeMap<String, u64>,
}

/// Raked weights with the report of their convergence.
#[derive(Clone, Debug, PartialEq)]
pub struct Raked {
    /// One weight a respondent; they add up to the population of the first margin.
    pub weights: Vec<f64>,
    /// How many rounds over all margins were made.
    pub rounds: u32,
    /// Whether every margin is met to one part in 10⁹.
    pub converged: bool,
    /// The largest distance from a margin that is left, as a part of its category.
    pub largest_gap: f64,
}

/// The most rounds that are made.
const ROUNDS: u32 = 1000;

/// Raked weights, from equal ones.
///
/// # Errors
/// [`NotEstimable::Misshapen`] where there is no margin, a margin has not one category a respondent, a category no population, or the
/// margins differ in their total; [`NotEstimable::TooFewRespondents`] where a category has nobody who answered.
pub fn rake(margins: &[Margin]) -> Result<Raked, NotEstimable> {
    let rows = margins.first().map(|margin| margin.categories.len()).ok_or(NotEstimable::Misshapen)?;
    let total = |margin: &Margin| margin.population.values().sum::<u64>();
    let first = margins.first().map_or(0, total);
    if rows == 0 || margins.iter().any(|m| m.categories.len() != rows || total(m) != first) {
        return Err(NotEstimable::Misshapen);
    }
    margins.iter().try_for_each(matched)?;
    let mut weights = vec![count::of_u64(first) / count::of(rows); rows];
    let mut raked = Raked { weights: Vec::new(), rounds: 0, converged: false, largest_gap: f64::INFINITY };
    while raked.rounds < ROUNDS && !raked.converged {
        for margin in margins {
            meet(margin, &mut weights);
        }
        raked.rounds += 1;
        raked.largest_gap = margins.iter().map(|margin| gap(margin, &weights)).fold(0.0, f64::max);
        raked.converged = raked.largest_gap <= 1e-9;
    }
    raked.weights = weights;
    Ok(raked)
}

/// Every respondent's category has a population, and every category that has one has respondents.
fn matched(margin: &Margin) -> Result<(), NotEstimable> {
    let unknown = |category: &String| margin.population.get(category).is_none_or(|size| *size == 0);
    if margin.categories.iter().any(unknown) {
        return Err(NotEstimable::Misshapen);
    }
    let sums = sums(margin, &vec![1.0; margin.categories.len()]);
    let empty = |(category, size): (&String, &u64)| *size > 0 && !sums.contains_key(category.as_str());
    if margin.population.iter().any(empty) { Err(NotEstimable::TooFewRespondents) } else { Ok(()) }
}

fn sums<'a>(margin: &'a Margin, weights: &[f64]) -> BTreeMap<&'a str, f64> {
    let mut sums = BTreeMap::new();
    for (category, weight) in margin.categories.iter().zip(weights) {
        *sums.entry(category.as_str()).or_insert(0.0) += weight;
    }
    sums
}

fn factor(margin: &Margin, sums: &BTreeMap<&str, f64>, category: &str) -> f64 {
    let size = margin.population.get(category).copied().map_or(0.0, count::of_u64);
    sums.get(category).map_or(1.0, |sum| size / sum)
}

fn meet(margin: &Margin, weights: &mut [f64]) {
    let sums = sums(margin, weights);
    for (category, weight) in margin.categories.iter().zip(weights) {
        *weight *= factor(margin, &sums, category);
    }
}

fn gap(margin: &Margin, weights: &[f64]) -> f64 {
    let sums = sums(margin, weights);
    sums.keys().map(|category| (factor(margin, &sums, category) - 1.0).abs()).fold(0.0, f64::max)
}
