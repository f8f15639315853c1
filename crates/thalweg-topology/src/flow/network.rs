//! A directed graph of named nodes with weights, in the order of the names.

use std::hash::Hash;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::topology::{counted, numbered};

/// A directed graph. Of several edges from one node to another the heaviest stands.
#[derive(Clone, Debug)]
pub(crate) struct Network<K> {
    names: Vec<K>,
    pub(super) graph: DiGraph<(), f64>,
}

impl<K: Ord + Hash + Clone> Network<K> {
    /// A graph of these nodes and edges, and of the nodes that only edges name, all edges of weight 1.
    pub(crate) fn new<'k>(
        nodes: impl IntoIterator<Item = &'k K>,
        edges: impl IntoIterator<Item = (&'k K, &'k K)>,
    ) -> Self
    where
        K: 'k,
    {
        let edges: Vec<_> = edges.into_iter().collect();
        let ends = edges.iter().flat_map(|(from, to)| [*from, *to]);
        let (names, numbers) = numbered(ends.chain(nodes));
        let (ends, nodes) = numbers.split_at_checked(2 * edges.len()).unwrap_or_default();
        let edge = |ends: &[u32]| ends.first().zip(ends.last()).map(|(from, to)| (*from, *to, 1.0));
        let edges = ends.chunks_exact(2).filter_map(edge).collect();
        let names: Vec<K> = names.into_iter().cloned().collect();
        Self::numbered(&names, nodes.iter().copied(), edges)
    }

    /// A graph of some of the names, which are in order, and of edges between them, all by the places of the names; and of
    /// the nodes that only edges name.
    pub(crate) fn numbered(
        names: &[K],
        nodes: impl IntoIterator<Item = u32>,
        mut edges: Vec<(u32, u32, f64)>,
    ) -> Self {
        let mut places = vec![None; names.len()];
        let ends = edges.iter().flat_map(|(from, to, _)| [*from, *to]);
        for node in nodes.into_iter().chain(ends) {
            places.get_mut(node as usize).into_iter().for_each(|cell| *cell = Some(0));
        }
        for (place, cell) in (0..).zip(places.iter_mut().flatten()) {
            *cell = place;
        }
        let place = |node: u32| places.get(node as usize).copied().flatten().unwrap_or(0);
        edges.iter_mut().for_each(|(from, to, _)| (*from, *to) = (place(*from), place(*to)));
        let names: Vec<K> = names
            .iter()
            .zip(&places)
            .filter(|(_, place)| place.is_some())
            .map(|(name, _)| name.clone())
            .collect();
        let graph = graph(names.len(), &edges);
        Self { names, graph }
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
        self.names.binary_search(name).ok().map(NodeIndex::new)
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
fn graph(nodes: usize, edges: &[(u32, u32, f64)]) -> DiGraph<(), f64> {
    let edges = counted(nodes, &counted(nodes, edges, |edge| edge.1), |edge| edge.0);
    let mut graph = DiGraph::with_capacity(nodes, edges.len());
    (0..nodes).for_each(|_| _ = graph.add_node(()));
    for same in edges.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let heaviest = same.iter().map(|(_, _, weight)| *weight).reduce(f64::max);
        if let (Some((from, to, _)), Some(weight)) = (same.first(), heaviest) {
            graph.add_edge(NodeIndex::new(*from as usize), NodeIndex::new(*to as usize), weight);
        }
    }
    graph
}
