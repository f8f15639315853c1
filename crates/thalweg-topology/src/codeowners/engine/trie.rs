//! Rules as a trie over path segments; every node knows the highest rule at it and below it.

use std::borrow::Cow;
use std::collections::HashMap;

use super::glob::Glob;
use super::segment::{End, Pattern, Segment};

/// A rule's place in the order of precedence, from 1; 0 means none, so that the higher one wins by `max`.
pub(crate) type Rank = u32;

/// A node's number in the trie. The root, 0, is nobody's child, so that 0 stands for "no child".
pub(crate) type NodeIx = u32;

/// A set of paths that some prefix of some pattern leads to. Small, because a file of 3 MB may need a million.
#[derive(Debug, Default)]
pub(crate) struct Node {
    #[expect(
        clippy::box_collection,
        reason = "most nodes have none, and a pointer is a sixth of an empty map"
    )]
    literals: Option<Box<HashMap<Box<[u8]>, NodeIx>>>,
    pub(crate) globs: Vec<(Glob, NodeIx)>,
    any: NodeIx,
    deep: NodeIx,
    /// The number of this node among those that stand for `**`, from 1; 0 when it does not.
    pub(crate) loop_number: u32,
    pub(crate) exact: Rank,
    pub(crate) subtree: Rank,
    pub(crate) below: Rank,
    /// The highest rule of all nodes below this one.
    pub(crate) inner: Rank,
    /// The highest rule of this node and all nodes below it.
    pub(crate) reach: Rank,
}

impl Node {
    /// Where exactly this name leads.
    pub(crate) fn literal(&self, name: &[u8]) -> Option<NodeIx> {
        self.literals.as_ref().and_then(|literals| literals.get(name)).copied()
    }

    /// Where any name leads.
    pub(crate) fn any(&self) -> Option<NodeIx> {
        (self.any > 0).then_some(self.any)
    }

    /// Where any number of names leads.
    pub(crate) fn deep(&self) -> Option<NodeIx> {
        (self.deep > 0).then_some(self.deep)
    }
}

/// All patterns of one list in which the last match wins.
#[derive(Debug)]
pub(crate) struct Trie {
    nodes: Vec<Node>,
    glob_index: HashMap<(NodeIx, Box<[u8]>), NodeIx>,
    /// For each rank the next lower rank with the same pattern, 0 for none.
    older: Vec<Rank>,
    loops: u32,
}

impl Default for Trie {
    fn default() -> Self {
        Self { nodes: vec![Node::default()], glob_index: HashMap::new(), older: vec![0], loops: 0 }
    }
}

impl Trie {
    pub(crate) const ROOT: NodeIx = 0;

    pub(crate) fn node(&self, ix: NodeIx) -> Option<&Node> {
        self.nodes.get(ix as usize)
    }

    /// How many nodes stand for `**`.
    pub(crate) fn loops(&self) -> usize {
        self.loops as usize
    }

    /// The next lower rank with the same pattern.
    pub(crate) fn older(&self, rank: Rank) -> Option<Rank> {
        self.older.get(rank as usize).copied().filter(|&rank| rank > 0)
    }

    /// Adds a pattern. Ranks have to be given in rising order.
    pub(crate) fn insert(&mut self, pattern: Pattern<'_>, rank: Rank) {
        let mut at = Self::ROOT;
        for segment in pattern.segments {
            if let Some(node) = self.nodes.get_mut(at as usize) {
                (node.inner, node.reach) = (rank, rank);
            }
            at = self.child(at, segment);
        }
        let Some(node) = self.nodes.get_mut(at as usize) else { return };
        node.reach = rank;
        let slot = match pattern.end {
            End::Exact => &mut node.exact,
            End::Subtree => &mut node.subtree,
            End::Below => &mut node.below,
        };
        let older = std::mem::replace(slot, rank);
        self.older.resize(rank as usize + 1, 0);
        if let Some(last) = self.older.last_mut() {
            *last = older;
        }
    }

    /// Puts the globs of each node in falling order of what they lead to, so that a walk may stop early.
    pub(crate) fn finish(&mut self) {
        self.glob_index = HashMap::new();
        let reach: Vec<Rank> = self.nodes.iter().map(|node| node.reach).collect();
        let reach = |ix: NodeIx| reach.get(ix as usize).copied().unwrap_or(0);
        for node in &mut self.nodes {
            node.globs.sort_by_key(|(_, child)| std::cmp::Reverse(reach(*child)));
        }
    }

    fn child(&mut self, at: NodeIx, segment: Segment<'_>) -> NodeIx {
        let (Ok(fresh), Some(node)) = (NodeIx::try_from(self.nodes.len()), self.nodes.get_mut(at as usize))
        else {
            return at;
        };
        let found = match segment {
            Segment::Literal(name) => literal_child(node, name, fresh),
            Segment::Any => first_of(&mut node.any, fresh),
            Segment::Deep => first_of(&mut node.deep, fresh),
            Segment::Glob(text, glob) => {
                let found = *self.glob_index.entry((at, text.into())).or_insert(fresh);
                if found == fresh {
                    node.globs.push((glob, fresh));
                }
                found
            }
        };
        if found == fresh {
            let is_deep = node.deep == fresh;
            self.loops += u32::from(is_deep);
            let loop_number = if is_deep { self.loops } else { 0 };
            self.nodes.push(Node { loop_number, ..Node::default() });
        }
        found
    }
}

/// The child in a slot, which is filled when it is empty.
fn first_of(slot: &mut NodeIx, fresh: NodeIx) -> NodeIx {
    if *slot == 0 {
        *slot = fresh;
    }
    *slot
}

fn literal_child(node: &mut Node, name: Cow<'_, [u8]>, fresh: NodeIx) -> NodeIx {
    let literals = node.literals.get_or_insert_default();
    match literals.get(name.as_ref()) {
        Some(&known) => known,
        None => {
            literals.insert(name.into_owned().into_boxed_slice(), fresh);
            fresh
        }
    }
}
