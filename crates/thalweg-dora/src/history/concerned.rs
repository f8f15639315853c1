//! Whose change each commit of a graph is, by what it touches.

use std::collections::{BTreeMap, HashMap};

use thalweg_model::ServiceId;

use super::claims::{Claims, plain};
use super::graph::Graph;

/// The claims of a repository as a tree of folders: the way down a path ends where nobody claims anything deeper.
struct Tree<'p> {
    below: HashMap<(u32, &'p str), u32>,
    claimed: Vec<bool>,
}

/// The whole repository.
const ROOT: u32 = 0;

impl<'p> Tree<'p> {
    fn new() -> Self {
        Self { below: HashMap::new(), claimed: vec![false] }
    }

    /// The node of a claimed path, made where it is not there yet.
    fn claim(&mut self, path: &'p str) -> u32 {
        let mut node = ROOT;
        for part in path.split('/').filter(|_| !path.is_empty()) {
            let next = u32::try_from(self.claimed.len()).unwrap_or(u32::MAX);
            node = *self.below.entry((node, part)).or_insert(next);
            if node == next {
                self.claimed.push(false);
            }
        }
        self.claimed.get_mut(node as usize).into_iter().for_each(|it| *it = true);
        node
    }

    /// The claimed nodes on the way down a path.
    fn met(&self, path: &str) -> impl Iterator<Item = u32> {
        let down = path.split('/').scan(ROOT, |node, part| {
            *node = *self.below.get(&(*node, part))?;
            Some(*node)
        });
        std::iter::once(ROOT).chain(down).filter(|it| self.claimed.get(*it as usize) == Some(&true))
    }
}

/// Whose change each commit of a graph is.
///
/// What is kept is which claims a commit meets, not whose they are: a library that a thousand services are built of costs no more
/// than one that one service is built of. Memory: 8 bytes for every commit and claim that meet, and 1 a commit.
#[derive(Clone, Debug)]
pub(super) struct Concerned {
    /// The claims of every service that has any.
    claims: BTreeMap<ServiceId, Vec<u32>>,
    /// Claims and the commits that meet them, in order.
    met: Vec<(u32, u32)>,
    /// Whether a commit meets any claim.
    any: Vec<bool>,
}

impl Concerned {
    /// What the commits of a graph meet; `None` where nobody knows what they touch.
    pub(super) fn new(of: &Claims, graph: &Graph<'_>) -> Option<Self> {
        let mut tree = Tree::new();
        let mut claims: BTreeMap<ServiceId, Vec<u32>> = BTreeMap::new();
        for (path, services) in of {
            let node = tree.claim(path);
            services.iter().for_each(|it| claims.entry(it.clone()).or_default().push(node));
        }
        let mut met = Vec::new();
        let mut any = vec![false; graph.all().len()];
        for (row, path) in graph.touches()? {
            let before = met.len();
            met.extend(tree.met(plain(path)).map(|claim| (claim, row)));
            any.get_mut(row as usize).into_iter().for_each(|it| *it |= met.len() > before);
        }
        met.sort_unstable();
        met.dedup();
        Some(Self { claims, met, any })
    }

    /// The claims of a service that has any.
    pub(super) fn claims(&self, service: &ServiceId) -> Option<&[u32]> {
        self.claims.get(service).map(Vec::as_slice)
    }

    /// The commits that meet a claim.
    pub(super) fn rows(&self, claim: u32) -> impl Iterator<Item = u32> {
        let from = self.met.partition_point(|it| it.0 < claim);
        self.met.iter().skip(from).take_while(move |it| it.0 == claim).map(|it| it.1)
    }

    /// Whether a commit is a change of none that claims anything.
    pub(super) fn concerns_none(&self, row: u32) -> bool {
        self.any.get(row as usize) != Some(&true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_meets_the_claims_above_it_and_no_neighbour() {
        let mut tree = Tree::new();
        let [all, api, deep] = ["", "services/api", "services/api/src"].map(|it| tree.claim(it));
        let met = |path: &str| tree.met(path).collect::<Vec<_>>();
        assert_eq!(met("services/api/src/main.rs"), [all, api, deep]);
        assert_eq!(met("services/api"), [all, api]);
        assert_eq!((met("services/api2/src"), met("services"), met("")), (vec![all], vec![all], vec![all]));
        assert_eq!(tree.claim("services/api"), api);
    }
}
