//! Sums and differences of a few groups, tried one after the other. Finds the plain attacks, and proves nothing.

use super::atoms::Atoms;

/// How many combinations are tried at most.
const STEPS: u32 = 500_000;

/// What was found: combinations by row, or that the search gave up.
pub(super) enum Tried {
    Nothing,
    Attack(Vec<(u32, i128)>),
    GaveUp,
}

/// Tries all combinations of up to `most` groups with coefficients 1 and −1.
pub(super) fn attack(atoms: &Atoms, rows: &[u32], minimum: u64, most: u8) -> Tried {
    let mut values = vec![0_i64; atoms.atoms.len()];
    let mut trial = Trial { atoms, minimum, steps: STEPS, chosen: Vec::new() };
    trial.grow(rows, &mut values, most)
}

struct Trial<'a> {
    atoms: &'a Atoms,
    minimum: u64,
    steps: u32,
    chosen: Vec<(u32, i128)>,
}

impl Trial<'_> {
    fn grow(&mut self, rows: &[u32], values: &mut [i64], left: u8) -> Tried {
        let Some(left) = left.checked_sub(1) else { return Tried::Nothing };
        for (at, row) in rows.iter().enumerate() {
            // A combination and its negative tell the same.
            let signs: &[i64] = if self.chosen.is_empty() { &[1] } else { &[1, -1] };
            for sign in signs {
                let Some(steps) = self.steps.checked_sub(1) else { return Tried::GaveUp };
                self.steps = steps;
                self.add(*row, *sign, values);
                self.chosen.push((*row, i128::from(*sign)));
                if self.is_attack(values) {
                    return Tried::Attack(self.chosen.clone());
                }
                match self.grow(rows.get(at + 1..).unwrap_or_default(), values, left) {
                    Tried::Nothing => {}
                    other => return other,
                }
                self.chosen.pop();
                self.add(*row, -sign, values);
            }
        }
        Tried::Nothing
    }

    fn add(&self, row: u32, sign: i64, values: &mut [i64]) {
        for atom in self.atoms.row(row) {
            if let Some(value) = values.get_mut(*atom as usize) {
                *value += sign;
            }
        }
    }

    fn is_attack(&self, values: &[i64]) -> bool {
        let support = (0_u32..).zip(values).filter(|it| *it.1 != 0).map(|it| it.0);
        let mut any = false;
        let weight: u64 = support.inspect(|_| any = true).map(|it| self.atoms.weight(it)).sum();
        any && weight < self.minimum
    }
}
