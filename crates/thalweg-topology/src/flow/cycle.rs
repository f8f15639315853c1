//! Knots of teams that wait for each other, with a shortest cycle as witness, and what to cut.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;
use std::hash::Hash;

use petgraph::algo::{greedy_feedback_arc_set, toposort};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use thalweg_model::TeamId;

use super::network::Network;

/// How much work goes into one knot before a witness counts as good enough, in edges looked at.
const BUDGET: usize = 2_000_000;

/// Teams that wait for each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// All teams of the knot, in order: each waits for each, directly or through others.
    pub members: Vec<TeamId>,
    /// One cycle among them, from its first team by name; each waits for the next, and the last for the first.
    pub witness: Vec<TeamId>,
    /// Whether no cycle of the knot is shorter; a knot of thousands is not searched through.
    pub shortest: bool,
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.witness.iter().try_for_each(|team| write!(f, "{team} → "))?;
        self.witness.first().map_or(Ok(()), |team| write!(f, "{team}"))
    }
}

impl Network<TeamId> {
    pub(super) fn cycles(&self) -> Vec<Cycle> {
        let knots = self.cyclic();
        knots.into_iter().map(|knot| self.cycle(&knot)).collect()
    }

    fn cycle(&self, knot: &[NodeIndex]) -> Cycle {
        let within: BTreeSet<NodeIndex> = knot.iter().copied().collect();
        let edges: usize = knot.iter().map(|node| self.graph.edges(*node).count()).sum();
        let tries = (BUDGET / edges.max(1)).max(1);
        let found = knot.iter().take(tries).filter_map(|start| self.shortest_through(*start, &within));
        let mut witness = found.min_by_key(|cycle| (cycle.len(), cycle.clone())).unwrap_or_default();
        let first = (0..).zip(&witness).min_by_key(|(_, node)| **node).map_or(0, |(place, _)| place);
        witness.rotate_left(first);
        let named = |nodes: &[NodeIndex]| self.named(nodes.iter().copied()).into_iter().cloned().collect();
        Cycle {
            members: named(knot),
            witness: named(&witness),
            shortest: tries >= knot.len() || witness.len() <= 2,
        }
    }

    /// The shortest way from a node back to itself.
    fn shortest_through(&self, start: NodeIndex, within: &BTreeSet<NodeIndex>) -> Option<Vec<NodeIndex>> {
        let mut before = BTreeMap::new();
        let mut ahead = VecDeque::from([start]);
        while let Some(node) = ahead.pop_front() {
            // The graph lists the newest edge first; in the order of names the answer does not depend on that.
            let mut next: Vec<_> = self.graph.neighbors(node).filter(|next| within.contains(next)).collect();
            next.sort_unstable();
            if next.contains(&start) {
                return Some(back(node, start, &before));
            }
            for next in next {
                before.entry(next).or_insert_with(|| {
                    ahead.push_back(next);
                    node
                });
            }
        }
        None
    }
}

/// The way that was walked, from its start.
fn back(end: NodeIndex, start: NodeIndex, before: &BTreeMap<NodeIndex, NodeIndex>) -> Vec<NodeIndex> {
    let earlier = |node: &NodeIndex| before.get(node).copied().filter(|_| *node != start);
    let mut way: Vec<NodeIndex> = std::iter::successors(Some(end), earlier).collect();
    way.reverse();
    way
}

impl<K: Ord + Hash + Clone> Network<K> {
    /// A set of edges without which nothing goes round, without any edge that is not needed for it.
    pub(super) fn feedback(&self) -> Vec<(&K, &K)> {
        let ends = |edge: EdgeIndex| {
            let (from, to) = self.graph.edge_endpoints(edge)?;
            Some((self.name(from)?, self.name(to)?))
        };
        let mut cut: Vec<_> = self.cyclic().iter().flat_map(|knot| self.cut(knot)).filter_map(ends).collect();
        cut.sort();
        cut
    }

    /// The edges to cut in one knot.
    pub(super) fn cut(&self, knot: &[NodeIndex]) -> Vec<EdgeIndex> {
        let mut graph = DiGraph::<NodeIndex, EdgeIndex>::new();
        let nodes: Vec<NodeIndex> = knot.iter().map(|node| graph.add_node(*node)).collect();
        // The members of a knot are in order, so that a node's place in it can be searched for.
        let place =
            |node: NodeIndex| knot.binary_search(&node).ok().and_then(|place| nodes.get(place)).copied();
        for edge in knot.iter().flat_map(|node| self.graph.edges(*node)) {
            if let (Some(from), Some(to)) = (place(edge.source()), place(edge.target())) {
                graph.add_edge(from, to, edge.id());
            }
        }
        let mut cut: Vec<EdgeIndex> = greedy_feedback_arc_set(&graph).map(|edge| edge.id()).collect();
        cut.sort_unstable();
        needed(&graph, cut).into_iter().filter_map(|edge| graph.edge_weight(edge).copied()).collect()
    }
}

/// Without the edges that may stay: each is put back once, and stays where nothing goes round through it.
fn needed(graph: &DiGraph<NodeIndex, EdgeIndex>, mut cut: Vec<EdgeIndex>) -> Vec<EdgeIndex> {
    let tries = BUDGET / graph.edge_count().max(1);
    for edge in cut.clone().into_iter().take(tries) {
        let others: BTreeSet<EdgeIndex> = cut.iter().copied().filter(|it| *it != edge).collect();
        let rest = petgraph::visit::EdgeFiltered::from_fn(
            graph,
            |it: petgraph::graph::EdgeReference<'_, EdgeIndex>| !others.contains(&it.id()),
        );
        if toposort(&rest, None).is_ok() {
            cut.retain(|it| *it != edge);
        }
    }
    cut
}
