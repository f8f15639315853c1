//! Rules as a trie over path segments; every node knows the highest rule at it and below it.

use std::borrow::Cow;
use std::collections::HashMap;

use super::glob::Glob;
use super::segment::{End, Pattern, Segment};

/// A rule's place in the order of precedence, from 1; 0 means none, so that the higher one wins by `max`.
pub(crate) type Rank = usize;

/// A node's number in the trie.
pub(crate) type NodeIx = usize;

/// A set of paths that some prefix of some pattern leads to.
#[derive(Debug, Default)]
pub(crate) struct Node {
    pub(crate) literals: HashMap<Box<[u8]>, NodeIx>,
    pub(crate) globs: Vec<(Glob, NodeIx)>,
    pub(crate) any: Option<NodeIx>,
    pub(crate) deep: Option<NodeIx>,
    /// The number of this node among those that stand for `**`.
    pub(crate) loop_number: Option<usize>,
    pub(crate) exact: Rank,
    pub(crate) subtree: Rank,
    pub(crate) below: Rank,
    /// The highest rule of all nodes below this one.
    pub(crate) inner: Rank,
    /// The highest rule of this node and all nodes below it.
    pub(crate) reach: Rank,
}

/// All patterns of one list in which the last match wins.
#[derive(Debug)]
pub(crate) struct Trie {
    nodes: Vec<Node>,
    glob_index: HashMap<(NodeIx, Box<[u8]>), NodeIx>,
    /// For each rank the next lower rank with the same pattern, 0 for none.
    older: Vec<Rank>,
    loops: usize,
}

impl Default for Trie {
    fn default() -> Self {
        Self { nodes: vec![Node::default()], glob_index: HashMap::new(), older: vec![0], loops: 0 }
    }
}

impl Trie {
    pub(crate) const ROOT: NodeIx = 0;

    pub(crate) fn node(&self, ix: NodeIx) -> Option<&Node> {
        self.nodes.get(ix)
    }

    /// How many nodes stand for `**`.
    pub(crate) fn loops(&self) -> usize {
        self.loops
    }

    /// The next lower rank with the same pattern.
    pub(crate) fn older(&self, rank: Rank) -> Option<Rank> {
        self.older.get(rank).copied().filter(|&rank| rank > 0)
    }

    /// Adds a pattern. Ranks have to be given in rising order.
    pub(crate) fn insert(&mut self, pattern: Pattern<'_>, rank: Rank) {
        let mut at = Self::ROOT;
        for segment in pattern.segments {
            if let Some(node) = self.nodes.get_mut(at) {
                (node.inner, node.reach) = (rank, rank);
            }
            at = self.child(at, segment);
        }
        let Some(node) = self.nodes.get_mut(at) else { return };
        node.reach = rank;
        let slot = match pattern.end {
            End::Exact => &mut node.exact,
            End::Subtree => &mut node.subtree,
            End::Below => &mut node.below,
        };
        let older = std::mem::replace(slot, rank);
        self.older.resize(rank + 1, 0);
        if let Some(last) = self.older.last_mut() {
            *last = older;
        }
    }

    /// Puts the globs of each node in falling order of what they lead to, so that a walk may stop early.
    pub(crate) fn finish(&mut self) {
        self.glob_index = HashMap::new();
        let reach: Vec<Rank> = self.nodes.iter().map(|node| node.reach).collect();
        let reach = |ix: NodeIx| reach.get(ix).copied().unwrap_or(0);
        for node in &mut self.nodes {
            node.globs.sort_by_key(|(_, child)| std::cmp::Reverse(reach(*child)));
        }
    }

    fn child(&mut self, at: NodeIx, segment: Segment<'_>) -> NodeIx {
        let fresh = self.nodes.len();
        let Some(node) = self.nodes.get_mut(at) else { return at };
        let found = match segment {
            Segment::Literal(name) => literal_child(node, name, fresh),
            Segment::Any => *node.any.get_or_insert(fresh),
            Segment::Deep => *node.deep.get_or_insert(fresh),
            Segment::Glob(text, glob) => {
                let found = *self.glob_index.entry((at, text.into())).or_insert(fresh);
                if found == fresh {
                    node.globs.push((glob, fresh));
                }
                found
            }
        };
        if found == fresh {
            let is_deep = node.deep == Some(fresh);
            let loop_number = is_deep.then_some(self.loops);
            self.loops += usize::from(is_deep);
            self.nodes.push(Node { loop_number, ..Node::default() });
        }
        found
    }
}

fn literal_child(node: &mut Node, name: Cow<'_, [u8]>, fresh: NodeIx) -> NodeIx {
    match node.literals.get(name.as_ref()) {
        Some(&known) => known,
        None => {
            node.literals.insert(name.into_owned().into_boxed_slice(), fresh);
            fresh
        }
    }
}
