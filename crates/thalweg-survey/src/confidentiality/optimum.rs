//! The best release of a hierarchy: dynamic programming from the leaves upwards.
//!
//! The state of a group is how many of its respondents no published group below it covers: those with every item
//! clipped to 0..=k, and whether there are any with some items only. Children combine by knapsack. A group may be
//! published iff nothing is uncovered, or at least k with every item are; afterwards nothing is. That is O(N·k²) time.
//!
//! Among releases of equal weight the one is taken in which the groups whose names come first have the fewest
//! uncovered respondents.

use super::tree::{Heads, Hierarchy, NOWHERE};

/// No choice leads to this state.
const NEVER: i64 = -1;

/// The group is not published in this state.
const NOT: u8 = u8::MAX;

/// Which groups a best release publishes, by place; only those that `allowed` lets it, each worth its weight.
pub(super) fn best(tree: &Hierarchy, minimum: u32, weights: &[i64], allowed: &[bool]) -> Vec<bool> {
    let states = States::up_to(minimum);
    let mut search = Search::over(tree, states);
    let sizes = tree.totals();
    for at in tree.downwards.iter().rev() {
        let at = *at as usize;
        let may = allowed.get(at).copied().unwrap_or(false) && sizes.get(at).is_some_and(|it| it.all() > 0);
        let table = search.close(at, may, weights.get(at).copied().unwrap_or(0));
        search.hand_up(at, &table);
    }
    search.walk_down()
}

/// The states: 0..=k uncovered with every item, without and with others.
#[derive(Clone, Copy)]
struct States {
    clip: usize,
}

impl States {
    /// The minimum is at most 100, so that a state fits a byte.
    fn up_to(minimum: u32) -> Self {
        Self { clip: minimum.min(100) as usize }
    }

    const fn count(self) -> usize {
        2 * (self.clip + 1)
    }

    const fn of(self, complete: usize, others: bool) -> usize {
        let complete = if complete > self.clip { self.clip } else { complete };
        if others { self.clip + 1 + complete } else { complete }
    }

    fn of_heads(self, heads: Heads) -> usize {
        self.of(usize::try_from(heads.complete).unwrap_or(usize::MAX), heads.partial > 0)
    }

    const fn sum(self, a: usize, b: usize) -> usize {
        let row = self.clip + 1;
        self.of(a % row + b % row, a >= row || b >= row)
    }

    /// The states in which a group may be published.
    const fn safe(self) -> [usize; 3] {
        [0, self.clip, 2 * self.clip + 1]
    }
}

/// What is known of the groups that were worked out, and the choices that led there.
struct Search<'a> {
    tree: &'a Hierarchy,
    states: States,
    /// What the children that were handed up allow, by group; none yet where no child was.
    open: Vec<Option<Box<[i64]>>>,
    /// By group and state of the parent with it: the parent's state without it, and its own state.
    splits: Vec<(u8, u8)>,
    /// By group: the state in which it is published best.
    published_from: Vec<u8>,
    /// By root: the state that it ends in.
    ends: Vec<u8>,
}

impl<'a> Search<'a> {
    fn over(tree: &'a Hierarchy, states: States) -> Self {
        Self {
            tree,
            states,
            open: vec![None; tree.len()],
            splits: vec![(0, 0); tree.len() * states.count()],
            published_from: vec![NOT; tree.len()],
            ends: vec![0; tree.len()],
        }
    }

    /// The state of a group by its own respondents alone.
    fn alone(&self, at: usize) -> Box<[i64]> {
        let mut table = vec![NEVER; self.states.count()].into_boxed_slice();
        let own = self.tree.own.get(at).copied().unwrap_or_default();
        if let Some(cell) = table.get_mut(self.states.of_heads(own)) {
            *cell = 0;
        }
        table
    }

    /// The table of a group all of whose children were handed up: publish it where that is safe and worth more.
    fn close(&mut self, at: usize, may: bool, weight: i64) -> Box<[i64]> {
        let mut table = self.open.get_mut(at).and_then(Option::take).unwrap_or_else(|| self.alone(at));
        if !may {
            return table;
        }
        let value = |state: usize| table.get(state).copied().unwrap_or(NEVER);
        let bases = self.states.safe().into_iter().filter(|it| value(*it) != NEVER);
        let best = bases.max_by_key(|it| (value(*it), std::cmp::Reverse(*it)));
        let Some((base, worth)) = best.map(|it| (it, value(it) + weight)) else { return table };
        if let (Some(covered), Some(from)) = (table.first_mut(), self.published_from.get_mut(at))
            && worth > *covered
        {
            *covered = worth;
            *from = byte(base);
        }
        table
    }

    /// Combines a finished group into its parent, or ends a root in its best state.
    fn hand_up(&mut self, at: usize, table: &[i64]) {
        let parent = self.tree.parents.get(at).copied().unwrap_or(NOWHERE);
        if parent == NOWHERE {
            let best = (0_u8..).zip(table).max_by_key(|(state, value)| (**value, std::cmp::Reverse(*state)));
            if let (Some(end), Some((state, _))) = (self.ends.get_mut(at), best) {
                *end = state;
            }
            return;
        }
        let parent = parent as usize;
        let before = self.open.get_mut(parent).and_then(Option::take).unwrap_or_else(|| self.alone(parent));
        let after = self.combine(at, &before, table);
        if let Some(open) = self.open.get_mut(parent) {
            *open = Some(after);
        }
    }

    fn combine(&mut self, child: usize, before: &[i64], table: &[i64]) -> Box<[i64]> {
        let (states, width) = (self.states, self.states.count());
        let mut after = vec![NEVER; width].into_boxed_slice();
        let splits = self.splits.get_mut(child * width..(child + 1) * width).unwrap_or_default();
        for (own, worth) in table.iter().enumerate().filter(|it| *it.1 != NEVER) {
            for (rest, value) in before.iter().enumerate().filter(|it| *it.1 != NEVER) {
                let state = states.sum(own, rest);
                if let (Some(cell), Some(split)) = (after.get_mut(state), splits.get_mut(state))
                    && worth + value > *cell
                {
                    *cell = worth + value;
                    *split = (byte(rest), byte(own));
                }
            }
        }
        after
    }

    /// Follows the choices from the roots down.
    fn walk_down(&self) -> Vec<bool> {
        let mut published = vec![false; self.tree.len()];
        // The state that remains of a group when the children met so far are taken off.
        let mut rest = self.ends.clone();
        for at in &self.tree.downwards {
            let at = *at as usize;
            let state = self.enter(at, &mut rest);
            let from = self.published_from.get(at).copied().unwrap_or(NOT);
            let publish = state == 0 && from != NOT;
            if let (Some(cell), Some(rest)) = (published.get_mut(at), rest.get_mut(at)) {
                *cell = publish;
                *rest = if publish { from } else { state };
            }
        }
        published
    }

    /// The state of a group in the release, taken off its parent's.
    fn enter(&self, at: usize, rest: &mut [u8]) -> u8 {
        let parent = self.tree.parents.get(at).copied().unwrap_or(NOWHERE) as usize;
        let Some(of_parent) = rest.get_mut(parent) else {
            return self.ends.get(at).copied().unwrap_or(0);
        };
        let split = self.splits.get(at * self.states.count() + usize::from(*of_parent));
        let (others, own) = split.copied().unwrap_or_default();
        *of_parent = others;
        own
    }
}

fn byte(state: usize) -> u8 {
    u8::try_from(state).unwrap_or(NOT)
}
