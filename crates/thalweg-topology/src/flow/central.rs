//! Which teams the chains of waiting go through.

use std::collections::{BTreeMap, VecDeque};
use std::hash::Hash;

use petgraph::Direction::Incoming;
use petgraph::algo::dominators::simple_fast;
use petgraph::graph::NodeIndex;

use super::network::Network;

/// More than that many steps of work are not done: nodes × edges.
const BUDGET: usize = 50_000_000;

impl<K: Ord + Hash + Clone> Network<K> {
    pub(super) fn fan_in(&self) -> BTreeMap<&K, usize> {
        let count = |node| self.graph.neighbors_directed(node, Incoming).count();
        self.graph.node_indices().filter_map(|node| Some((self.name(node)?, count(node)))).collect()
    }

    /// Brandes' algorithm, unweighted, normalised by the ordered pairs of the other nodes.
    #[expect(clippy::cast_precision_loss, reason = "counts of teams are far below 2^53")]
    pub(super) fn betweenness(&self) -> Option<BTreeMap<&K, f64>> {
        let (n, edges) = (self.graph.node_count(), self.graph.edge_count());
        if n.saturating_mul(n.saturating_add(edges)) > BUDGET {
            return None;
        }
        let mut sums = vec![0.0; n];
        let mut spread = Spread::new(n);
        for start in self.graph.node_indices().filter(|node| self.graph.neighbors(*node).next().is_some()) {
            self.spread(start, &mut spread);
            spread.collect_into(&mut sums);
        }
        let pairs = (n.saturating_sub(1) * n.saturating_sub(2)) as f64;
        let share = |sum: f64| if pairs > 0.0 { sum / pairs } else { 0.0 };
        Some(self.names().iter().zip(sums.into_iter().map(share)).collect())
    }

    /// The shortest ways from one node to all others.
    fn spread(&self, start: NodeIndex, spread: &mut Spread) {
        spread.clear(start);
        spread.reach(start, None, 0);
        let mut ahead = VecDeque::from([start]);
        while let Some(node) = ahead.pop_front() {
            spread.order.push(node);
            let far = spread.far(node).unwrap_or(0) + 1;
            for next in self.graph.neighbors(node) {
                if spread.reach(next, Some(node), far) {
                    ahead.push_back(next);
                }
            }
        }
    }

    /// The immediate dominator of each node that has one, from all nodes that no edge leads to.
    ///
    /// A knot that no edge leads into is entered at its first node.
    pub(super) fn dominators(&self) -> BTreeMap<&K, &K> {
        let mut graph = self.graph.map(|_, ()| (), |_, _| ());
        let root = graph.add_node(());
        let sources: Vec<_> = graph.externals(Incoming).filter(|node| *node != root).collect();
        let entered = self.cyclic().into_iter().filter(|knot| {
            knot.iter().all(|node| {
                self.graph.neighbors_directed(*node, Incoming).all(|from| knot.binary_search(&from).is_ok())
            })
        });
        let entries: Vec<_> =
            sources.into_iter().chain(entered.filter_map(|knot| knot.first().copied())).collect();
        entries.into_iter().for_each(|node| _ = graph.add_edge(root, node, ()));
        let found = simple_fast(&graph, root);
        let gates = self.graph.node_indices().filter_map(|node| {
            let gate = found.immediate_dominator(node).filter(|gate| *gate != root)?;
            Some((self.name(node)?, self.name(gate)?))
        });
        gates.collect()
    }
}

/// A breadth-first walk from one node: distances, numbers of shortest ways, and from where they come.
struct Spread {
    start: NodeIndex,
    order: Vec<NodeIndex>,
    far: Vec<Option<usize>>,
    ways: Vec<f64>,
    before: Vec<Vec<NodeIndex>>,
    /// Which share of the ways goes on from each node.
    depends: Vec<f64>,
}

impl Spread {
    fn new(n: usize) -> Self {
        let (start, order) = (NodeIndex::default(), Vec::with_capacity(n));
        let (far, ways) = (vec![None; n], vec![0.0; n]);
        Self { start, order, far, ways, before: vec![Vec::new(); n], depends: vec![0.0; n] }
    }

    /// Forgets the last walk but keeps its memory.
    fn clear(&mut self, start: NodeIndex) {
        self.start = start;
        self.order.clear();
        self.far.fill(None);
        self.ways.fill(0.0);
        self.before.iter_mut().for_each(Vec::clear);
        self.depends.fill(0.0);
    }

    fn far(&self, node: NodeIndex) -> Option<usize> {
        self.far.get(node.index()).copied().flatten()
    }

    fn ways(&self, node: NodeIndex) -> f64 {
        self.ways.get(node.index()).copied().unwrap_or(0.0)
    }

    /// Notes one way to a node, and says whether it is the first.
    fn reach(&mut self, node: NodeIndex, from: Option<NodeIndex>, far: usize) -> bool {
        let fresh = self.far(node).is_none();
        let ways = from.map_or(1.0, |from| self.ways(from));
        if let Some(cell) = self.far.get_mut(node.index()).filter(|_| fresh) {
            *cell = Some(far);
        }
        if self.far(node) == Some(far)
            && let (Some(cell), Some(before)) =
                (self.ways.get_mut(node.index()), self.before.get_mut(node.index()))
        {
            *cell += ways;
            before.extend(from);
        }
        fresh
    }

    /// Adds up, from the furthest inwards, which share of the ways goes through each node.
    fn collect_into(&mut self, sums: &mut [f64]) {
        for node in self.order.iter().rev() {
            let onwards = self.depends.get(node.index()).copied().unwrap_or(0.0);
            let ways = |node: NodeIndex| self.ways.get(node.index()).copied().unwrap_or(0.0);
            let each = (1.0 + onwards) / ways(*node);
            for before in self.before.get(node.index()).into_iter().flatten() {
                if let Some(cell) = self.depends.get_mut(before.index()) {
                    *cell += ways(*before) * each;
                }
            }
            if let Some(sum) = sums.get_mut(node.index()).filter(|_| *node != self.start) {
                *sum += onwards;
            }
        }
    }
}
