//! Rules as a trie over path segments; every node knows the highest rule at it and below it.

use std::cmp::Reverse;

use hashbrown::HashMap;

use super::glob::Glob;
use super::screen::{GlobIx, Screen};
use super::segment::{End, Pattern, Segment};
use crate::names::{NameIx, Names};

/// A rule's place in the order of precedence, from 1; 0 means none, so that the higher one wins by `max`.
pub(crate) type Rank = u32;

/// A node's number in the trie. The root, 0, is nobody's child, so that 0 stands for "no child".
pub(crate) type NodeIx = u32;

/// Nodes with more globs than this do not try one after the other, but ask the screen.
const CROWD: u32 = 24;

/// A set of paths that some prefix of some pattern leads to. Small, because a file of 3 MB may need half a million.
#[derive(Debug, Default)]
pub(crate) struct Node {
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
    /// How many literals lead on from here.
    literals: u32,
    /// How many globs lead on from here, and where they stand among the branches of all nodes.
    globs: u32,
    first_branch: u32,
}

impl Node {
    /// Where any name leads.
    pub(crate) fn any(&self) -> Option<NodeIx> {
        (self.any > 0).then_some(self.any)
    }

    /// Where any number of names leads.
    pub(crate) fn deep(&self) -> Option<NodeIx> {
        (self.deep > 0).then_some(self.deep)
    }

    /// Whether so many globs lead on from here that the screen is asked.
    pub(crate) fn is_crowded(&self) -> bool {
        self.globs > CROWD
    }
}

/// Where one glob leads from one node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Branch {
    from: NodeIx,
    pub(crate) glob: GlobIx,
    pub(crate) to: NodeIx,
    /// The highest rule that it leads to.
    pub(crate) reach: Rank,
}

/// All patterns of one list in which the last match wins.
#[derive(Debug)]
pub(crate) struct Trie {
    nodes: Vec<Node>,
    names: Names,
    literals: HashMap<(NodeIx, NameIx), NodeIx>,
    /// The globs, each once, by their texts.
    shapes: Names,
    globs: Vec<Glob>,
    /// Where globs lead: while rules are added all of them, then those of crowded nodes.
    shaped: HashMap<(NodeIx, GlobIx), NodeIx>,
    /// By node, those of one node in falling order of what they lead to, so that a walk may stop early.
    branches: Vec<Branch>,
    screen: Screen,
    /// For each rank the next lower rank with the same pattern, 0 for none.
    older: Vec<Rank>,
    loops: u32,
}

impl Default for Trie {
    fn default() -> Self {
        Self {
            nodes: vec![Node::default()],
            names: Names::default(),
            literals: HashMap::default(),
            shapes: Names::default(),
            globs: Vec::new(),
            shaped: HashMap::default(),
            branches: Vec::new(),
            screen: Screen::default(),
            older: vec![0],
            loops: 0,
        }
    }
}

impl Trie {
    pub(crate) const ROOT: NodeIx = 0;

    /// An empty trie with room for that many rules.
    pub(crate) fn for_rules(count: usize) -> Self {
        let mut trie = Self { names: Names::with_room(count), ..Self::default() };
        trie.nodes.reserve(count);
        trie.literals.reserve(count);
        trie.older.reserve(count);
        trie
    }

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

    /// The number of a name that some pattern asks for literally.
    pub(crate) fn name(&self, name: &[u8]) -> Option<NameIx> {
        self.names.find(name)
    }

    /// Where exactly this name leads.
    pub(crate) fn literal(&self, at: NodeIx, node: &Node, name: Option<NameIx>) -> Option<NodeIx> {
        name.filter(|_| node.literals > 0).and_then(|name| self.literals.get(&(at, name))).copied()
    }

    /// Where this glob leads from a crowded node.
    pub(crate) fn shaped(&self, at: NodeIx, glob: GlobIx) -> Option<NodeIx> {
        self.shaped.get(&(at, glob)).copied()
    }

    /// Where the globs of a node lead.
    pub(crate) fn branches(&self, node: &Node) -> &[Branch] {
        let first = node.first_branch as usize;
        self.branches.get(first..first + node.globs as usize).unwrap_or(&[])
    }

    /// Whether a name has the shape of a glob.
    pub(crate) fn fits(&self, glob: GlobIx, name: &[u8]) -> bool {
        self.globs.get(glob as usize).is_some_and(|glob| glob.matches(name))
    }

    /// The globs of crowded nodes that match a name, in rising order.
    pub(crate) fn screened(&self, name: &[u8]) -> Vec<GlobIx> {
        self.screen.matching(&self.globs, name)
    }

    /// Adds a pattern. Ranks have to be given in rising order.
    pub(crate) fn insert(&mut self, pattern: Pattern<'_>, rank: Rank) {
        let mut at = Self::ROOT;
        for segment in pattern.segments {
            if let Some(node) = self.nodes.get_mut(at as usize) {
                (node.inner, node.reach) = (rank, rank);
            }
            at = self.child(at, segment).unwrap_or(at);
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

    /// Makes what was added ready for walks.
    pub(crate) fn finish(&mut self) {
        self.shapes = Names::default();
        for branch in &mut self.branches {
            branch.reach = self.nodes.get(branch.to as usize).map_or(0, |node| node.reach);
        }
        self.branches.sort_unstable_by_key(|it| (it.from, Reverse(it.reach), it.glob));
        let mut first = 0;
        for some in self.branches.chunk_by(|a, b| a.from == b.from) {
            if let Some(node) = some.first().and_then(|it| self.nodes.get_mut(it.from as usize)) {
                node.first_branch = first;
            }
            first += u32::try_from(some.len()).unwrap_or(0);
        }
        let nodes = &self.nodes;
        let crowded = |at: NodeIx| nodes.get(at as usize).is_some_and(Node::is_crowded);
        self.shaped.retain(|(at, _), _| crowded(*at));
        self.shaped.shrink_to_fit();
        let mut crowd: Vec<GlobIx> = self.shaped.keys().map(|(_, glob)| *glob).collect();
        crowd.sort_unstable();
        crowd.dedup();
        if !crowd.is_empty() {
            self.screen = Screen::new(&self.globs, &crowd);
        }
    }

    /// The child of a node, a new one where there is none; `None` once there is no room for more.
    fn child(&mut self, at: NodeIx, segment: Segment<'_>) -> Option<NodeIx> {
        let fresh = NodeIx::try_from(self.nodes.len()).ok()?;
        let node = self.nodes.get_mut(at as usize)?;
        let mut loop_number = 0;
        let found = match segment {
            Segment::Literal(name) => {
                let name = self.names.intern(&name)?;
                let found = *self.literals.entry((at, name)).or_insert(fresh);
                node.literals += u32::from(found == fresh);
                found
            }
            Segment::Any => first_of(&mut node.any, fresh),
            Segment::Deep => {
                let found = first_of(&mut node.deep, fresh);
                self.loops += u32::from(found == fresh);
                loop_number = self.loops;
                found
            }
            Segment::Glob(text, shape) => {
                let glob = self.shapes.intern(text)?;
                if glob as usize == self.globs.len() {
                    self.globs.push(shape);
                }
                let found = *self.shaped.entry((at, glob)).or_insert(fresh);
                if found == fresh {
                    node.globs += 1;
                    self.branches.push(Branch { from: at, glob, to: fresh, reach: 0 });
                }
                found
            }
        };
        if found == fresh {
            self.nodes.push(Node { loop_number, ..Node::default() });
        }
        Some(found)
    }
}

/// The child in a slot, which is filled when it is empty.
fn first_of(slot: &mut NodeIx, fresh: NodeIx) -> NodeIx {
    if *slot == 0 {
        *slot = fresh;
    }
    *slot
}
