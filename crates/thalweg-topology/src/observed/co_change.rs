//! Commits that changed files of several teams.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use thalweg_model::TeamId;

use super::log::ChangeLog;

/// How often files of two teams changed together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CoChange {
    /// One team.
    pub one: TeamId,
    /// The other team, later in the order of ids.
    pub other: TeamId,
    /// How many commits changed files of both.
    pub commits: u64,
    /// Those commits ÷ the mean of the commits of each, between 0 and 1.
    pub coupling: f64,
}

/// How often the files of teams changed, alone and together: the cross-team matrix of co-change.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CoChanges {
    /// How many commits changed files of each team.
    pub commits: BTreeMap<TeamId, u64>,
    /// The pairs of teams with at least one common commit, in the order of ids.
    pub pairs: Vec<CoChange>,
    /// How many commits were left out for their size.
    pub too_large: u64,
}

impl ChangeLog {
    /// Which teams' files change together; `owner` says who owns a path (`None`: nobody, and the file is left out).
    ///
    /// A commit of more than `largest_change` files says nothing about what hangs together and is left out, as in temporal coupling.
    ///
    /// ```
    /// use thalweg_model::{TeamId, record::Touch};
    /// use thalweg_topology::observed::{ChangeLog, Exclude};
    /// let touch = |sha: &str, path: &str| Touch {
    ///     sha: sha.to_owned(), author: Some("ann".to_owned()), path: path.to_owned(), added: None, deleted: None,
    ///     at: "2026-03-02T09:00:00Z".parse().expect("an instant"),
    /// };
    /// let touches = [touch("1", "pay/a"), touch("1", "web/b"), touch("2", "pay/a"), touch("3", "web/b")];
    /// let owner = |path: &str| path.split('/').next().and_then(|it| TeamId::new(it).ok());
    /// let found = ChangeLog::new(&touches, &Exclude::default()).co_changes(owner, 30);
    /// assert_eq!((found.pairs[0].commits, found.pairs[0].coupling), (1, 0.5));
    /// ```
    #[must_use]
    pub fn co_changes(&self, owner: impl Fn(&str) -> Option<TeamId>, largest_change: usize) -> CoChanges {
        let files = (0..self.known_files()).map(|file| u32::try_from(file).unwrap_or(u32::MAX));
        let owners: Vec<Option<TeamId>> = files.map(|file| owner(self.file(file))).collect();
        let mut found = CoChanges::default();
        let mut together: BTreeMap<(&TeamId, &TeamId), u64> = BTreeMap::new();
        for rows in self.by_commit().into_values() {
            if rows.len() > largest_change {
                found.too_large += 1;
                continue;
            }
            let owner = |file: u32| owners.get(file as usize).and_then(Option::as_ref);
            let teams: BTreeSet<&TeamId> = rows.iter().filter_map(|row| owner(row.file)).collect();
            for (index, one) in teams.iter().enumerate() {
                *found.commits.entry((*one).clone()).or_default() += 1;
                teams
                    .iter()
                    .skip(index + 1)
                    .for_each(|other| *together.entry((one, other)).or_default() += 1);
            }
        }
        let pairs = together.into_iter().map(|((one, other), commits)| found.pair(one, other, commits));
        let pairs = pairs.collect();
        CoChanges { pairs, ..found }
    }
}

impl CoChanges {
    #[expect(clippy::cast_precision_loss, reason = "counts above 2^53 do not occur")]
    fn pair(&self, one: &TeamId, other: &TeamId, commits: u64) -> CoChange {
        let of = |team: &TeamId| self.commits.get(team).copied().unwrap_or(0) as f64;
        let coupling = 2.0 * commits as f64 / (of(one) + of(other));
        CoChange { one: one.clone(), other: other.clone(), commits, coupling }
    }
}
