//! Coordination: which teams have to talk because what they change hangs together, and whether they do.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use thalweg_model::{Basis, Instant, Interval, Method, Reading, Share, TeamId};

use super::boundary::BoundaryKey;
use super::log::ChangeLog;

/// Coordination requirements TA·TD·TAᵀ (Cataldo, Wagstrom, Herbsleb and Carley, CSCW 2006).
///
/// TA has a row for each team and a column for each part, how often the team changed it; TD is square over the parts, how often two
/// changed together. `None` where the shapes do not fit. Sums that leave 64 bits stop at the largest number.
///
/// ```
/// use thalweg_topology::observed::requirements;
/// let ta = [vec![0, 1, 0], vec![0, 1, 1], vec![1, 1, 0]];
/// let td = [vec![1, 1, 0], vec![1, 1, 1], vec![0, 1, 1]];
/// let cr = requirements(&ta, &td).expect("the shapes fit");
/// assert_eq!(cr, [vec![1, 2, 2], vec![2, 4, 3], vec![2, 3, 4]]); // topology.md section 5
/// ```
#[must_use]
pub fn requirements(assignments: &[Vec<u64>], dependencies: &[Vec<u64>]) -> Option<Vec<Vec<u64>>> {
    let parts = dependencies.len();
    let fits = assignments.iter().chain(dependencies).all(|row| row.len() == parts);
    let columns: Vec<Vec<u64>> = (0..parts)
        .map(|column| dependencies.iter().filter_map(|row| row.get(column).copied()).collect())
        .collect();
    let through =
        |row: &Vec<u64>| -> Vec<u64> { columns.iter().map(|column| product(row, column)).collect() };
    let reached: Vec<Vec<u64>> = assignments.iter().map(through).collect();
    let row = |from: &Vec<u64>| assignments.iter().map(|to| product(from, to)).collect();
    fits.then(|| reached.iter().map(row).collect())
}

fn product(a: &[u64], b: &[u64]) -> u64 {
    a.iter().zip(b).fold(0, |sum: u64, (x, y)| sum.saturating_add(x.saturating_mul(*y)))
}

/// What the history says about which teams have to talk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coordination {
    /// The teams that changed anything, in the order of their ids.
    pub teams: Vec<TeamId>,
    /// The parts that were changed.
    pub parts: Vec<BoundaryKey>,
    /// How often each team changed each part.
    pub assignments: Vec<Vec<u64>>,
    /// How often two parts were changed together; the diagonal counts all changes of a part.
    pub together: Vec<Vec<u64>>,
    /// The requirements, team by team.
    pub required: Vec<Vec<u64>>,
}

/// How far required coordination takes place: |required and present| / |required|, over pairs of different teams.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Congruence {
    /// The share; `NoData` where no coordination is required.
    pub share: Reading<Share>,
    /// The pairs of teams that have to talk and do not.
    pub missing: Vec<(TeamId, TeamId)>,
    /// The pairs that talk though nothing they change hangs together.
    pub needless: Vec<(TeamId, TeamId)>,
}

/// The most files of a commit that says anything about what hangs together.
const LARGEST_CHANGE: usize = 30;

impl ChangeLog {
    /// Which teams have to talk: `team` says where an author belonged at an instant, `part` which part of the code a path is in.
    ///
    /// Commits of more than 30 files count for who changed what, and not for what hangs together.
    #[must_use]
    pub fn coordination(
        &self,
        team: impl Fn(&str, Instant) -> Option<TeamId>,
        part: impl Fn(&str) -> Option<BoundaryKey>,
    ) -> Coordination {
        let mut changes: BTreeMap<(TeamId, BoundaryKey), u64> = BTreeMap::new();
        let mut pairs: BTreeMap<(BoundaryKey, BoundaryKey), u64> = BTreeMap::new();
        for rows in self.by_commit().into_values() {
            let touched: BTreeSet<BoundaryKey> =
                rows.iter().filter_map(|row| part(self.file(row.file))).collect();
            let by = rows.first().and_then(|row| team(self.author(row.author), row.at));
            for key in by.iter().flat_map(|by| touched.iter().map(move |part| (by.clone(), part.clone()))) {
                *changes.entry(key).or_default() += 1;
            }
            let telling = if rows.len() <= LARGEST_CHANGE { touched } else { BTreeSet::new() };
            for one in &telling {
                for other in &telling {
                    *pairs.entry((one.clone(), other.clone())).or_default() += 1;
                }
            }
        }
        Coordination::of(&changes, &pairs)
    }
}

impl Coordination {
    fn of(
        changes: &BTreeMap<(TeamId, BoundaryKey), u64>,
        pairs: &BTreeMap<(BoundaryKey, BoundaryKey), u64>,
    ) -> Self {
        let teams: BTreeSet<&TeamId> = changes.keys().map(|(team, _)| team).collect();
        let parts: BTreeSet<&BoundaryKey> =
            changes.keys().map(|(_, part)| part).chain(pairs.keys().map(|(one, _)| one)).collect();
        let changed = |team: &TeamId, part: &BoundaryKey| {
            changes.get(&(team.clone(), part.clone())).copied().unwrap_or(0)
        };
        let both = |one: &BoundaryKey, other: &BoundaryKey| {
            pairs.get(&(one.clone(), other.clone())).copied().unwrap_or(0)
        };
        let assignments: Vec<Vec<u64>> =
            teams.iter().map(|team| parts.iter().map(|part| changed(team, part)).collect()).collect();
        let together: Vec<Vec<u64>> =
            parts.iter().map(|one| parts.iter().map(|other| both(one, other)).collect()).collect();
        let required = requirements(&assignments, &together).unwrap_or_default();
        let teams = teams.into_iter().cloned().collect();
        Self { teams, parts: parts.into_iter().cloned().collect(), assignments, together, required }
    }

    /// The congruence with the contacts that exist: `present` says whether two teams talk, in either order.
    #[must_use]
    pub fn congruence(&self, present: impl Fn(&TeamId, &TeamId) -> bool) -> Congruence {
        let (mut both, mut required) = (0, 0);
        let (mut missing, mut needless) = (Vec::new(), Vec::new());
        for (one, other, weight) in self.pairs() {
            let talk = present(one, other) || present(other, one);
            required += u64::from(weight > 0);
            both += u64::from(weight > 0 && talk);
            match (weight > 0, talk) {
                (true, false) => missing.push((one.clone(), other.clone())),
                (false, true) => needless.push((one.clone(), other.clone())),
                _ => {}
            }
        }
        let interval = thalweg_stats::proportion::wilson(both, required, 0.95)
            .map(|it| Interval::new(it.lower, it.upper, 0.95, Method::Wilson));
        Congruence { share: Reading::share(both, required, interval, Basis::of(required)), missing, needless }
    }

    /// Every pair of different teams once, with what it requires.
    fn pairs(&self) -> impl Iterator<Item = (&TeamId, &TeamId, u64)> {
        self.teams.iter().zip(&self.required).enumerate().flat_map(move |(index, (one, row))| {
            let others = self.teams.iter().zip(row).skip(index + 1);
            others.map(move |(other, weight)| (one, other, *weight))
        })
    }
}
