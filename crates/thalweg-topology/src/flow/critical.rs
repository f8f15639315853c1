//! The chain of teams with the longest sum of median waits.

use petgraph::algo::toposort;
use petgraph::graph::{EdgeIndex, EdgeReference, NodeIndex};
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

/// The nodes so that each stands before those it waits for, and the edges left out for that.
pub(super) struct Ordered {
    order: Vec<NodeIndex>,
    cut: Vec<bool>,
}

fn is_cut(cut: &[bool], edge: EdgeIndex) -> bool {
    cut.get(edge.index()).copied().unwrap_or(false)
}

impl Network<TeamId> {
    pub(super) fn critical_path(&self) -> Option<CriticalPath> {
        self.critical_of(&self.ordered()?)
    }

    /// The nodes in the order of waiting, once the edges to cut in all knots are left out.
    pub(super) fn ordered(&self) -> Option<Ordered> {
        let mut cut = vec![false; self.graph.edge_count()];
        for edge in self.cyclic().iter().flat_map(|knot| self.cut(knot)) {
            cut.get_mut(edge.index()).into_iter().for_each(|cell| *cell = true);
        }
        let stays = |edge: EdgeReference<'_, f64>| !is_cut(&cut, edge.id());
        let order = toposort(&EdgeFiltered::from_fn(&self.graph, stays), None).ok()?;
        Some(Ordered { order, cut })
    }

    pub(super) fn critical_of(&self, ordered: &Ordered) -> Option<CriticalPath> {
        let longest = self.longest(ordered, None);
        let (end, hours) = furthest(&longest)?;
        let cut = self.graph.edge_indices().filter(|edge| is_cut(&ordered.cut, *edge));
        let mut left_out: Vec<_> = cut.filter_map(|edge| self.ends(edge)).collect();
        left_out.sort();
        Some(CriticalPath { teams: self.way_to(end, &longest), hours, left_out })
    }

    /// The hours of the critical path without one more edge; 0 where no wait is left.
    pub(super) fn hours_without(&self, ordered: &Ordered, edge: Option<EdgeIndex>) -> f64 {
        furthest(&self.longest(ordered, edge)).map_or(0.0, |(_, hours)| hours)
    }

    /// For each node: the longest sum of waits that leads to it without one edge, and from where.
    fn longest(&self, ordered: &Ordered, without: Option<EdgeIndex>) -> Vec<(f64, Option<NodeIndex>)> {
        let stays = |edge: EdgeIndex| !is_cut(&ordered.cut, edge) && without != Some(edge);
        let mut longest: Vec<(f64, Option<NodeIndex>)> = vec![(0.0, None); self.graph.node_count()];
        for &node in &ordered.order {
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
        longest
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
