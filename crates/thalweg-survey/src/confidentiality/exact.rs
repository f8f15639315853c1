//! Exact elimination: which combinations of groups rest on too few respondents.
//!
//! All numbers are integers of 128 bits with the common divisor taken out; where one would overflow, or the search
//! would take too long, the answer is "undecided", never "safe".

use super::parts::Part;

/// How many cell operations a search may take before it gives up.
const EFFORT: usize = 10_000_000;

/// How many cell operations an elimination may take.
const CELLS: usize = 100_000_000;

/// What a search found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// No combination rests on fewer than the minimum.
    Safe,
    /// Some do: each as coefficients of the part's lines.
    Attacks(Vec<Vec<i128>>),
    /// Not found out.
    Undecided,
}

/// A combination: its values on the columns, and the coefficients that make it.
#[derive(Clone)]
struct Line {
    cells: Vec<i128>,
    from: Vec<i128>,
}

/// Searches a part for combinations whose support weighs less than the minimum.
pub(super) fn attacks(part: &Part, weights: &[u64], minimum: u64) -> Outcome {
    if weights.iter().all(|it| *it >= minimum) {
        return Outcome::Safe;
    }
    let rows = part.lines.len();
    let work = rows.saturating_mul(rows).saturating_mul(rows.saturating_add(weights.len()));
    if work > CELLS {
        return Outcome::Undecided;
    }
    small(&lines(part), weights, minimum).unwrap_or(Outcome::Undecided)
}

fn lines(part: &Part) -> Vec<Line> {
    let line = |(at, peeled): (usize, &super::parts::Peeled)| {
        let cell = |atom: &u32| i128::from(peeled.atoms.binary_search(atom).is_ok());
        let from = (0..part.lines.len()).map(|it| i128::from(it == at));
        Line { cells: part.atoms.iter().map(cell).collect(), from: from.collect() }
    };
    part.lines.iter().enumerate().map(line).collect()
}

/// `None` where a number would overflow.
fn small(lines: &[Line], weights: &[u64], minimum: u64) -> Option<Outcome> {
    let columns = |keep: fn(u64, u64) -> bool| -> Vec<usize> {
        let kept = weights.iter().enumerate().filter(|(_, weight)| keep(**weight, minimum));
        kept.map(|it| it.0).collect()
    };
    // An atom of the minimum or more lies in no attack, so only what vanishes there is left.
    let vanishing = retire(lines.to_vec(), &columns(|weight, minimum| weight >= minimum))?;
    let Reduced { pivots, rest } =
        reduce(vanishing, &columns(|weight, minimum| 0 < weight && weight < minimum))?;
    if !rest.is_empty() {
        return Some(found(rest));
    }
    let light: Vec<Line> =
        pivots.iter().map(|it| &it.1).filter(|it| weigh(it, weights) < minimum).cloned().collect();
    if !light.is_empty() {
        return Some(found(light));
    }
    for island in islands(pivots) {
        match (Search { weights, minimum, effort: EFFORT }).island(&island)? {
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

/// The combinations that are 0 on all the columns: one pivot a column is used up.
fn retire(mut lines: Vec<Line>, columns: &[usize]) -> Option<Vec<Line>> {
    for column in columns {
        let Some(at) = lines.iter().position(|it| it.at(*column) != 0) else { continue };
        let pivot = lines.swap_remove(at);
        for line in &mut lines {
            line.clear(*column, &pivot)?;
        }
        lines.retain(|it| it.cells.iter().any(|cell| *cell != 0));
    }
    Some(lines)
}

struct Reduced {
    /// Lines with their pivot's column, where the other lines are 0.
    pivots: Vec<(usize, Line)>,
    /// Lines that are 0 on all the columns and not 0 elsewhere.
    rest: Vec<Line>,
}

fn reduce(mut rest: Vec<Line>, columns: &[usize]) -> Option<Reduced> {
    rest.retain(|it| it.cells.iter().any(|cell| *cell != 0));
    let mut pivots: Vec<(usize, Line)> = Vec::new();
    for column in columns {
        let Some(at) = rest.iter().position(|it| it.at(*column) != 0) else { continue };
        let pivot = rest.swap_remove(at);
        for line in rest.iter_mut().chain(pivots.iter_mut().map(|it| &mut it.1)) {
            line.clear(*column, &pivot)?;
        }
        rest.retain(|it| it.cells.iter().any(|cell| *cell != 0));
        pivots.push((*column, pivot));
    }
    Some(Reduced { pivots, rest })
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

/// The search of an island, which has no line that is an attack by itself.
struct Search<'a> {
    weights: &'a [u64],
    minimum: u64,
    effort: usize,
}

impl Search<'_> {
    fn island(&mut self, island: &[(usize, Line)]) -> Option<Outcome> {
        // No combination lives on atoms without weight alone, so those tell nothing here.
        let weighty = self.weights.iter().enumerate().filter(|it| *it.1 > 0).map(|it| it.0);
        let columns: Vec<usize> = weighty.filter(|at| island.iter().any(|it| it.1.at(*at) != 0)).collect();
        let all: u64 = columns.iter().filter_map(|at| self.weights.get(*at)).sum();
        let lines: Vec<Line> = island.iter().map(|it| it.1.clone()).collect();
        if all < self.minimum {
            return Some(found(lines));
        }
        let depth = usize::try_from(self.minimum).unwrap_or(usize::MAX);
        if lines.len() <= depth {
            return self.by_zeros(lines, &columns);
        }
        self.by_supports(island, &columns)
    }

    /// Takes the cost of a step off what is left; `false` where too little is.
    fn spend(&mut self, rows: usize, columns: usize) -> bool {
        let left = self.effort.checked_sub(rows.saturating_mul(columns).saturating_add(1));
        self.effort = left.unwrap_or(0);
        left.is_some()
    }

    /// Few lines: every least combination is fixed by the columns on which it is 0.
    fn by_zeros(&mut self, lines: Vec<Line>, columns: &[usize]) -> Option<Outcome> {
        if let [only] = lines.as_slice() {
            let light = weigh(only, self.weights) < self.minimum;
            return Some(if light { found(lines) } else { Outcome::Safe });
        }
        for (at, column) in columns.iter().enumerate() {
            if lines.iter().all(|it| it.at(*column) == 0) {
                continue;
            }
            if !self.spend(lines.len(), self.weights.len()) {
                return Some(Outcome::Undecided);
            }
            let fewer = retire(lines.clone(), &[*column])?;
            match self.by_zeros(fewer, columns.get(at + 1..).unwrap_or_default())? {
                Outcome::Safe => {}
                other => return Some(other),
            }
        }
        Some(Outcome::Safe)
    }

    /// Many lines: every set of atoms below the minimum, looked up in the null space of the lines.
    fn by_supports(&mut self, island: &[(usize, Line)], columns: &[usize]) -> Option<Outcome> {
        let null = null_space(island, columns);
        let support = self.dependent(&null, &mut Vec::new(), &mut Vec::new(), 0)?;
        match support {
            Support::None => Some(Outcome::Safe),
            Support::GaveUp => Some(Outcome::Undecided),
            Support::Atoms(atoms) => {
                let others: Vec<usize> = columns.iter().copied().filter(|it| !atoms.contains(it)).collect();
                let lines = island.iter().map(|it| it.1.clone()).collect();
                Some(found(retire(lines, &others)?))
            }
        }
    }

    /// Grows a set of atoms; where its rows of the null space depend on each other, a combination lives on it.
    fn dependent(
        &mut self,
        null: &[NullRow],
        basis: &mut Vec<NullRow>,
        chosen: &mut Vec<usize>,
        weight: u64,
    ) -> Option<Support> {
        for (at, row) in null.iter().enumerate() {
            let heavier = weight + self.weights.get(row.column).copied().unwrap_or(0);
            if heavier >= self.minimum {
                continue;
            }
            if !self.spend(basis.len() + 1, row.cells.len()) {
                return Some(Support::GaveUp);
            }
            chosen.push(row.column);
            let Some(reduced) = row.reduced(basis)? else { return Some(Support::Atoms(chosen.clone())) };
            basis.push(reduced);
            let deeper = null.get(at + 1..).unwrap_or_default();
            match self.dependent(deeper, basis, chosen, heavier)? {
                Support::None => {}
                other => return Some(other),
            }
            basis.pop();
            chosen.pop();
        }
        Some(Support::None)
    }
}

enum Support {
    None,
    GaveUp,
    Atoms(Vec<usize>),
}

/// One atom's row of the null space of the lines, scaled to integers.
#[derive(Clone)]
struct NullRow {
    column: usize,
    cells: Vec<i128>,
}

/// One vector for every column that is no pivot: 1 there, and on the pivots what makes every line 0.
fn null_space(island: &[(usize, Line)], columns: &[usize]) -> Vec<NullRow> {
    let free: Vec<usize> = columns.iter().copied().filter(|at| island.iter().all(|it| it.0 != *at)).collect();
    let row = |column: &usize| {
        let pivot = island.iter().find(|it| it.0 == *column);
        let cell = |at: &usize| match pivot {
            // Scaled by the pivot and by −1, which changes no dependence.
            Some((_, line)) => line.at(*at),
            None => i128::from(at == column),
        };
        NullRow { column: *column, cells: free.iter().map(cell).collect() }
    };
    columns.iter().map(row).collect()
}

impl NullRow {
    /// The row without the directions of a basis; `Some(None)` where nothing is left, `None` on overflow.
    #[expect(clippy::option_option, reason = "overflow and dependence are different answers")]
    fn reduced(&self, basis: &[Self]) -> Option<Option<Self>> {
        let mut row = self.clone();
        for other in basis {
            let Some(lead) = other.cells.iter().position(|it| *it != 0) else { continue };
            let (a, b) = (row.cells.get(lead).copied()?, other.cells.get(lead).copied()?);
            cross_out(&mut row.cells, a, &other.cells, b)?;
            divide(&mut [&mut row.cells])?;
        }
        Some(row.cells.iter().any(|it| *it != 0).then_some(row))
    }
}

impl Line {
    fn at(&self, column: usize) -> i128 {
        self.cells.get(column).copied().unwrap_or(0)
    }

    fn meets(&self, other: &Self) -> bool {
        self.cells.iter().zip(&other.cells).any(|(a, b)| *a != 0 && *b != 0)
    }

    /// Makes the line 0 on a column; `None` on overflow.
    fn clear(&mut self, column: usize, pivot: &Self) -> Option<()> {
        let (a, b) = (self.at(column), pivot.at(column));
        if a == 0 {
            return Some(());
        }
        cross_out(&mut self.cells, a, &pivot.cells, b)?;
        cross_out(&mut self.from, a, &pivot.from, b)?;
        divide(&mut [&mut self.cells, &mut self.from])
    }
}

/// `line·b − other·a`, fraction-free.
fn cross_out(line: &mut [i128], a: i128, other: &[i128], b: i128) -> Option<()> {
    let divisor = gcd(a.unsigned_abs(), b.unsigned_abs());
    let divisor = i128::try_from(divisor).ok().filter(|it| *it != 0)?;
    let (a, b) = (a / divisor, b / divisor);
    for (cell, other) in line.iter_mut().zip(other) {
        *cell = cell.checked_mul(b)?.checked_sub(other.checked_mul(a)?)?;
    }
    Some(())
}

/// Takes the common divisor out.
fn divide(lists: &mut [&mut Vec<i128>]) -> Option<()> {
    let all = lists.iter().flat_map(|list| list.iter());
    let divisor = i128::try_from(all.fold(0, |sum, cell| gcd(sum, cell.unsigned_abs()))).ok()?;
    if divisor > 1 {
        lists.iter_mut().flat_map(|list| list.iter_mut()).for_each(|cell| *cell /= divisor);
    }
    Some(())
}

const fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
