//! The chain of teams with the longest sum of median waits.

use std::collections::BTreeSet;

use petgraph::algo::toposort;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::{EdgeFiltered, EdgeRef};
use thalweg_model::TeamId;

use super::network::Network;

/// A chain of teams, each waiting for the next.
#[derive(Clone, Debug, PartialEq)]
pub struct CriticalPath {
    /// The teams, from the one that waits longest to the one that all the others wait for.
    pub teams: Vec<TeamId>,
    /// The sum of the median waits along it, in hours.
    pub hours: f64,
    /// The dependencies left out, since through them teams wait for each other in a circle.
    pub left_out: Vec<(TeamId, TeamId)>,
}

impl Network<TeamId> {
    pub(super) fn critical_path(&self) -> Option<CriticalPath> {
        self.critical_without(&self.all_cuts(), None)
    }

    /// The edges to cut in all knots.
    pub(super) fn all_cuts(&self) -> BTreeSet<EdgeIndex> {
        self.cyclic().iter().flat_map(|knot| self.cut(knot)).collect()
    }

    /// The critical path of the graph without what is cut, and without one more edge.
    pub(super) fn critical_without(
        &self,
        cut: &BTreeSet<EdgeIndex>,
        without: Option<EdgeIndex>,
    ) -> Option<CriticalPath> {
        let stays = |edge: EdgeIndex| !cut.contains(&edge) && without != Some(edge);
        let rest = EdgeFiltered::from_fn(&self.graph, |edge: petgraph::graph::EdgeReference<'_, f64>| {
            stays(edge.id())
        });
        let order = toposort(&rest, None).ok()?;
        // For each node: the longest sum of waits that leads to it, and from where.
        let mut longest: Vec<(f64, Option<NodeIndex>)> = vec![(0.0, None); self.graph.node_count()];
        for node in order {
            let here = longest.get(node.index()).map_or(0.0, |(hours, _)| *hours);
            for edge in self.graph.edges(node).filter(|edge| stays(edge.id())) {
                let hours = here + *edge.weight();
                if let Some(cell) = longest.get_mut(edge.target().index())
                    && longer((hours, node), *cell)
                {
                    *cell = (hours, Some(node));
                }
            }
        }
        let (end, hours) = furthest(&longest)?;
        let mut left_out: Vec<_> = cut.iter().filter_map(|edge| self.ends(*edge)).collect();
        left_out.sort();
        Some(CriticalPath { teams: self.way_to(end, &longest), hours, left_out })
    }

    pub(super) fn ends(&self, edge: EdgeIndex) -> Option<(TeamId, TeamId)> {
        let (from, to) = self.graph.edge_endpoints(edge)?;
        Some((self.name(from)?.clone(), self.name(to)?.clone()))
    }

    fn way_to(&self, end: NodeIndex, longest: &[(f64, Option<NodeIndex>)]) -> Vec<TeamId> {
        let before = |node: &NodeIndex| longest.get(node.index()).and_then(|(_, before)| *before);
        let mut way: Vec<NodeIndex> = std::iter::successors(Some(end), before).collect();
        way.reverse();
        self.named(way).into_iter().cloned().collect()
    }
}

/// Of two equally long ways the one from the first node by name stands.
fn longer((hours, from): (f64, NodeIndex), (best, before): (f64, Option<NodeIndex>)) -> bool {
    match hours.total_cmp(&best) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => hours > 0.0 && before.is_some_and(|before| from < before),
        std::cmp::Ordering::Less => false,
    }
}

/// The first of the nodes to which the longest way leads, where any wait is measured.
fn furthest(longest: &[(f64, Option<NodeIndex>)]) -> Option<(NodeIndex, f64)> {
    let ends = (0..).map(NodeIndex::new).zip(longest.iter().map(|(hours, _)| *hours));
    let positive = ends.filter(|(_, hours)| *hours > 0.0);
    positive.reduce(|best, it| if it.1 > best.1 { it } else { best })
}
