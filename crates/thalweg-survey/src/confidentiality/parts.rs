//! Families cut into parts that no combination joins, so that each is small.
//!
//! From every group, larger ones first to last, the groups that it wholly contains are taken off. That changes no
//! combination, and nested groups fall apart into their residuals.

use super::atoms::Atoms;

/// A group without the groups inside it: its atoms, and the rows it was made of, its own first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Peeled {
    pub(super) atoms: Vec<u32>,
    pub(super) plus: u32,
    pub(super) minus: Vec<u32>,
}

/// Peeled groups that share atoms, directly or through others.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) lines: Vec<Peeled>,
    /// The atoms of all of them in ascending order.
    pub(super) atoms: Vec<u32>,
}

/// Peels every row; those that are sums of others vanish.
pub(super) fn peel(atoms: &Atoms) -> Vec<Peeled> {
    let mut order: Vec<(usize, u32)> = atoms.of_row.iter().map(Vec::len).zip(0..).collect();
    order.sort_unstable();
    let mut rank = vec![0_usize; order.len()];
    for (at, (_, row)) in order.iter().enumerate() {
        if let Some(cell) = rank.get_mut(*row as usize) {
            *cell = at;
        }
    }
    let mut peeler = Peeler { atoms, rank, left: vec![0; atoms.atoms.len()], turn: 0 };
    let peeled = order.into_iter().map(|(_, row)| peeler.peel(row));
    peeled.filter(|it| !it.atoms.is_empty()).collect()
}

struct Peeler<'a> {
    atoms: &'a Atoms,
    /// Small rows before large ones.
    rank: Vec<usize>,
    /// In which turn an atom was last left over.
    left: Vec<u32>,
    turn: u32,
}

impl Peeler<'_> {
    fn peel(&mut self, row: u32) -> Peeled {
        self.turn += 1;
        let all = self.atoms.row(row);
        all.iter().for_each(|atom| self.set(*atom, self.turn));
        let mut minus = Vec::new();
        for atom in all {
            if !self.is_left(*atom) {
                continue;
            }
            if let Some(inner) = self.largest_inside(*atom, row) {
                self.atoms.row(inner).iter().for_each(|it| self.set(*it, 0));
                minus.push(inner);
            }
        }
        let left = all.iter().copied().filter(|it| self.is_left(*it)).collect();
        Peeled { atoms: left, plus: row, minus }
    }

    fn set(&mut self, atom: u32, turn: u32) {
        if let Some(cell) = self.left.get_mut(atom as usize) {
            *cell = turn;
        }
    }

    fn is_left(&self, atom: u32) -> bool {
        self.left.get(atom as usize) == Some(&self.turn)
    }

    fn rank_of(&self, row: u32) -> usize {
        self.rank.get(row as usize).copied().unwrap_or(usize::MAX)
    }

    /// The largest row before this one that holds the atom and nothing that is not left.
    fn largest_inside(&self, atom: u32, row: u32) -> Option<u32> {
        let signature = self.atoms.atoms.get(atom as usize)?.rows.iter().copied();
        let mut smaller: Vec<u32> = signature.filter(|it| self.rank_of(*it) < self.rank_of(row)).collect();
        smaller.sort_unstable_by_key(|it| std::cmp::Reverse(self.rank_of(*it)));
        smaller.into_iter().find(|it| self.atoms.row(*it).iter().all(|inner| self.is_left(*inner)))
    }
}

/// The parts of peeled rows, in the order of their first atoms.
pub(super) fn parts(peeled: Vec<Peeled>, atoms: usize) -> Vec<Part> {
    let mut sets = Sets((0..u32::try_from(atoms).unwrap_or(u32::MAX)).collect());
    for line in &peeled {
        for pair in line.atoms.windows(2) {
            if let [a, b] = pair {
                sets.join(*a, *b);
            }
        }
    }
    let mut parts: std::collections::BTreeMap<u32, Part> = std::collections::BTreeMap::new();
    for line in peeled {
        let root = line.atoms.first().map_or(0, |it| sets.root(*it));
        let part = parts.entry(root).or_default();
        part.atoms.extend_from_slice(&line.atoms);
        part.lines.push(line);
    }
    let sorted = parts.into_values().map(|mut part| {
        part.atoms.sort_unstable();
        part.atoms.dedup();
        part
    });
    sorted.collect()
}

/// Disjoint sets of atoms, each named by its smallest.
struct Sets(Vec<u32>);

impl Sets {
    fn root(&mut self, atom: u32) -> u32 {
        let mut at = atom;
        loop {
            let above = self.0.get(at as usize).copied().unwrap_or(at);
            if above == at {
                return at;
            }
            let next = self.0.get(above as usize).copied().unwrap_or(above);
            if let Some(cell) = self.0.get_mut(at as usize) {
                *cell = next;
            }
            at = next;
        }
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(cell) = self.0.get_mut(a.max(b) as usize) {
            *cell = a.min(b);
        }
    }
}
