//! A directed graph of named nodes with weights, in the order of the names.

use std::collections::BTreeMap;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

/// A directed graph. Of several edges from one node to another the heaviest stands.
#[derive(Clone, Debug)]
pub(crate) struct Network<K> {
    names: Vec<K>,
    pub(super) graph: DiGraph<(), f64>,
}

impl<K: Ord + Clone> Network<K> {
    /// A graph of these nodes and edges, all edges of weight 1.
    pub(crate) fn new(nodes: impl IntoIterator<Item = K>, edges: impl IntoIterator<Item = (K, K)>) -> Self {
        Self::weighted(nodes, edges.into_iter().map(|(from, to)| (from, to, 1.0)))
    }

    /// A graph of these nodes and edges, and of the nodes that only edges name.
    pub(crate) fn weighted(
        nodes: impl IntoIterator<Item = K>,
        edges: impl IntoIterator<Item = (K, K, f64)>,
    ) -> Self {
        let mut heaviest = BTreeMap::new();
        for (from, to, weight) in edges {
            let edge = heaviest.entry((from, to)).or_insert(weight);
            *edge = edge.max(weight);
        }
        let ends = heaviest.keys().flat_map(|(from, to)| [from.clone(), to.clone()]);
        let places: BTreeMap<K, usize> = nodes.into_iter().chain(ends).map(|name| (name, 0)).collect();
        let names: Vec<K> = places.into_keys().collect();
        let place: BTreeMap<&K, NodeIndex> = names.iter().zip((0..).map(NodeIndex::new)).collect();
        let mut graph = DiGraph::with_capacity(names.len(), heaviest.len());
        names.iter().for_each(|_| _ = graph.add_node(()));
        for ((from, to), weight) in &heaviest {
            if let (Some(from), Some(to)) = (place.get(from), place.get(to)) {
                graph.add_edge(*from, *to, *weight);
            }
        }
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
