//! The search for a small set of atoms that some combination lives on.
//!
//! A combination is orthogonal to every vector of the null space. So where a vector of the null space meets the atoms
//! chosen so far in exactly one, the combination has to meet it in another one, too: only those are tried next. Where
//! no vector does, the rows of the null space of the chosen atoms depend on each other, and a combination lives on them.
//! The depth is less than the minimum, because every atom weighs something.

use super::elimination::{Line, gcd, reduce};

/// How many cell operations a search may take before it gives up.
const EFFORT: usize = 20_000_000;

/// What was found.
pub(super) enum Found {
    /// No set of atoms below the minimum.
    Nothing,
    /// The search took too long.
    GaveUp,
    /// A combination lives on these columns.
    Support(Vec<usize>),
}

/// A search over the columns of reduced lines.
pub(super) struct Supports {
    columns: Vec<usize>,
    weights: Vec<u64>,
    minimum: u64,
    /// By atom: its row of the null space, scaled to integers.
    rows: Vec<Vec<i128>>,
    /// By vector of the null space: the atoms where it is not 0.
    vectors: Vec<Vec<usize>>,
    /// By atom: the vectors that are not 0 there.
    through: Vec<Vec<usize>>,
    chosen: Vec<usize>,
    /// Atoms that were tried before in this place.
    barred: Vec<bool>,
    effort: usize,
}

enum Next {
    /// A combination lives on what is chosen.
    Complete,
    /// One of these atoms has to come in.
    OneOf(Vec<usize>),
}

impl Supports {
    /// The null space has a vector for every column that is no pivot: 1 there, and on the pivots what makes every line 0.
    pub(super) fn of(island: &[(usize, Line)], columns: &[usize], weights: &[u64], minimum: u64) -> Self {
        let pivot = |column: usize| island.iter().find(|it| it.0 == column);
        let free: Vec<usize> = columns.iter().copied().filter(|it| pivot(*it).is_none()).collect();
        let row = |column: &usize| {
            let cell = |at: &usize| match pivot(*column) {
                // Scaled by the pivot and by −1, which changes no dependence.
                Some((_, line)) => line.at(*at),
                None => i128::from(at == column),
            };
            free.iter().map(cell).collect()
        };
        let rows: Vec<Vec<i128>> = columns.iter().map(row).collect();
        let vector = |at: usize| {
            let touched = rows.iter().enumerate().filter(|it| it.1.get(at).is_some_and(|cell| *cell != 0));
            touched.map(|it| it.0).collect()
        };
        let through =
            |row: &Vec<i128>| row.iter().enumerate().filter(|it| *it.1 != 0).map(|it| it.0).collect();
        Self {
            through: rows.iter().map(through).collect(),
            columns: columns.to_vec(),
            weights: columns.iter().filter_map(|at| weights.get(*at).copied()).collect(),
            minimum,
            vectors: (0..free.len()).map(vector).collect(),
            rows,
            chosen: Vec::new(),
            barred: vec![false; columns.len()],
            effort: EFFORT,
        }
    }

    /// The first support found; `None` where a number would overflow.
    pub(super) fn search(mut self) -> Option<Found> {
        for start in 0..self.columns.len() {
            match self.with(start, 0)? {
                Found::Nothing => self.bar(start, true),
                other => return Some(other),
            }
        }
        Some(Found::Nothing)
    }

    /// The first support found with a column and none that is barred, with an effort of its own.
    pub(super) fn from(&mut self, column: usize) -> Option<Found> {
        self.effort = EFFORT / 100;
        self.with(column, 0)
    }

    /// Takes an atom in and goes on.
    fn with(&mut self, atom: usize, weight: u64) -> Option<Found> {
        let weight = weight + self.weights.get(atom).copied().unwrap_or(0);
        if weight >= self.minimum {
            return Some(Found::Nothing);
        }
        self.chosen.push(atom);
        let found = self.grow(weight);
        self.chosen.pop();
        found
    }

    fn grow(&mut self, weight: u64) -> Option<Found> {
        let next = match self.next(weight)? {
            None => return Some(Found::GaveUp),
            Some(Next::Complete) => return Some(Found::Support(self.columns_of(&self.chosen))),
            Some(Next::OneOf(atoms)) => atoms,
        };
        let mut found = Found::Nothing;
        for atom in &next {
            found = self.with(*atom, weight)?;
            if !matches!(found, Found::Nothing) {
                break;
            }
            self.bar(*atom, true);
        }
        next.iter().for_each(|atom| self.bar(*atom, false));
        Some(found)
    }

    fn columns_of(&self, atoms: &[usize]) -> Vec<usize> {
        atoms.iter().filter_map(|at| self.columns.get(*at).copied()).collect()
    }

    /// Lets an atom come in no more, or again.
    pub(super) fn bar(&mut self, atom: usize, barred: bool) {
        if let Some(cell) = self.barred.get_mut(atom) {
            *cell = barred;
        }
    }

    /// What has to come in next; `Some(None)` where the effort is used up.
    #[expect(clippy::option_option, reason = "overflow and giving up are different answers")]
    fn next(&mut self, weight: u64) -> Option<Option<Next>> {
        let mut best: Option<Vec<usize>> = None;
        for vector in self.touching() {
            if !self.spend(self.chosen.len()) {
                return Some(None);
            }
            if self.meets_one(vector) {
                let atoms = self.open(vector, weight);
                if atoms.is_empty() {
                    return Some(Some(Next::OneOf(atoms)));
                }
                if best.as_ref().is_none_or(|it| it.len() > atoms.len()) {
                    best = Some(atoms);
                }
            }
        }
        match best {
            Some(atoms) => Some(Some(Next::OneOf(atoms))),
            None if self.spend(self.chosen.len() * self.chosen.len() * self.vectors.len()) => {
                self.solved(weight).map(Some)
            }
            None => Some(None),
        }
    }

    /// The vectors that are not 0 on some chosen atom, some of them twice.
    fn touching(&self) -> Vec<usize> {
        let of = |atom: &usize| self.through.get(*atom).map_or(&[] as &[usize], Vec::as_slice);
        self.chosen.iter().flat_map(of).copied().collect()
    }

    fn spend(&mut self, cells: usize) -> bool {
        let left = self.effort.checked_sub(cells + 1);
        self.effort = left.unwrap_or(0);
        left.is_some()
    }

    /// Whether a vector is not 0 on exactly one chosen atom.
    fn meets_one(&self, vector: usize) -> bool {
        let cell =
            |atom: &&usize| self.rows.get(**atom).and_then(|row| row.get(vector)).is_some_and(|it| *it != 0);
        self.chosen.iter().filter(cell).count() == 1
    }

    /// The atoms of a vector that may still come in.
    fn open(&self, vector: usize, weight: u64) -> Vec<usize> {
        let atoms = self.vectors.get(vector).map_or(&[] as &[usize], Vec::as_slice);
        atoms.iter().copied().filter(|atom| self.may_come(*atom, weight)).collect()
    }

    fn may_come(&self, atom: usize, weight: u64) -> bool {
        let fits = self.weights.get(atom).is_some_and(|it| weight + it < self.minimum);
        fits && !self.barred.get(atom).copied().unwrap_or(true) && !self.chosen.contains(&atom)
    }

    /// A sum of vectors that is 1 on the first chosen atom and 0 on the others, if there is one.
    fn solved(&self, weight: u64) -> Option<Next> {
        let unit = |at: usize| (0..self.chosen.len()).map(|it| i128::from(it == at)).collect();
        let line =
            |(at, atom): (usize, &usize)| Some(Line { cells: self.rows.get(*atom)?.clone(), from: unit(at) });
        let lines: Vec<Line> = self.chosen.iter().enumerate().filter_map(line).collect();
        let all: Vec<usize> = (0..self.vectors.len()).collect();
        let pivots = reduce(lines, &all)?.pivots;
        if pivots.len() < self.chosen.len() {
            return Some(Next::Complete);
        }
        let mut scale = 1_i128;
        for (column, line) in &pivots {
            let pivot = line.at(*column);
            let common = i128::try_from(gcd(scale.unsigned_abs(), pivot.unsigned_abs())).ok()?;
            scale = scale.checked_mul(pivot / common)?;
        }
        let mut factors = Vec::with_capacity(pivots.len());
        for (column, line) in &pivots {
            let first = line.from.first().copied().unwrap_or(0);
            factors.push((*column, first.checked_mul(scale / line.at(*column))?));
        }
        let mut atoms = Vec::new();
        for (atom, row) in self.rows.iter().enumerate().filter(|it| self.may_come(it.0, weight)) {
            let mut sum = 0_i128;
            for (column, factor) in &factors {
                let cell = row.get(*column).copied().unwrap_or(0);
                sum = sum.checked_add(cell.checked_mul(*factor)?)?;
            }
            if sum != 0 {
                atoms.push(atom);
            }
        }
        Some(Next::OneOf(atoms))
    }
}
