//! Fraction-free elimination in integers of 128 bits, with the common divisor taken out; `None` where one would overflow.

/// A combination: its values on the columns, and the coefficients that make it.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) cells: Vec<i128>,
    pub(super) from: Vec<i128>,
}

/// What a reduction leaves.
pub(super) struct Reduced {
    /// Lines with their pivot's column, where the other lines are 0.
    pub(super) pivots: Vec<(usize, Line)>,
    /// Lines that are 0 on all the columns and not 0 elsewhere.
    pub(super) rest: Vec<Line>,
}

impl Line {
    pub(super) fn at(&self, column: usize) -> i128 {
        self.cells.get(column).copied().unwrap_or(0)
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.cells.iter().zip(&other.cells).any(|(a, b)| *a != 0 && *b != 0)
    }

    /// Makes the line 0 on a column.
    fn clear(&mut self, column: usize, pivot: &Self) -> Option<()> {
        let (a, b) = (self.at(column), pivot.at(column));
        if a == 0 {
            return Some(());
        }
        cross_out(&mut self.cells, a, &pivot.cells, b)?;
        cross_out(&mut self.from, a, &pivot.from, b)?;
        let all = self.cells.iter_mut().chain(&mut self.from);
        divide(all.collect())
    }
}

/// The combinations that are 0 on all the columns: one pivot a column is used up.
pub(super) fn retire(mut lines: Vec<Line>, columns: &[usize]) -> Option<Vec<Line>> {
    for column in columns {
        let Some(at) = lines.iter().position(|it| it.at(*column) != 0) else { continue };
        let pivot = lines.swap_remove(at);
        for line in &mut lines {
            line.clear(*column, &pivot)?;
        }
        lines.retain(is_something);
    }
    Some(lines)
}

/// Lines each of which has a column of its own among the columns, and those that are 0 on all of them.
pub(super) fn reduce(mut rest: Vec<Line>, columns: &[usize]) -> Option<Reduced> {
    rest.retain(is_something);
    let mut pivots: Vec<(usize, Line)> = Vec::new();
    for column in columns {
        let Some(at) = rest.iter().position(|it| it.at(*column) != 0) else { continue };
        let pivot = rest.swap_remove(at);
        for line in rest.iter_mut().chain(pivots.iter_mut().map(|it| &mut it.1)) {
            line.clear(*column, &pivot)?;
        }
        rest.retain(is_something);
        pivots.push((*column, pivot));
    }
    Some(Reduced { pivots, rest })
}

fn is_something(line: &Line) -> bool {
    line.cells.iter().any(|cell| *cell != 0)
}

/// `line·b − other·a`.
fn cross_out(line: &mut [i128], a: i128, other: &[i128], b: i128) -> Option<()> {
    let divisor = i128::try_from(gcd(a.unsigned_abs(), b.unsigned_abs())).ok().filter(|it| *it != 0)?;
    let (a, b) = (a / divisor, b / divisor);
    for (cell, other) in line.iter_mut().zip(other) {
        *cell = cell.checked_mul(b)?.checked_sub(other.checked_mul(a)?)?;
    }
    Some(())
}

/// Takes the common divisor out.
fn divide(cells: Vec<&mut i128>) -> Option<()> {
    let mut divisor = 0;
    for cell in &cells {
        divisor = gcd(divisor, cell.unsigned_abs());
        if divisor == 1 {
            return Some(());
        }
    }
    let divisor = i128::try_from(divisor).ok().filter(|it| *it != 0)?;
    cells.into_iter().for_each(|cell| *cell /= divisor);
    Some(())
}

pub(super) const fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: &[i128]) -> Line {
        Line { cells: cells.to_vec(), from: vec![1] }
    }

    #[test]
    fn an_overflow_is_no_answer() {
        let huge = i128::MAX;
        assert!(reduce(vec![line(&[huge, 2, 1]), line(&[huge - 2, 3, 5])], &[0, 1]).is_none());
        assert!(retire(vec![line(&[huge, huge, 1]), line(&[huge - 2, huge, 5])], &[0]).is_none());
    }

    #[test]
    fn what_depends_is_dropped() {
        let lines = vec![line(&[2, 4, 6]), line(&[1, 2, 3]), line(&[0, 1, 1])];
        let reduced = reduce(lines, &[0, 1]).unwrap();
        assert_eq!((reduced.pivots.len(), reduced.rest.len()), (2, 0));
    }
}
