//! Certificates from neighbourhoods, for families too large to be eliminated as a whole.
//!
//! Numbers on a few atoms that add up to 0 in every group are orthogonal to every combination, wherever the other atoms are. So
//! a combination that is not 0 on one of these atoms is not 0 on another of them, too. From the neighbourhood of an atom alone
//! follows in most cases that every combination that is not 0 there rests on the minimum or more. Where it does not follow,
//! even from a wider one, the atoms are suspected, and groups are dropped as if it were an attack: too many rather than too few.

use super::elimination::{Line, reduce};
use super::exact::Outcome;
use super::parts::Part;
use super::supports::{Found, Supports};

/// How many atoms a neighbourhood has: a wider one where the one before did not do.
const SIZES: [usize; 3] = [48, 96, 192];

/// How many atoms of one group come into a neighbourhood at most through one atom.
const REACH: usize = 16;

/// Above so many atoms it would take too long.
const MOST: usize = 20_000;

/// So many suspicions are enough for one look.
const ENOUGH: usize = 32;

/// So many searches may take too long before all is given up.
const PATIENCE: u32 = 12;

/// Safe, suspected atoms, or undecided because there are too many.
pub(super) fn attacks(part: &Part, weights: &[u64], minimum: u64) -> Outcome {
    if weights.len() > MOST { Outcome::Undecided } else { looked_through(part, weights, minimum, &SIZES) }
}

fn looked_through(part: &Part, weights: &[u64], minimum: u64, sizes: &[usize]) -> Outcome {
    let mut field = Field::of(part, weights, minimum);
    let mut suspects = Vec::new();
    for start in 0..weights.len() {
        let light = weights.get(start).is_some_and(|it| *it < minimum);
        if !light || field.is_proven(start) {
            continue;
        }
        if let Some(atoms) = field.prove(start, sizes) {
            suspects.push(atoms.into_iter().filter_map(|at| part.atoms.get(at).copied()).collect());
        }
        if field.patience == 0 {
            return Outcome::Undecided;
        }
        if suspects.len() >= ENOUGH {
            break;
        }
    }
    if suspects.is_empty() { Outcome::Safe } else { Outcome::Suspects(suspects) }
}

/// The atoms of a part by place, and which are in no combination below the minimum.
struct Field<'a> {
    weights: &'a [u64],
    minimum: u64,
    atoms_of: Vec<Vec<usize>>,
    lines_of: Vec<Vec<usize>>,
    proven: Vec<bool>,
    patience: u32,
}

impl<'a> Field<'a> {
    fn of(part: &Part, weights: &'a [u64], minimum: u64) -> Self {
        let place = |atom: &u32| part.atoms.binary_search(atom).ok();
        let atoms_of: Vec<Vec<usize>> =
            part.lines.iter().map(|line| line.atoms.iter().filter_map(place).collect()).collect();
        let mut lines_of = vec![Vec::new(); weights.len()];
        for (line, atoms) in atoms_of.iter().enumerate() {
            for atom in atoms {
                if let Some(list) = lines_of.get_mut(*atom) {
                    list.push(line);
                }
            }
        }
        // The smaller groups of an atom first: they tie it more closely.
        for lines in &mut lines_of {
            lines.sort_by_key(|line| atoms_of.get(*line).map_or(0, Vec::len));
        }
        Self { weights, minimum, atoms_of, lines_of, proven: vec![false; weights.len()], patience: PATIENCE }
    }

    fn is_proven(&self, atom: usize) -> bool {
        self.proven.get(atom).copied().unwrap_or(false)
    }

    /// Proves an atom, and atoms near it on the way; what is suspected where it cannot.
    fn prove(&mut self, start: usize, sizes: &[usize]) -> Option<Vec<usize>> {
        let mut suspected = vec![start];
        for size in sizes {
            let ball = self.around(start, *size);
            let Some(mut supports) = self.supports(&ball) else { continue };
            match supports.from(0) {
                Some(Found::Nothing) => {
                    self.settle(start);
                    self.settle_near(&ball, &mut supports);
                    return None;
                }
                Some(Found::Support(atoms)) => {
                    suspected = atoms.into_iter().filter_map(|at| ball.get(at).copied()).collect();
                }
                _ => self.patience = self.patience.saturating_sub(1),
            }
        }
        Some(suspected)
    }

    fn settle(&mut self, atom: usize) {
        if let Some(proven) = self.proven.get_mut(atom) {
            *proven = true;
        }
    }

    /// The nearer half of a neighbourhood may be proven by it as well.
    fn settle_near(&mut self, ball: &[usize], supports: &mut Supports) {
        supports.bar(0, true);
        for (at, atom) in ball.iter().enumerate().take(ball.len() / 2).skip(1) {
            if !self.is_proven(*atom) && matches!(supports.from(at), Some(Found::Nothing)) {
                self.settle(*atom);
                supports.bar(at, true);
            }
        }
    }

    /// The atom and those that share groups with it, nearest first.
    fn around(&self, start: usize, size: usize) -> Vec<usize> {
        let mut ball = vec![start];
        let mut seen = std::collections::BTreeSet::from([start]);
        let mut at = 0;
        while let Some(atom) = ball.get(at).copied().filter(|_| ball.len() < size) {
            for line in self.lines_of.get(atom).into_iter().flatten() {
                let others = self.atoms_of.get(*line).map_or(&[] as &[usize], Vec::as_slice);
                // Those that stand next to it in the order of signatures are in more groups with it.
                let own = others.partition_point(|it| *it < atom);
                let from = own.saturating_sub(REACH / 2);
                let near = others.iter().skip(from).take(REACH).filter(|it| seen.insert(**it));
                ball.extend(near);
            }
            at += 1;
        }
        ball.truncate(size);
        ball
    }

    /// The search over a neighbourhood, by the numbers on it that add up to 0 in every group; `None` where one would overflow.
    fn supports(&self, ball: &[usize]) -> Option<Supports> {
        let mut lines: Vec<usize> =
            ball.iter().filter_map(|atom| self.lines_of.get(*atom)).flatten().copied().collect();
        lines.sort_unstable();
        lines.dedup();
        let line = |line: &usize| {
            let holds = |atom: &usize| self.lines_of.get(*atom).is_some_and(|lines| lines.contains(line));
            Line { cells: ball.iter().map(|atom| i128::from(holds(atom))).collect(), from: Vec::new() }
        };
        let columns: Vec<usize> = (0..ball.len()).collect();
        let pivots = reduce(lines.iter().map(line).collect(), &columns)?.pivots;
        let weights: Vec<u64> = ball.iter().filter_map(|atom| self.weights.get(*atom).copied()).collect();
        let mut supports = Supports::of(&pivots, &columns, &weights, self.minimum);
        for (at, atom) in ball.iter().enumerate() {
            supports.bar(at, self.is_proven(*atom));
        }
        Some(supports)
    }
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "small numbers of a test")]
mod tests {
    use super::super::exact::search_only;
    use super::super::parts::Peeled;
    use super::*;

    fn next(state: &mut u64, below: u64) -> u64 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) % below
    }

    /// Atoms in groups of up to three kinds.
    fn random(state: &mut u64, atoms: u64, kinds: [u64; 3]) -> (Part, Vec<u64>) {
        let mut lines = vec![Vec::new(); kinds.iter().sum::<u64>() as usize];
        for atom in 0..atoms as u32 {
            let mut first = 0;
            for groups in kinds {
                let of = next(state, groups + 1);
                if of < groups {
                    lines[(first + of) as usize].push(atom);
                }
                first += groups;
            }
        }
        let lines: Vec<Peeled> = lines
            .into_iter()
            .filter(|it| !it.is_empty())
            .map(|atoms| Peeled { atoms, plus: 0, minus: vec![] })
            .collect();
        let mut held: Vec<u32> = lines.iter().flat_map(|it| it.atoms.clone()).collect();
        held.sort_unstable();
        held.dedup();
        let weights = held.iter().map(|_| next(state, 5)).collect();
        (Part { lines, atoms: held }, weights)
    }

    /// What neighbourhoods prove safe, the whole elimination finds safe too; wide ones prove nearly all that is.
    #[test]
    fn what_neighbourhoods_prove_is_safe() {
        let mut state = 9;
        let (mut narrow, mut wide, mut safe) = (0, 0, 0);
        for _ in 0..800 {
            let atoms = 6 + next(&mut state, 30);
            let (part, weights) = random(&mut state, atoms, [4, 3, 2]);
            let minimum = 2 + next(&mut state, 4);
            let whole = search_only(&part, &weights, minimum) == Outcome::Safe;
            let proves = |sizes: &[usize]| looked_through(&part, &weights, minimum, sizes) == Outcome::Safe;
            let (by_narrow, by_wide) = (proves(&[6, 12]), proves(&[12, 48]));
            assert!(whole || !(by_narrow || by_wide), "{part:?} {weights:?} {minimum}");
            narrow += u32::from(by_narrow);
            wide += u32::from(by_wide);
            safe += u32::from(whole);
        }
        assert!(narrow > 10 && safe > 200 && wide * 10 > safe * 9, "{narrow}, {wide} of {safe}");
    }
}
