//! Ranges of commits: what one commit descends from and another does not.

use std::collections::{BTreeMap, BinaryHeap};

use super::graph::Graph;

/// Ranges over a graph, at the cost of what lies between their ends.
///
/// A commit's height is one more than the greatest of its parents'; ancestors are always lower. So both ends are walked downwards,
/// highest first, until nothing is left that only one of them descends from. A commit of a cycle has no height and is never
/// in a range.
#[derive(Clone, Debug)]
pub struct Ranges<'g, 'a> {
    graph: &'g Graph<'a>,
    heights: Vec<u32>,
}

/// Whether a commit is an ancestor of the base, and so not in the range.
type Old = bool;

impl<'g, 'a> Ranges<'g, 'a> {
    /// Heights of all commits: linear in commits and edges.
    #[must_use]
    pub fn new(graph: &'g Graph<'a>) -> Self {
        Self { heights: heights(graph), graph }
    }

    /// The rows of the commits that `tip` descends from, itself included, and `base` does not, in order.
    #[must_use]
    pub fn between(&self, base: u32, tip: u32) -> Vec<u32> {
        self.walked(&[(base, true), (tip, false)])
    }

    fn walked(&self, ends: &[(u32, Old)]) -> Vec<u32> {
        let mut seen: BTreeMap<u32, Old> = BTreeMap::new();
        let mut queue = BinaryHeap::new();
        // How many in the queue may still be in the range.
        let mut young = 0_usize;
        for (row, old) in ends {
            self.reach(*row, *old, &mut seen, &mut queue, &mut young);
        }
        while young > 0 {
            let Some((_, row)) = queue.pop() else { break };
            let old = seen.get(&row).copied().unwrap_or(true);
            young -= usize::from(!old);
            for parent in self.graph.parents().of(row) {
                self.reach(*parent, old, &mut seen, &mut queue, &mut young);
            }
        }
        seen.into_iter().filter(|(_, old)| !old).map(|(row, _)| row).collect()
    }

    /// The rows of all commits that `tip` descends from, itself included, in order.
    #[must_use]
    pub fn all(&self, tip: u32) -> Vec<u32> {
        self.walked(&[(tip, false)])
    }

    /// Meets a commit. One that was met as young and is now found old is still in the queue, since it is lower than all walked.
    fn reach(
        &self,
        row: u32,
        old: Old,
        seen: &mut BTreeMap<u32, Old>,
        queue: &mut BinaryHeap<(u32, u32)>,
        young: &mut usize,
    ) {
        let Some(height) = self.heights.get(row as usize).copied().filter(|it| *it > 0) else { return };
        match seen.get_mut(&row) {
            None => {
                seen.insert(row, old);
                queue.push((height, row));
                *young += usize::from(!old);
            }
            Some(known) if old && !*known => {
                *known = true;
                *young -= 1;
            }
            Some(_) => {}
        }
    }
}

/// One more than the greatest height of the parents; 0 for what is no change, so that a walk does not enter a cycle.
fn heights(graph: &Graph<'_>) -> Vec<u32> {
    let parents = graph.parents();
    let mut heights = vec![0_u32; parents.len()];
    // A commit with the next of its parents to look at; without cycles no commit waits for itself.
    let mut stack: Vec<(u32, usize)> = Vec::new();
    for root in graph.all() {
        stack.push((root, 0));
        while let Some((row, next)) = stack.pop() {
            let at = row as usize;
            if next == 0 && (heights.get(at) != Some(&0) || graph.change(row).is_none()) {
                continue;
            }
            if let Some(parent) = parents.of(row).get(next) {
                stack.push((row, next + 1));
                stack.push((*parent, 0));
                continue;
            }
            let tallest = parents.of(row).iter().filter_map(|it| heights.get(*it as usize).copied()).max();
            set(&mut heights, at, tallest.unwrap_or(0).saturating_add(1));
        }
    }
    heights
}

fn set<T>(cells: &mut [T], at: usize, value: T) {
    if let Some(cell) = cells.get_mut(at) {
        *cell = value;
    }
}
