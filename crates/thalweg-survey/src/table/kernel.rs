//! The sums of one construct over one stretch of rows, a block of rows at a time, so that the compiler makes vectors of it.

use super::moments::{ItemSums, Moments, Scores};
use super::plan::Plan;

/// Rows in a block. Sums within a block stay far inside 32 bits: 64 × 250 × 250 × 130.
const BLOCK: usize = 64;

/// What is known of the rows of one block.
struct Rows {
    total: [i16; BLOCK],
    answered: [u8; BLOCK],
    /// All bits where every item was answered, none elsewhere.
    complete: [u8; BLOCK],
}

/// Adds the rows of a stretch to the sums. `columns` are the keyed codes of the construct's items on this stretch; they
/// have the same length, and a construct has at most [`crate::instrument::MAX_ITEMS`] items.
pub(super) fn add(plan: &Plan, columns: &[&[u8]], sums: &mut Moments) {
    let rows = columns.first().map_or(0, |column| column.len());
    let mut blocks: Vec<[u8; BLOCK]> = vec![[0; BLOCK]; columns.len()];
    for start in (0..rows).step_by(BLOCK) {
        for (block, column) in blocks.iter_mut().zip(columns) {
            let stretch = column.get(start..rows.min(start + BLOCK)).unwrap_or_default();
            // Rows beyond the end hold no answer and so add nothing.
            block.fill(0);
            for (to, code) in block.iter_mut().zip(stretch) {
                *to = *code;
            }
        }
        add_block(plan, &blocks, sums);
    }
    // The totals of complete respondents are sums over their items: Σ T = Σᵢ Σ xᵢ and Σ T² = Σᵢ Σ xᵢ·T.
    let (sum, squares) = sums
        .items
        .iter()
        .fold((0, 0), |(sum, squares), item| (sum + item.sum, squares + u128::from(item.cross)));
    if let Some(place) = sums.by_answered.last_mut() {
        (place.sum, place.squares) = (sum, squares);
    }
}

fn add_block(plan: &Plan, blocks: &[[u8; BLOCK]], sums: &mut Moments) {
    let rows = rows_of(blocks);
    let kept: [i16; BLOCK] = std::array::from_fn(|r| {
        let (total, complete) = (at16(&rows.total, r), at(&rows.complete, r));
        if complete == 0 { 0 } else { total }
    });
    for ((block, item), best) in blocks.iter().zip(&mut sums.items).zip(&plan.best) {
        add_item(block, &rows.complete, &kept, *best, item);
    }
    add_scores(plan, &rows, sums);
}

fn at(values: &[u8; BLOCK], row: usize) -> u8 {
    values.get(row).copied().unwrap_or(0)
}

fn at16(values: &[i16; BLOCK], row: usize) -> i16 {
    values.get(row).copied().unwrap_or(0)
}

fn rows_of(blocks: &[[u8; BLOCK]]) -> Rows {
    let mut total = [0_i16; BLOCK];
    let mut answered = [0_u8; BLOCK];
    for block in blocks {
        for ((total, answered), code) in total.iter_mut().zip(&mut answered).zip(block) {
            *total += i16::from(*code);
            *answered += u8::from(*code != 0);
        }
    }
    let all = u8::try_from(blocks.len()).unwrap_or(u8::MAX);
    let complete = answered.map(|answered| if answered == all { u8::MAX } else { 0 });
    Rows { total, answered, complete }
}

fn add_item(
    block: &[u8; BLOCK],
    complete: &[u8; BLOCK],
    total: &[i16; BLOCK],
    best: (u8, u8),
    sums: &mut ItemSums,
) {
    let (low, high) = best;
    let (mut answered, mut favourable) = (0_u8, 0_u8);
    let (mut sum, mut squares, mut cross) = (0_i32, 0_i32, 0_i32);
    for code in block {
        answered += u8::from(*code != 0);
        favourable += u8::from(*code >= low) & u8::from(*code <= high);
    }
    for ((code, complete), total) in block.iter().zip(complete).zip(total) {
        let code = i16::from(*code & *complete);
        sum += i32::from(code);
        squares += i32::from(code) * i32::from(code);
        cross += i32::from(code) * i32::from(*total);
    }
    sums.answered += u64::from(answered);
    sums.favourable += u64::from(favourable);
    sums.sum += u64::from(sum.unsigned_abs());
    sums.squares += u64::from(squares.unsigned_abs());
    sums.cross += u64::from(cross.unsigned_abs());
}

fn add_scores(plan: &Plan, rows: &Rows, sums: &mut Moments) {
    if let Some(place) = sums.by_answered.last_mut() {
        add_complete(plan, rows, place);
    }
    let items = sums.items.len();
    for (answered, place) in (0_u8..).zip(&mut sums.by_answered).take(items).skip(plan.need) {
        add_partial(plan, rows, answered, place);
    }
}

fn add_complete(plan: &Plan, rows: &Rows, place: &mut Scores) {
    let (low, high) = plan.favourable_totals;
    let (mut count, mut favourable) = (0_u8, 0_u8);
    for (total, complete) in rows.total.iter().zip(&rows.complete) {
        let one = *complete & 1;
        count += one;
        favourable += one & u8::from(*total >= low) & u8::from(*total <= high);
    }
    place.count += u64::from(count);
    place.favourable += u64::from(favourable);
}

/// The rows with just so many answers, fewer than there are items.
fn add_partial(plan: &Plan, rows: &Rows, answered: u8, place: &mut Scores) {
    let (low, high) = plan.favourable_totals_of(answered);
    let (mut count, mut favourable) = (0_u8, 0_u8);
    let (mut sum, mut squares) = (0_i32, 0_u64);
    for (total, answers) in rows.total.iter().zip(&rows.answered) {
        let one = u8::from(*answers == answered);
        let kept = total * i16::from(one);
        count += one;
        sum += i32::from(kept);
        squares += u64::from((i32::from(kept) * i32::from(kept)).unsigned_abs());
        favourable += one & u8::from(*total >= low) & u8::from(*total <= high);
    }
    place.count += u64::from(count);
    place.sum += u64::from(sum.unsigned_abs());
    place.squares += u128::from(squares);
    place.favourable += u64::from(favourable);
}
