//! Lists of what hangs on deployments: linked through the records themselves, so that moving one costs the same in any list.

/// A record of a list: what it says, and its neighbours.
#[derive(Clone, Copy, Debug)]
struct Node<T> {
    value: T,
    owner: u32,
    before: u32,
    after: u32,
}

/// No node.
const NONE: u32 = u32::MAX;

/// Many lists in one place, each with an owner.
#[derive(Clone, Debug)]
pub(super) struct Lists<T> {
    nodes: Vec<Node<T>>,
    heads: Vec<u32>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { nodes: Vec::new(), heads: Vec::new() }
    }
}

impl<T: Copy> Lists<T> {
    /// Adds a record to the list of an owner, or to none.
    pub(super) fn push(&mut self, owner: Option<u32>, value: T) -> usize {
        let at = self.nodes.len();
        self.nodes.push(Node { value, owner: NONE, before: NONE, after: NONE });
        self.link(at, owner);
        at
    }

    /// Puts another value in a record's place, in the list of that owner.
    pub(super) fn replace(&mut self, at: usize, owner: Option<u32>, value: T) {
        self.unlink(at);
        if let Some(node) = self.nodes.get_mut(at) {
            node.value = value;
        }
        self.link(at, owner);
    }

    /// The record at a place.
    pub(super) fn get(&self, at: usize) -> Option<T> {
        self.nodes.get(at).map(|it| it.value)
    }

    /// The records of an owner.
    pub(super) fn of(&self, owner: u32) -> impl Iterator<Item = T> + '_ {
        let mut next = self.heads.get(owner as usize).copied().unwrap_or(NONE);
        std::iter::from_fn(move || {
            let node = self.nodes.get(next as usize)?;
            next = node.after;
            Some(node.value)
        })
    }

    /// All records.
    pub(super) fn all(&self) -> impl Iterator<Item = T> + '_ {
        self.nodes.iter().map(|it| it.value)
    }

    fn link(&mut self, at: usize, owner: Option<u32>) {
        let (Some(owner), Ok(this)) = (owner, u32::try_from(at)) else { return };
        if self.heads.len() <= owner as usize {
            self.heads.resize(owner as usize + 1, NONE);
        }
        let Some(head) = self.heads.get_mut(owner as usize) else { return };
        let after = std::mem::replace(head, this);
        if let Some(node) = self.nodes.get_mut(at) {
            (node.owner, node.before, node.after) = (owner, NONE, after);
        }
        if let Some(node) = self.nodes.get_mut(after as usize) {
            node.before = this;
        }
    }

    fn unlink(&mut self, at: usize) {
        let Some(node) = self.nodes.get_mut(at) else { return };
        let (owner, before, after) = (node.owner, node.before, node.after);
        (node.owner, node.before, node.after) = (NONE, NONE, NONE);
        if let Some(node) = self.nodes.get_mut(after as usize) {
            node.before = before;
        }
        if let Some(node) = self.nodes.get_mut(before as usize) {
            node.after = after;
        } else if let Some(head) = self.heads.get_mut(owner as usize) {
            *head = after;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lists: &Lists<u8>, owner: u32) -> Vec<u8> {
        lists.of(owner).collect()
    }

    #[test]
    fn records_move_between_lists_from_any_place() {
        let mut lists = Lists::default();
        let places: Vec<usize> = (0..4).map(|it| lists.push(Some(1), it)).collect();
        assert_eq!(of(&lists, 1), [3, 2, 1, 0]);
        lists.replace(places[1], Some(0), 11);
        lists.replace(places[3], Some(0), 13);
        lists.replace(places[0], None, 10);
        assert_eq!((of(&lists, 1), of(&lists, 0)), (vec![2], vec![13, 11]));
        lists.replace(places[2], Some(1), 12);
        assert_eq!((of(&lists, 1), of(&lists, 7)), (vec![12], vec![]));
        assert_eq!(lists.all().collect::<Vec<_>>(), [10, 11, 12, 13]);
    }
}
