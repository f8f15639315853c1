//! The reader's linear algebra: modulo a prime, so that it shares neither code nor arithmetic with the planner.
//!
//! What is independent modulo the prime is independent over the rationals; the other way round it fails with a chance
//! of about 2⁻³¹ a test, and the numbers are seeded.

const PRIME: u64 = (1 << 31) - 1;

fn power(mut base: u64, mut exponent: u64) -> u64 {
    let mut result = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}

/// Reduced rows with their pivots.
pub(crate) fn reduce(mut rows: Vec<Vec<u64>>) -> Vec<(usize, Vec<u64>)> {
    let width = rows.first().map_or(0, Vec::len);
    let mut reduced: Vec<(usize, Vec<u64>)> = Vec::new();
    for column in 0..width {
        let Some(at) = rows.iter().position(|row| row[column] != 0) else { continue };
        let mut pivot = rows.swap_remove(at);
        let inverse = power(pivot[column], PRIME - 2);
        pivot.iter_mut().for_each(|cell| *cell = *cell * inverse % PRIME);
        for row in rows.iter_mut().chain(reduced.iter_mut().map(|it| &mut it.1)) {
            let factor = row[column];
            if factor != 0 {
                for (cell, other) in row.iter_mut().zip(&pivot) {
                    *cell = (*cell + (PRIME - factor) * other) % PRIME;
                }
            }
        }
        reduced.push((column, pivot));
    }
    reduced
}

pub(crate) fn rank(rows: Vec<Vec<u64>>) -> usize {
    reduce(rows).len()
}

/// The rows of the null space's basis, one for each column.
fn null_rows(rows: Vec<Vec<u64>>) -> Vec<Vec<u64>> {
    let width = rows.first().map_or(0, Vec::len);
    let reduced = reduce(rows);
    let free: Vec<usize> = (0..width).filter(|column| reduced.iter().all(|it| it.0 != *column)).collect();
    let of = |column: usize| match reduced.iter().find(|it| it.0 == column) {
        Some((_, row)) => free.iter().map(|at| (PRIME - row[*at]) % PRIME).collect(),
        None => free.iter().map(|at| u64::from(*at == column)).collect(),
    };
    (0..width).map(of).collect()
}

/// The smallest set of columns, below `k`, that some combination of the rows that is not 0 lives on.
///
/// Columns that no row touches do not count.
pub(crate) fn exposed(rows: &[Vec<u64>], k: usize) -> Option<Vec<usize>> {
    let width = rows.first().map_or(0, Vec::len);
    let touched: Vec<usize> = (0..width).filter(|at| rows.iter().any(|row| row[*at] != 0)).collect();
    let narrow = rows.iter().map(|row| touched.iter().map(|at| row[*at]).collect()).collect();
    let null = null_rows(narrow);
    (1..k).find_map(|size| {
        let mut chosen = Vec::new();
        choose(&null, size, 0, &mut chosen).then(|| chosen.iter().map(|at| touched[*at]).collect())
    })
}

/// Whether some set of so many columns is dependent in the null space; leaves it in `chosen`.
fn choose(null: &[Vec<u64>], size: usize, from: usize, chosen: &mut Vec<usize>) -> bool {
    if chosen.len() == size {
        return rank(chosen.iter().map(|at| null[*at].clone()).collect()) < size;
    }
    for at in from..null.len() {
        chosen.push(at);
        if choose(null, size, at + 1, chosen) {
            return true;
        }
        chosen.pop();
    }
    false
}

/// Whether a combination of the rows is 1 on one column and 0 elsewhere.
pub(crate) fn recovers_somebody(rows: &[Vec<u64>]) -> bool {
    reduce(rows.to_vec()).iter().any(|(_, row)| row.iter().filter(|cell| **cell != 0).count() == 1)
}

#[test]
fn the_reader_can_subtract() {
    let org = vec![1, 1, 1, 1, 1, 1, 1];
    let team = vec![1, 1, 1, 1, 1, 0, 0];
    assert_eq!(exposed(&[org.clone(), team.clone()], 3), Some(vec![5, 6]));
    assert_eq!(exposed(&[org, team], 2), None);
    // Three halves of a triangle: no difference of two is small, half of a sum of three is.
    let (a, b, c) = (vec![1, 1, 0, 0, 1, 1], vec![0, 0, 1, 1, 1, 1], vec![1, 1, 1, 1, 0, 1]);
    assert!(recovers_somebody(&[a, b, c, vec![1, 1, 1, 1, 1, 1]]));
}
