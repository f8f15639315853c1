//! Where every atom lies in at most two groups of two kinds, such as teams and managers' spans, the combinations are the
//! cuts of a graph, and the smallest support is its smallest cut: no search, whatever the size.
//!
//! Groups are vertices, and "no group" is one more. An atom is an edge between its two groups, as heavy as its respondents
//! with every item. With the groups of one kind counted negatively, a combination is the difference of a potential along
//! each edge: its support is a cut, and every cut is the support of some combination.
//!
//! Whether a cut lighter than the minimum exists is found by contraction (Nagamochi and Ibaraki 1992): a sweep that goes
//! to the vertex most heavily joined to those it has seen finds edges whose ends no such cut separates. They are merged,
//! until a vertex is left that is joined by less than the minimum, or none.

use std::collections::{BTreeMap, BinaryHeap, VecDeque};

use super::exact::Outcome;
use super::parts::Part;

/// The answer for a part that is such a graph; `None` for another.
pub(super) fn attacks(part: &Part, weights: &[u64], minimum: u64) -> Option<Outcome> {
    let ends = ends(part)?;
    let signs = signs(part.lines.len(), &ends)?;
    let mut graph = Graph::of(part.lines.len(), &ends, weights);
    graph.merge(|weight| weight >= minimum);
    loop {
        let light = graph.lighter_than(minimum);
        if !light.is_empty() {
            return Some(Outcome::Attacks(light.iter().map(|set| combination(set, &signs)).collect()));
        }
        if graph.edges.is_empty() {
            return Some(Outcome::Safe);
        }
        graph.sweep(minimum);
    }
}

/// The two lines of every atom of a part, the second the outside where there is one line only.
fn ends(part: &Part) -> Option<Vec<(usize, usize)>> {
    let outside = part.lines.len();
    let mut ends = vec![(outside, outside); part.atoms.len()];
    for (at, line) in part.lines.iter().enumerate() {
        for atom in &line.atoms {
            let end = part.atoms.binary_search(atom).ok().and_then(|place| ends.get_mut(place))?;
            match *end {
                (first, _) if first == outside => end.0 = at,
                (_, second) if second == outside => end.1 = at,
                _ => return None,
            }
        }
    }
    Some(ends)
}

/// A sign for each line, so that the two of an atom differ; `None` where there are none.
fn signs(lines: usize, ends: &[(usize, usize)]) -> Option<Vec<i128>> {
    let mut meets = vec![Vec::new(); lines];
    for (a, b) in ends.iter().filter(|it| it.1 < lines) {
        meets.get_mut(*a)?.push(*b);
        meets.get_mut(*b)?.push(*a);
    }
    let mut signs = vec![0_i128; lines];
    for start in 0..lines {
        if signs.get(start) != Some(&0) {
            continue;
        }
        *signs.get_mut(start)? = 1;
        let mut queue = VecDeque::from([start]);
        while let Some(line) = queue.pop_front() {
            let own = *signs.get(line)?;
            for other in meets.get(line)? {
                match signs.get_mut(*other)? {
                    sign @ 0 => {
                        *sign = -own;
                        queue.push_back(*other);
                    }
                    sign if *sign == own => return None,
                    _ => {}
                }
            }
        }
    }
    Some(signs)
}

/// The combination that is not 0 on the cut around a set of vertices: the set itself, or all others where the outside is
/// in it.
fn combination(set: &[usize], signs: &[i128]) -> Vec<i128> {
    let outside = set.contains(&signs.len());
    let inside = |line: usize| set.contains(&line) != outside;
    signs.iter().enumerate().map(|(line, sign)| if inside(line) { *sign } else { 0 }).collect()
}

/// A graph of merged vertices.
struct Graph {
    /// The lines, and perhaps the outside, that each vertex is made of.
    vertices: Vec<Vec<usize>>,
    /// By two vertices, the smaller first: how heavily they are joined.
    edges: BTreeMap<(usize, usize), u64>,
}

impl Graph {
    fn of(lines: usize, ends: &[(usize, usize)], weights: &[u64]) -> Self {
        let mut graph = Self { vertices: (0..=lines).map(|at| vec![at]).collect(), edges: BTreeMap::new() };
        for ((a, b), weight) in ends.iter().zip(weights) {
            graph.join(*a, *b, *weight);
        }
        graph
    }

    fn join(&mut self, a: usize, b: usize, weight: u64) {
        if a != b {
            let sum = self.edges.entry((a.min(b), a.max(b))).or_default();
            *sum = sum.saturating_add(weight);
        }
    }

    /// The vertices that are joined to others, and by less than the minimum.
    fn lighter_than(&self, minimum: u64) -> Vec<&Vec<usize>> {
        let mut joined: Vec<Option<u64>> = vec![None; self.vertices.len()];
        for ((a, b), weight) in &self.edges {
            for end in [a, b] {
                if let Some(sum) = joined.get_mut(*end) {
                    *sum = Some(sum.unwrap_or(0).saturating_add(*weight));
                }
            }
        }
        let light = joined.iter().zip(&self.vertices).filter(|it| it.0.is_some_and(|sum| sum < minimum));
        light.map(|it| it.1).collect()
    }

    /// Merges the ends of all edges of such a weight.
    fn merge(&mut self, heavy: impl Fn(u64) -> bool) {
        let ends = self.edges.iter().filter(|it| heavy(*it.1)).map(|it| *it.0).collect();
        self.contract(ends);
    }

    /// One sweep over all vertices; merges the ends of every edge that no cut below the minimum separates. Where every
    /// vertex is joined by the minimum or more, at least the last one is merged with another.
    fn sweep(&mut self, minimum: u64) {
        let mut beside: Vec<Vec<(usize, u64)>> = vec![Vec::new(); self.vertices.len()];
        for ((a, b), weight) in &self.edges {
            for (from, to) in [(a, b), (b, a)] {
                if let Some(list) = beside.get_mut(*from) {
                    list.push((*to, *weight));
                }
            }
        }
        let mut reached = vec![Some(0_u64); self.vertices.len()];
        let mut inseparable = Vec::new();
        let mut queue: BinaryHeap<(u64, usize)> = (0..self.vertices.len()).map(|at| (0, at)).collect();
        while let Some((_, vertex)) = queue.pop() {
            if reached.get_mut(vertex).and_then(Option::take).is_none() {
                continue;
            }
            for (other, weight) in beside.get(vertex).into_iter().flatten() {
                if let Some(Some(sum)) = reached.get_mut(*other) {
                    *sum = sum.saturating_add(*weight);
                    queue.push((*sum, *other));
                    if *sum >= minimum {
                        inseparable.push((vertex, *other));
                    }
                }
            }
        }
        self.contract(inseparable);
    }

    fn contract(&mut self, ends: Vec<(usize, usize)>) {
        let mut above: Vec<usize> = (0..self.vertices.len()).collect();
        for (a, b) in ends {
            let (a, b) = (root(&mut above, a), root(&mut above, b));
            if let Some(cell) = above.get_mut(a.max(b)) {
                *cell = a.min(b);
            }
        }
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        let mut merged = Self { vertices: Vec::new(), edges: BTreeMap::new() };
        for (at, vertex) in std::mem::take(&mut self.vertices).into_iter().enumerate() {
            let place = *places.entry(root(&mut above, at)).or_insert(merged.vertices.len());
            match merged.vertices.get_mut(place) {
                Some(set) => set.extend(vertex),
                None => merged.vertices.push(vertex),
            }
        }
        let mut place = |at: usize| places.get(&root(&mut above, at)).copied().unwrap_or(0);
        for ((a, b), weight) in std::mem::take(&mut self.edges) {
            merged.join(place(a), place(b), weight);
        }
        *self = merged;
    }
}

fn root(above: &mut [usize], at: usize) -> usize {
    let mut top = at;
    while let Some(next) = above.get(top).copied().filter(|next| *next != top) {
        top = next;
    }
    if let Some(cell) = above.get_mut(at) {
        *cell = top;
    }
    top
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "small numbers of a test")]
mod tests {
    use super::super::exact::search_only;
    use super::super::parts::Peeled;
    use super::*;

    fn next(state: &mut u64, below: u64) -> u64 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) % below
    }

    /// Teams on one side and spans on the other, atoms where they meet and beside.
    fn random(state: &mut u64) -> (Part, Vec<u64>) {
        let (teams, spans) = (1 + next(state, 5) as usize, 1 + next(state, 4) as usize);
        let mut lines = vec![Vec::new(); teams + spans];
        let mut weights = Vec::new();
        for _ in 0..2 + next(state, 14) {
            let (team, span) =
                (next(state, teams as u64 + 1) as usize, next(state, spans as u64 + 1) as usize);
            let atom = weights.len() as u32;
            if team == teams && span == spans {
                continue;
            }
            weights.push(next(state, 5));
            if team < teams {
                lines[team].push(atom);
            }
            if span < spans {
                lines[teams + span].push(atom);
            }
        }
        let lines = lines.into_iter().filter(|it| !it.is_empty());
        let peeled = lines.map(|atoms| Peeled { atoms, plus: 0, minus: vec![] });
        let atoms = (0..weights.len() as u32).collect();
        (Part { lines: peeled.collect(), atoms }, weights)
    }

    /// The search by elimination is the oracle: both find the same families safe, and what a cut gives is an attack.
    #[test]
    fn cuts_and_elimination_agree() {
        let mut state = 5;
        let (mut safe, mut unsafe_) = (0, 0);
        for _ in 0..3_000 {
            let (part, weights) = random(&mut state);
            let minimum = 2 + next(&mut state, 5);
            let found = attacks(&part, &weights, minimum).unwrap();
            let searched = search_only(&part, &weights, minimum);
            assert_eq!(found == Outcome::Safe, searched == Outcome::Safe, "{part:?} {weights:?} {minimum}");
            let Outcome::Attacks(all) = found else {
                safe += 1;
                continue;
            };
            unsafe_ += 1;
            for attack in all {
                let on = |atom: u32| -> i128 {
                    let holds = part.lines.iter().map(|it| i128::from(it.atoms.contains(&atom)));
                    holds.zip(&attack).map(|(held, times)| held * times).sum()
                };
                let support: Vec<u32> = part.atoms.iter().copied().filter(|atom| on(*atom) != 0).collect();
                let weight: u64 = support.iter().map(|atom| weights[*atom as usize]).sum();
                assert!(!support.is_empty() && weight < minimum, "{part:?} {weights:?} {attack:?}");
            }
        }
        assert!(safe > 300 && unsafe_ > 300, "{safe} safe, {unsafe_} not");
    }

    /// Two clusters, each of two teams and two spans, and a thin bridge: no vertex is light, and no edge is heavy.
    #[test]
    fn a_thin_bridge_between_clusters_is_found() {
        let line = |atoms: Vec<u32>| Peeled { atoms, plus: 0, minus: vec![] };
        let part = Part {
            lines: vec![
                line(vec![0, 1, 8]),
                line(vec![2, 3]),
                line(vec![0, 2]),
                line(vec![1, 3]),
                line(vec![4, 5]),
                line(vec![6, 7]),
                line(vec![4, 6, 8]),
                line(vec![5, 7]),
            ],
            atoms: (0..9).collect(),
        };
        let with_bridge = |weight| attacks(&part, &[4, 4, 4, 4, 4, 4, 4, 4, weight], 5).unwrap();
        assert!(matches!(with_bridge(4), Outcome::Attacks(_)));
        assert_eq!(with_bridge(5), Outcome::Safe);
    }

    #[test]
    fn three_groups_of_one_atom_are_no_graph() {
        let line = |atoms: Vec<u32>| Peeled { atoms, plus: 0, minus: vec![] };
        let three =
            Part { lines: vec![line(vec![0, 1]), line(vec![0]), line(vec![0, 1])], atoms: vec![0, 1] };
        assert_eq!(attacks(&three, &[1, 1], 5), None);
        let triangle =
            Part { lines: vec![line(vec![0, 1]), line(vec![1, 2]), line(vec![2, 0])], atoms: vec![0, 1, 2] };
        assert_eq!(attacks(&triangle, &[1, 1, 1], 5), None);
    }
}
