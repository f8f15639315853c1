//! The exact search: which combinations of groups rest on too few respondents.
//!
//! Where a number would overflow, or the search would take too long, the answer is "undecided", never "safe".

use super::elimination::{Line, Reduced, reduce, retire};
use super::parts::{Part, Peeled};
use super::supports::{Found, Supports};
use super::{balls, cuts};

/// How many cell operations an elimination may take.
const CELLS: usize = 100_000_000;

/// What a search found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// No combination rests on fewer than the minimum.
    Safe,
    /// Some do: each as coefficients of the part's lines.
    Attacks(Vec<Vec<i128>>),
    /// Not found out for these sets of atoms; every combination that is not 0 elsewhere only rests on enough.
    Suspects(Vec<Vec<u32>>),
    /// Not found out.
    Undecided,
}

/// Searches a part for combinations whose support weighs less than the minimum.
pub(super) fn attacks(part: &Part, weights: &[u64], minimum: u64) -> Outcome {
    if weights.iter().all(|it| *it >= minimum) {
        return Outcome::Safe;
    }
    if let Some(found) = cuts::attacks(part, weights, minimum) {
        return found;
    }
    match search_only(part, weights, minimum) {
        Outcome::Undecided => balls::attacks(part, weights, minimum),
        found => found,
    }
}

/// The search by elimination alone.
pub(super) fn search_only(part: &Part, weights: &[u64], minimum: u64) -> Outcome {
    let rows = part.lines.len();
    let work = rows.saturating_mul(rows).saturating_mul(rows.saturating_add(weights.len()));
    if work > CELLS {
        return Outcome::Undecided;
    }
    search(lines(part), weights, minimum).unwrap_or(Outcome::Undecided)
}

fn lines(part: &Part) -> Vec<Line> {
    let line = |(at, peeled): (usize, &Peeled)| {
        let cell = |atom: &u32| i128::from(peeled.atoms.binary_search(atom).is_ok());
        let from = (0..part.lines.len()).map(|it| i128::from(it == at));
        Line { cells: part.atoms.iter().map(cell).collect(), from: from.collect() }
    };
    part.lines.iter().enumerate().map(line).collect()
}

/// `None` where a number would overflow.
fn search(lines: Vec<Line>, weights: &[u64], minimum: u64) -> Option<Outcome> {
    let columns = |keep: fn(u64, u64) -> bool| -> Vec<usize> {
        let kept = weights.iter().enumerate().filter(|(_, weight)| keep(**weight, minimum));
        kept.map(|it| it.0).collect()
    };
    // An atom of the minimum or more lies in no attack, so only what vanishes there is left.
    let vanishing = retire(lines, &columns(|weight, minimum| weight >= minimum))?;
    let light = columns(|weight, minimum| 0 < weight && weight < minimum);
    let Reduced { pivots, rest } = reduce(vanishing, &light)?;
    // What is left is not 0 on atoms without weight alone: people with some items only.
    if !rest.is_empty() {
        return Some(found(rest));
    }
    let plain: Vec<Line> =
        pivots.iter().map(|it| &it.1).filter(|it| weigh(it, weights) < minimum).cloned().collect();
    if !plain.is_empty() {
        return Some(found(plain));
    }
    for island in islands(pivots) {
        match by_supports(&island, weights, minimum)? {
            Outcome::Safe => {}
            other => return Some(other),
        }
    }
    Some(Outcome::Safe)
}

fn found(lines: Vec<Line>) -> Outcome {
    Outcome::Attacks(lines.into_iter().map(|it| it.from).collect())
}

/// The weight of the columns on which a line is not 0.
fn weigh(line: &Line, weights: &[u64]) -> u64 {
    line.cells.iter().zip(weights).filter(|it| *it.0 != 0).map(|it| it.1).sum()
}

/// Reduced lines that share columns, directly or through others.
fn islands(pivots: Vec<(usize, Line)>) -> Vec<Vec<(usize, Line)>> {
    let mut islands: Vec<Vec<(usize, Line)>> = Vec::new();
    for pivot in pivots {
        let touches = |island: &Vec<(usize, Line)>| island.iter().any(|it| it.1.meets(&pivot.1));
        let (joined, apart): (Vec<_>, Vec<_>) = islands.into_iter().partition(touches);
        let mut island: Vec<_> = joined.into_iter().flatten().collect();
        island.push(pivot);
        islands = apart;
        islands.push(island);
    }
    islands
}

/// Searches the supports of an island. No combination lives on atoms without weight alone, so those tell nothing here.
fn by_supports(island: &[(usize, Line)], weights: &[u64], minimum: u64) -> Option<Outcome> {
    let weighty = weights.iter().enumerate().filter(|it| *it.1 > 0).map(|it| it.0);
    let columns: Vec<usize> = weighty.filter(|at| island.iter().any(|it| it.1.at(*at) != 0)).collect();
    let lines = || island.iter().map(|it| it.1.clone()).collect::<Vec<_>>();
    match Supports::of(island, &columns, weights, minimum).search()? {
        Found::Nothing => Some(Outcome::Safe),
        Found::GaveUp => Some(Outcome::Undecided),
        Found::Support(atoms) => {
            let others: Vec<usize> = columns.iter().copied().filter(|it| !atoms.contains(it)).collect();
            Some(found(retire(lines(), &others)?))
        }
    }
}
