//! The commit graph of one repository: shas interned, parents as rows, contradictions told.

use std::collections::{BTreeSet, HashMap};

use thalweg_model::record::{Commit, Touch};
use thalweg_model::{Fate, Loaded, Reject, RepositoryId};

use super::cycle::looped;
use super::parents::Parents;

/// What was odd about the commits of a repository.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Oddities {
    /// Parents that are named and not there: the history is shallow, or was cut.
    pub missing_parents: u64,
    /// Commits on a cycle of parents, or between two cycles. No real history has one.
    pub looped: u64,
    /// Exact duplicates.
    pub duplicates: u64,
    /// Commits refused because another one with the sha says something else.
    pub contradictory: u64,
    /// Touched files of commits that are not there.
    pub lost_touches: u64,
}

/// The commits of one repository and how they descend from each other.
///
/// A commit is known by repository and sha; its parents are rows of the graph. Missing parents are counted and end the
/// history there. Memory: the commits are borrowed; the graph adds about 60 bytes each.
#[derive(Clone, Debug)]
pub struct Graph<'a> {
    repository: RepositoryId,
    commits: Vec<&'a Commit>,
    rows: HashMap<&'a str, u32>,
    parents: Parents,
    /// What is no change: it contradicts another one, or descends from itself.
    refused: Vec<bool>,
    /// The touched files with the rows that touch them; absent where nobody told them.
    touches: Option<Vec<(u32, &'a Touch)>>,
    oddities: Oddities,
}

impl<'a> Graph<'a> {
    /// The graph of a repository's commits, in any order.
    ///
    /// Nothing here fails: a commit that contradicts another with its sha is refused, one on a cycle of parents is refused as a
    /// change (the way through it stays open, so that what lies behind is found), a missing parent is left out.
    pub fn new(repository: RepositoryId, commits: &'a [Commit]) -> Loaded<Self> {
        let mut loaded = Loaded::clean(());
        let mut graph = Self {
            repository,
            commits: Vec::with_capacity(commits.len()),
            rows: HashMap::with_capacity(commits.len()),
            parents: Parents::default(),
            refused: Vec::new(),
            touches: None,
            oddities: Oddities::default(),
        };
        graph.intern(commits, &mut loaded);
        graph.link(&mut loaded);
        graph.refuse_loops(&mut loaded);
        loaded.rejects.sort();
        loaded.map(|()| graph)
    }

    fn intern(&mut self, commits: &'a [Commit], loaded: &mut Loaded<()>) {
        let mut contradictory = BTreeSet::new();
        for commit in commits {
            if let Some(known) = self.rows.get(commit.sha.as_str()).and_then(|row| self.commit(*row)) {
                if known == commit {
                    self.oddities.duplicates += 1;
                    let reject = refused(&commit.sha, "an exact duplicate");
                    loaded.reject(Reject { fate: Fate::Duplicate, ..reject });
                } else {
                    contradictory.insert(commit.sha.as_str());
                }
            } else if let Ok(row) = u32::try_from(self.commits.len()) {
                self.rows.insert(&commit.sha, row);
                self.commits.push(commit);
            } else {
                loaded.reject(refused(&commit.sha, "a graph holds no more than 2³² commits"));
            }
        }
        self.refused = vec![false; self.commits.len()];
        for sha in contradictory {
            let row = self.rows.remove(sha);
            row.and_then(|it| self.refused.get_mut(it as usize)).into_iter().for_each(|it| *it = true);
            self.oddities.contradictory += 1;
            loaded
                .reject(refused(sha, "several commits with this sha say different things: all are refused"));
        }
    }

    fn link(&mut self, loaded: &mut Loaded<()>) {
        for commit in &self.commits {
            let mut missing = Vec::new();
            let known = commit.parents.iter().filter_map(|sha| {
                let row = self.rows.get(sha.as_str()).copied();
                missing.extend(row.is_none().then_some(sha));
                row
            });
            self.parents.push(known);
            self.oddities.missing_parents += missing.len() as u64;
            for sha in missing {
                let shown: String = sha.chars().take(64).collect();
                let reason = format!("its parent `{shown}` is not among the commits: the history ends here");
                loaded.reject(Reject::part(None, reason).of("commit", &commit.sha).in_field("parents"));
            }
        }
    }

    fn refuse_loops(&mut self, loaded: &mut Loaded<()>) {
        let looped = looped(&self.parents);
        let all = self.commits.iter().zip(&mut self.refused).zip(looped);
        for ((commit, refuse), _) in all.filter(|(_, looped)| *looped) {
            *refuse = true;
            self.oddities.looped += 1;
            let reason = "it descends from itself: a cycle of parents, so it is taken as no change";
            loaded.reject(refused(&commit.sha, reason).in_field("parents"));
        }
    }

    /// The same graph, with the files that its commits touch, in any order; those of commits that are not there are counted.
    ///
    /// A commit without any is taken as one that touches nothing.
    #[must_use]
    pub fn touching(mut self, touches: &'a [Touch]) -> Self {
        let mut known = self.touches.take().unwrap_or_default();
        let mut last: Option<(&str, Option<u32>)> = None;
        for it in touches {
            // The files of a commit mostly stand together.
            let row = match last {
                Some((sha, row)) if sha == it.sha => row,
                _ => self.row(&it.sha),
            };
            last = Some((&it.sha, row));
            self.oddities.lost_touches += u64::from(row.is_none());
            known.extend(row.map(|row| (row, it)));
        }
        self.touches = Some(known);
        self
    }

    /// Which row touches which path; absent where nobody told them.
    pub(super) fn touches(&self) -> Option<impl Iterator<Item = (u32, &'a str)>> {
        let touches = self.touches.as_ref()?;
        Some(touches.iter().map(|(row, it)| (*row, it.path.as_str())))
    }

    /// The repository.
    #[must_use]
    pub const fn repository(&self) -> &RepositoryId {
        &self.repository
    }

    /// What was odd about the commits.
    #[must_use]
    pub const fn oddities(&self) -> Oddities {
        self.oddities
    }

    /// How many different commits there are.
    #[must_use]
    pub fn commits(&self) -> usize {
        self.rows.len()
    }

    /// The row of a commit; `None` for one that is not there or was refused.
    #[must_use]
    pub fn row(&self, sha: &str) -> Option<u32> {
        self.rows.get(sha).copied()
    }

    /// The commit of a row.
    #[must_use]
    pub fn commit(&self, row: u32) -> Option<&'a Commit> {
        self.commits.get(row as usize).copied()
    }

    /// The commit of a row, where it may be a change.
    pub(super) fn change(&self, row: u32) -> Option<&'a Commit> {
        self.commit(row).filter(|_| self.refused.get(row as usize) == Some(&false))
    }

    pub(super) const fn parents(&self) -> &Parents {
        &self.parents
    }

    /// The rows of all commits.
    pub(super) fn all(&self) -> std::ops::Range<u32> {
        0..u32::try_from(self.commits.len()).unwrap_or(u32::MAX)
    }
}

/// A commit that was refused.
pub(super) fn refused(sha: &str, reason: &str) -> Reject {
    let shown: String = sha.chars().take(64).collect();
    Reject::refused(None, reason).of("commit", shown)
}
