//! Small numbers by place, large ones by rank: tables over the callers' service and group numbers.

use std::borrow::Cow;

use super::columns::Marks;

/// No row.
pub(super) const NOWHERE: u32 = u32::MAX;

/// Above this many places, or four for each record, numbers are ranked.
const ROOM: usize = 1 << 16;

fn fits(most: usize, records: usize) -> bool {
    most <= records.saturating_mul(4).max(ROOM)
}

/// The numbers themselves where they are small, else their ranks; and how many places they need.
pub(super) fn compact(numbers: &[u32]) -> (Cow<'_, [u32]>, usize) {
    let most = numbers.iter().copied().max().unwrap_or(0) as usize;
    if fits(most, numbers.len()) {
        return (Cow::Borrowed(numbers), most + 1);
    }
    let mut names = numbers.to_vec();
    names.sort_unstable();
    names.dedup();
    let places = numbers.iter().map(|it| rank(&names, *it)).collect();
    (Cow::Owned(places), names.len())
}

fn rank(names: &[u32], number: u32) -> u32 {
    names.binary_search(&number).ok().and_then(|at| u32::try_from(at).ok()).unwrap_or(NOWHERE)
}

/// The groups that occur, in order, and the way from a group to its place among them.
pub(super) struct Names {
    pub(super) names: Vec<u32>,
    dense: Vec<u32>,
}

impl Names {
    pub(super) fn dense(&self, group: u32) -> u32 {
        match self.dense.get(group as usize) {
            Some(dense) => *dense,
            None => rank(&self.names, group),
        }
    }
}

pub(super) fn names(groups: &[u32], marks: &[Marks]) -> Names {
    let counted = || groups.iter().zip(marks).map(|(group, marks)| (*group, marks.has(Marks::PRODUCTION)));
    // What does not count is not filtered out but counted as nothing, so that there is nothing to guess.
    let most = counted().map(|(group, counts)| if counts { group } else { 0 }).max().unwrap_or(0) as usize;
    if !fits(most, groups.len()) {
        let mut names: Vec<u32> = counted().filter_map(|(group, counts)| counts.then_some(group)).collect();
        names.sort_unstable();
        names.dedup();
        return Names { names, dense: Vec::new() };
    }
    let mut seen = vec![false; most + 1];
    for (group, counts) in counted() {
        if let Some(cell) = seen.get_mut(group as usize) {
            *cell |= counts;
        }
    }
    let mut names = Vec::new();
    let mut dense = vec![NOWHERE; most + 1];
    let mut next = 0;
    for ((group, seen), cell) in (0_u32..).zip(seen).zip(&mut dense) {
        if seen {
            *cell = next;
            next += 1;
            names.push(group);
        }
    }
    Names { names, dense }
}
