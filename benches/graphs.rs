//! Commit graphs of every shape that could cost too much, with what was deployed of them.

use thalweg::dora::history::{Deployed, Paths};
use thalweg::model::record::{Commit, Touch};
use thalweg::model::{Deployment, IdError, Instant, RepositoryId, ServiceId};

/// How the commits descend from each other, and in which order they are deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A main line with a branch off every seventh commit, merged five commits later.
    Branches,
    /// Merges of 10,000 parents at once.
    Octopus,
    /// Two lines that merge each other at every step.
    Ladder,
    /// Branches, of which only the newest commit is deployed, again and again.
    Same,
    /// Branches, deployed from the newest back to the oldest.
    Backwards,
    /// Branches, deployed by turns from both ends.
    ToAndFro,
    /// Branches whose first commit descends from their last.
    Cycle,
    /// Every commit has a parent that is not there.
    Orphans,
}

impl Shape {
    /// All shapes, by name.
    pub const ALL: [(&'static str, Self); 8] = [
        ("branches", Self::Branches),
        ("octopus", Self::Octopus),
        ("ladder", Self::Ladder),
        ("same", Self::Same),
        ("backwards", Self::Backwards),
        ("to-and-fro", Self::ToAndFro),
        ("cycle", Self::Cycle),
        ("orphans", Self::Orphans),
    ];

    fn parents(self, n: u64, count: u64) -> Vec<u64> {
        let branches = |n: u64| match n {
            0 => vec![],
            n if n % 7 == 5 && n > 6 => vec![n - 1, n - 5],
            n if n % 7 == 1 => vec![n.saturating_sub(3).min(n - 1)],
            n => vec![n - 1],
        };
        match self {
            Self::Octopus if n.is_multiple_of(10_001) => (n.saturating_sub(10_000)..n).collect(),
            Self::Octopus => vec![n - n % 10_001],
            Self::Ladder if n < 2 => vec![],
            Self::Ladder => vec![n - 2, (n - 2) ^ 1],
            Self::Cycle if n == 0 => vec![count - 1],
            Self::Orphans => vec![count + n],
            _ => branches(n),
        }
    }

    /// The commit of the `n`th of so many deployments.
    fn tip(self, n: u64, deployments: u64, commits: u64) -> u64 {
        let at = |n: u64| ((n + 1) * commits / deployments).saturating_sub(1);
        match self {
            Self::Same => commits - 1,
            Self::Backwards => at(deployments - 1 - n),
            Self::ToAndFro if n % 2 == 1 => at(deployments - 1 - n / 2),
            Self::ToAndFro => at(n / 2),
            _ => at(n),
        }
    }
}

/// How much of it there is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Commits.
    pub commits: u64,
    /// Deployments, of the services in turn.
    pub deployments: u64,
    /// Services that share the repository.
    pub services: u64,
}

/// A repository and what was deployed of it.
#[derive(Debug)]
pub struct Repository {
    /// Its id.
    pub id: RepositoryId,
    /// The commits.
    pub commits: Vec<Commit>,
    /// Three files a commit: two of one service, and one that is of all services by every tenth commit, else of none.
    pub touches: Vec<Touch>,
    /// Which path is whose.
    pub paths: Paths,
    /// The deployments.
    pub deployed: Vec<Deployed>,
}

fn sha(n: u64) -> String {
    format!("{:032x}{n:08x}", u128::from(n.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

fn at(seconds: u64) -> Instant {
    let seconds = i64::try_from(seconds).unwrap_or(0);
    Instant::from_seconds(1_500_000_000 + seconds).unwrap_or(Instant::MAX)
}

fn touches(n: u64, services: u64) -> [Touch; 3] {
    let one =
        |path: String| Touch { sha: sha(n), author: None, at: at(n * 60), path, added: None, deleted: None };
    let of = n.wrapping_mul(0x9e37_79b9_7f4a_7c15) % services;
    let shared = if n.is_multiple_of(10) { "lib/core/src/io.rs" } else { "docs/notes.md" };
    [
        one(format!("services/s{of}/src/deep/file{}.rs", n % 97)),
        one(format!("services/s{of}/tests/file{}.rs", n % 89)),
        one(shared.to_owned()),
    ]
}

impl Repository {
    /// A repository of that shape.
    ///
    /// # Errors
    /// None: the ids are well-formed.
    pub fn of(shape: Shape, size: Size) -> Result<Self, IdError> {
        let id: RepositoryId = "mono".parse()?;
        let commit = |n: u64| Commit {
            sha: sha(n),
            parents: shape.parents(n, size.commits).into_iter().map(sha).collect(),
            author: None,
            authored_at: at(n * 60),
            committed_at: at(n * 60),
        };
        let services: Vec<ServiceId> =
            (0..size.services).map(|n| format!("s{n}").parse()).collect::<Result<_, _>>()?;
        let claim = |paths: Paths, service: &ServiceId| {
            paths.claim(id.clone(), service, [format!("services/{service}"), "lib".to_owned()])
        };
        let paths = services.iter().fold(Paths::default(), claim);
        let run = |(n, service): (u64, &ServiceId)| {
            let tip = shape.tip(n, size.deployments, size.commits);
            let finished = at(size.commits * 60 + n);
            let deployment =
                Deployment::new(format!("d{n}").parse()?, service.clone(), "production".parse()?, finished);
            Ok(Deployed { deployment, repository: id.clone(), sha: sha(tip) })
        };
        Ok(Self {
            commits: (0..size.commits).map(commit).collect(),
            touches: (0..size.commits).flat_map(|n| touches(n, size.services)).collect(),
            paths,
            deployed: (0..size.deployments)
                .zip(services.iter().cycle())
                .map(run)
                .collect::<Result<_, _>>()?,
            id,
        })
    }
}
