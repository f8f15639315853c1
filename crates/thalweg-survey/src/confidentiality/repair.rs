//! Takes groups out of a family until no combination of what is left rests on too few respondents.
//!
//! The group goes that ends most of the violations found; among those the one of least weight, then the first.
//! Slices go before groups of the hierarchy; what was released before cannot go. Taking groups out of a safe family
//! leaves it safe.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::atoms::{Atoms, Family, Standing};
use super::bounded::{self, Tried};
use super::exact::{self, Outcome};
use super::parts::{Part, Peeled, parts, peel};
use super::policy::Level;

/// How many undecided searches are borne: each takes its time.
const PATIENCE: u32 = 2;

/// How many looks may end in suspicions alone.
const LOOKS: u32 = 24;

/// A combination of released sums that rests on too few: coefficients by row.
pub(super) type Combination = Vec<(u32, i128)>;

/// Which rows are left, and what was proven of them.
pub(super) struct Repaired {
    pub(super) alive: Vec<bool>,
    pub(super) level: Level,
}

/// Repairs a family at a level. Where an exact search gives up, the part is coarsened to atoms of the minimum.
pub(super) fn repair(family: &Family, minimum: u32, level: Level) -> Repaired {
    let mut repair = Repair {
        family,
        atoms: Atoms::of(family),
        minimum: minimum.into(),
        alive: vec![true; family.rows.len()],
        level,
        patience: PATIENCE,
        looks: LOOKS,
        coarsened: false,
    };
    while repair.pass() {
        repair.atoms = repair.atoms.among(&repair.alive);
    }
    let level = if repair.coarsened { Level::AtomK } else { repair.level };
    Repaired { alive: repair.alive, level }
}

/// The first combination found in a family that rests on too few, or whether none exists.
pub(super) enum Search {
    Safe,
    Found(Combination),
    Undecided,
}

/// Looks for one violation and changes nothing.
pub(super) fn violation(family: &Family, minimum: u32) -> Search {
    let atoms = Atoms::of(family);
    let mut undecided = false;
    for part in parts(peel(&atoms), atoms.atoms.len()) {
        match exact::attacks(&part, &weights(&atoms, &part), minimum.into()) {
            Outcome::Safe => {}
            Outcome::Undecided | Outcome::Suspects(_) => undecided = true,
            Outcome::Attacks(found) => {
                if let Some(combination) = found.iter().map(|it| by_row(&part, it)).min_by_key(Vec::len) {
                    return Search::Found(combination);
                }
            }
        }
    }
    if undecided { Search::Undecided } else { Search::Safe }
}

struct Repair<'a> {
    family: &'a Family,
    atoms: Atoms,
    minimum: u64,
    alive: Vec<bool>,
    level: Level,
    /// How many searches more may end undecided before all that is left is coarsened.
    patience: u32,
    /// How many looks more may end in suspicions.
    looks: u32,
    coarsened: bool,
}

impl Repair<'_> {
    /// Looks at every part once and drops a group of each that is unsafe; whether any was dropped.
    fn pass(&mut self) -> bool {
        let parts = parts(peel(&self.atoms), self.atoms.atoms.len());
        let drops: BTreeSet<u32> = if let Level::Bounded(most) = self.level {
            self.tried(most).into_iter().collect()
        } else {
            parts.iter().flat_map(|part| self.looked_at(part)).collect()
        };
        for row in &drops {
            if let Some(alive) = self.alive.get_mut(*row as usize) {
                *alive = false;
            }
        }
        !drops.is_empty()
    }

    /// The groups to drop of a part, if it is unsafe.
    fn looked_at(&mut self, part: &Part) -> Vec<u32> {
        let weights = weights(&self.atoms, part);
        if weights.iter().all(|it| *it >= self.minimum) {
            return Vec::new();
        }
        if self.level == Level::AtomK || self.patience == 0 {
            return self.coarsen(part);
        }
        match exact::attacks(part, &weights, self.minimum) {
            Outcome::Safe => Vec::new(),
            Outcome::Attacks(found) => {
                let rows = |found: Combination| found.iter().map(|term| term.0).collect();
                let drops = self.enough(found.iter().map(|it| rows(by_row(part, it))).collect());
                self.or_coarsen(drops, part)
            }
            Outcome::Suspects(found) if self.looks > 0 => {
                self.looks -= 1;
                let rows = |atom: &u32| self.atoms.atoms.get(*atom as usize).map(|it| it.rows.clone());
                let rows = |atoms: &Vec<u32>| atoms.iter().filter_map(rows).flatten().collect();
                self.or_coarsen(self.enough(found.iter().map(rows).collect()), part)
            }
            Outcome::Undecided | Outcome::Suspects(_) => {
                self.patience = self.patience.saturating_sub(1);
                self.coarsened = true;
                self.coarsen(part)
            }
        }
    }

    /// Where earlier releases alone are less safe than is asked for now, what else they allow was not looked at.
    fn or_coarsen(&mut self, drops: Vec<u32>, part: &Part) -> Vec<u32> {
        if drops.is_empty() {
            self.coarsened = true;
            return self.coarsen(part);
        }
        drops
    }

    /// Groups to drop so that none of the attacks is left, each in most of those that the others before left. An attack
    /// lasts until one of its groups goes, so nothing is dropped in vain.
    fn enough(&self, mut attacks: Vec<Vec<u32>>) -> Vec<u32> {
        let mut drops = Vec::new();
        while let Some(worst) = self.worst(attacks.iter().cloned()).first().copied() {
            attacks.retain(|rows| !rows.contains(&worst));
            drops.push(worst);
        }
        drops
    }

    /// The groups that most small atoms of a part lie in; where none does, those whose subtraction left them. One of
    /// sixteen at a time, or a thousand groups would take a thousand looks.
    fn coarsen(&self, part: &Part) -> Vec<u32> {
        let small = part.atoms.iter().filter(|it| self.atoms.weight(**it) < self.minimum);
        let signature = |atom: &u32| self.atoms.atoms.get(*atom as usize).map(|it| it.rows.clone());
        let made_of = |line: &Peeled| line.minus.iter().copied().chain([line.plus]).collect();
        let mut worst = self.worst(small.filter_map(signature));
        if worst.is_empty() {
            worst = self.worst(part.lines.iter().map(made_of));
        }
        worst.truncate(worst.len().div_ceil(16));
        worst
    }

    fn tried(&mut self, most: u8) -> Vec<u32> {
        let alive = (0_u32..).zip(&self.alive).filter(|it| *it.1).map(|it| it.0);
        match bounded::attack(&self.atoms, &alive.collect::<Vec<_>>(), self.minimum, most) {
            Tried::Nothing => Vec::new(),
            Tried::Attack(terms) => {
                let rows = terms.into_iter().map(|it| it.0).collect();
                self.worst(std::iter::once(rows)).first().copied().into_iter().collect()
            }
            Tried::GaveUp => {
                // Too many to try: coarsening needs no search.
                self.level = Level::AtomK;
                parts(peel(&self.atoms), self.atoms.atoms.len())
                    .iter()
                    .flat_map(|part| self.looked_at(part))
                    .collect()
            }
        }
    }

    /// The groups of the lists that may be dropped, those in most lists first: slices if there is any, else groups of the
    /// hierarchy.
    fn worst(&self, lists: impl Iterator<Item = Vec<u32>>) -> Vec<u32> {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        lists.flatten().for_each(|row| *counts.entry(row).or_default() += 1);
        let of = |standing: Standing| {
            let kept = counts.iter().filter_map(move |(row, count)| {
                let it = self.family.rows.get(*row as usize).filter(|it| it.standing == standing)?;
                Some((Reverse(*count), it.weight, *row))
            });
            let mut kept: Vec<_> = kept.collect();
            kept.sort_unstable();
            kept.into_iter().map(|it| it.2).collect::<Vec<u32>>()
        };
        let slices = of(Standing::Slice);
        if slices.is_empty() { of(Standing::Hierarchy) } else { slices }
    }
}

fn weights(atoms: &Atoms, part: &Part) -> Vec<u64> {
    part.atoms.iter().map(|it| atoms.weight(*it)).collect()
}

/// Coefficients of peeled lines as coefficients of the rows themselves.
fn by_row(part: &Part, coefficients: &[i128]) -> Combination {
    let mut rows: BTreeMap<u32, i128> = BTreeMap::new();
    let used = part.lines.iter().zip(coefficients).filter(|it| *it.1 != 0);
    for (Peeled { plus, minus, .. }, coefficient) in used {
        let sum = rows.entry(*plus).or_default();
        *sum = sum.saturating_add(*coefficient);
        for row in minus {
            let sum = rows.entry(*row).or_default();
            *sum = sum.saturating_sub(*coefficient);
        }
    }
    rows.into_iter().filter(|it| it.1 != 0).collect()
}
