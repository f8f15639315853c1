//! Released groups as sets of atoms: respondents that no released group tells apart.

use std::collections::BTreeMap;

/// What may happen to a group of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// A slice across the hierarchy: the first to go.
    Slice,
    /// A group of the hierarchy.
    Hierarchy,
    /// Released before; nothing takes it back.
    Released,
}

/// A group of a family, as respondents by number.
pub(super) struct Row {
    pub(super) members: Vec<u32>,
    pub(super) standing: Standing,
    pub(super) weight: u64,
}

/// Groups over the same answers, and which respondents answered every item.
pub(super) struct Family {
    pub(super) rows: Vec<Row>,
    pub(super) complete: Vec<bool>,
}

/// Respondents of equal signature: in exactly these rows.
#[derive(Clone)]
pub(super) struct Atom {
    pub(super) rows: Vec<u32>,
    /// How many of them answered every item; an atom without any may still hold somebody.
    pub(super) weight: u64,
}

/// The atoms of a family, those in no row left out.
#[derive(Clone)]
pub(super) struct Atoms {
    pub(super) atoms: Vec<Atom>,
    /// By row: its atoms in ascending order.
    pub(super) of_row: Vec<Vec<u32>>,
}

impl Atoms {
    pub(super) fn of(family: &Family) -> Self {
        let mut signatures = vec![Vec::new(); family.complete.len()];
        for (at, row) in (0_u32..).zip(&family.rows) {
            for member in &row.members {
                if let Some(signature) = signatures.get_mut(*member as usize) {
                    signature.push(at);
                }
            }
        }
        let weighed = signatures.into_iter().zip(family.complete.iter().map(|it| u64::from(*it)));
        Self::merged(weighed, family.rows.len())
    }

    /// The atoms when only these rows are left: what they no longer tell apart becomes one.
    pub(super) fn among(&self, alive: &[bool]) -> Self {
        let lives = |row: &u32| alive.get(*row as usize).copied().unwrap_or(false);
        let left = |atom: &Atom| (atom.rows.iter().copied().filter(lives).collect(), atom.weight);
        Self::merged(self.atoms.iter().map(left), self.of_row.len())
    }

    fn merged(signatures: impl Iterator<Item = (Vec<u32>, u64)>, rows: usize) -> Self {
        let mut merged: BTreeMap<Vec<u32>, u64> = BTreeMap::new();
        for (signature, weight) in signatures.filter(|it| !it.0.is_empty()) {
            *merged.entry(signature).or_default() += weight;
        }
        let atoms: Vec<Atom> = merged.into_iter().map(|(rows, weight)| Atom { rows, weight }).collect();
        let mut of_row = vec![Vec::new(); rows];
        for (at, atom) in (0_u32..).zip(&atoms) {
            for row in &atom.rows {
                if let Some(list) = of_row.get_mut(*row as usize) {
                    list.push(at);
                }
            }
        }
        Self { atoms, of_row }
    }

    pub(super) fn weight(&self, atom: u32) -> u64 {
        self.atoms.get(atom as usize).map_or(0, |it| it.weight)
    }

    pub(super) fn row(&self, row: u32) -> &[u32] {
        self.of_row.get(row as usize).map_or(&[], Vec::as_slice)
    }
}
