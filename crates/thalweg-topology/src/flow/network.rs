//! A directed graph of named nodes with weights, in the order of the names.

use std::hash::Hash;

use hashbrown::HashMap;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

/// A directed graph. Of several edges from one node to another the heaviest stands.
#[derive(Clone, Debug)]
pub(crate) struct Network<K> {
    names: Vec<K>,
    nodes: HashMap<K, NodeIndex>,
    pub(super) graph: DiGraph<(), f64>,
}

impl<K: Ord + Hash + Clone> Network<K> {
    /// A graph of these nodes and edges, all edges of weight 1.
    pub(crate) fn new<'k>(
        nodes: impl IntoIterator<Item = &'k K>,
        edges: impl IntoIterator<Item = (&'k K, &'k K)>,
    ) -> Self
    where
        K: 'k,
    {
        Self::weighted(nodes, edges.into_iter().map(|(from, to)| (from, to, 1.0)))
    }

    /// A graph of these nodes and edges, and of the nodes that only edges name.
    pub(crate) fn weighted<'k>(
        nodes: impl IntoIterator<Item = &'k K>,
        edges: impl IntoIterator<Item = (&'k K, &'k K, f64)>,
    ) -> Self
    where
        K: 'k,
    {
        let mut found = HashMap::<&K, NodeIndex>::new();
        let mut number = |name: &'k K| {
            let next = NodeIndex::new(found.len());
            *found.entry(name).or_insert(next)
        };
        nodes.into_iter().for_each(|name| _ = number(name));
        let edges = edges.into_iter().map(|(from, to, weight)| (number(from), number(to), weight));
        let edges: Vec<_> = edges.collect();
        // The nodes get their numbers anew, in the order of their names.
        let mut sorted: Vec<(&K, NodeIndex)> = found.into_iter().collect();
        sorted.sort_unstable();
        let mut places = vec![NodeIndex::default(); sorted.len()];
        for (place, (_, found)) in (0..).map(NodeIndex::new).zip(&sorted) {
            places.get_mut(found.index()).into_iter().for_each(|cell| *cell = place);
        }
        let place = |found: NodeIndex| places.get(found.index()).copied().unwrap_or_default();
        let edges = edges.into_iter().map(|(from, to, weight)| (place(from), place(to), weight));
        let names: Vec<K> = sorted.into_iter().map(|(name, _)| name.clone()).collect();
        let nodes: HashMap<K, NodeIndex> = names.iter().cloned().zip((0..).map(NodeIndex::new)).collect();
        let graph = graph(names.len(), edges.collect());
        Self { names, nodes, graph }
    }

    pub(super) fn name(&self, node: NodeIndex) -> Option<&K> {
        self.names.get(node.index())
    }

    pub(super) fn named(&self, nodes: impl IntoIterator<Item = NodeIndex>) -> Vec<&K> {
        nodes.into_iter().filter_map(|node| self.name(node)).collect()
    }

    pub(super) fn names(&self) -> &[K] {
        &self.names
    }

    /// The node of a name.
    pub(super) fn node(&self, name: &K) -> Option<NodeIndex> {
        self.nodes.get(name).copied()
    }

    /// The strongly connected components that hold a cycle, the members of each in order, the components by their first.
    pub(crate) fn loops(&self) -> Vec<Vec<&K>> {
        self.cyclic().into_iter().map(|members| self.named(members)).collect()
    }

    /// As [`Network::loops`], as nodes.
    ///
    /// Kosaraju's algorithm is the one that walks with a stack of its own, so that no chain is too long for it.
    pub(super) fn cyclic(&self) -> Vec<Vec<NodeIndex>> {
        let own_loop = |node: NodeIndex| self.graph.edges(node).any(|edge| edge.target() == node);
        let mut components = kosaraju_scc(&self.graph);
        components.retain(|members| match members.as_slice() {
            [only] => own_loop(*only),
            _ => true,
        });
        components.iter_mut().for_each(|members| members.sort_unstable());
        components.sort();
        components
    }
}

/// The graph of so many nodes with the heaviest of the edges between each two, in the order of their ends.
fn graph(nodes: usize, mut edges: Vec<(NodeIndex, NodeIndex, f64)>) -> DiGraph<(), f64> {
    edges.sort_by_key(|(from, to, _)| (*from, *to));
    let mut graph = DiGraph::with_capacity(nodes, edges.len());
    (0..nodes).for_each(|_| _ = graph.add_node(()));
    for same in edges.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let heaviest = same.iter().map(|(_, _, weight)| *weight).reduce(f64::max);
        if let (Some((from, to, _)), Some(weight)) = (same.first(), heaviest) {
            graph.add_edge(*from, *to, weight);
        }
    }
    graph
}
