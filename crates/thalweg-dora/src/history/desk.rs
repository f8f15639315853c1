//! The desk where the commits of one repository are given to the deployments that carry them.

use thalweg_model::record::Commit;
use thalweg_model::{Change, ChangeId, ChangeKind, Exclusion, Loaded, Reject, RepositoryId};

use crate::definition::FirstDeployment;

use super::concerned::Concerned;
use super::delivered::{Clock, Delivered, Deployed, Policy, carries_nothing};
use super::graph::{Graph, refused};
use super::sweep::{Content, Sweep};

/// What is known of a commit after the sweeps.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Way {
    /// Nobody deployed it.
    #[default]
    Undeployed,
    /// Only a first deployment carries it.
    First,
    /// A deployment carries it.
    Deployed,
}

/// The commits of one repository while their deployments are found.
pub(super) struct Desk<'g, 'a> {
    graph: &'g Graph<'a>,
    policy: &'g Policy,
    sweep: Sweep<'g, 'a>,
    ways: Vec<Way>,
    /// Commits and the places of the deployments that carry them.
    carriers: Vec<(u32, u32)>,
    concerned: Option<Concerned>,
    /// The commits that are changes of the service at hand.
    own: Vec<bool>,
    /// Whether a service was deployed that is built of the whole repository.
    whole: bool,
}

impl<'g, 'a> Desk<'g, 'a> {
    pub(super) fn new(graph: &'g Graph<'a>, policy: &'g Policy, loaded: &mut Loaded<()>) -> Self {
        let count = graph.all().len();
        let concerned = policy.paths.as_ref().and_then(|it| it.concerned(graph));
        if concerned.is_none() && policy.paths.as_ref().is_some_and(|it| it.speaks_of(graph.repository())) {
            let reason = "paths of it are claimed, but nobody tells which files its commits touch: every commit counts for every service";
            loaded.reject(Reject::noted(None, reason).of("repository", graph.repository()));
        }
        let own = vec![false; if concerned.is_some() { count } else { 0 }];
        let (sweep, ways) = (Sweep::new(graph), vec![Way::default(); count]);
        Self { graph, policy, sweep, ways, carriers: Vec::new(), concerned, own, whole: false }
    }

    /// Gives the commits to the deployments of one service in one environment, in the order in which they finished.
    pub(super) fn sweep(&mut self, line: Vec<Deployed>, delivered: &mut Delivered, loaded: &mut Loaded<()>) {
        let sets = self.sweep.change_sets(line.iter().map(|it| self.graph.row(&it.sha)));
        let claims = self.claims(&line);
        self.whole |= claims.is_none();
        self.mark(claims.as_deref(), true);
        for (it, (content, rows)) in line.into_iter().zip(sets.iter()) {
            if content == Content::Unknown {
                loaded.reject(carries_nothing(&it, "it is not among the commits"));
            }
            let first = content == Content::First && self.policy.first == FirstDeployment::LeftOut;
            let place = u32::try_from(delivered.deployments.len()).ok().filter(|_| !first);
            for row in rows {
                if claims.is_none() || self.own.get(*row as usize) == Some(&true) {
                    self.went(*row, place);
                }
            }
            delivered.contents.insert(it.deployment.id.clone(), content);
            delivered.deployments.push(it.deployment);
        }
        self.mark(claims.as_deref(), false);
    }

    /// What the service claims; `None` where it is built of the whole repository.
    fn claims(&self, line: &[Deployed]) -> Option<Vec<u32>> {
        let service = &line.first()?.deployment.service;
        self.concerned.as_ref()?.claims(service).map(<[u32]>::to_vec)
    }

    fn mark(&mut self, claims: Option<&[u32]>, own: bool) {
        let Self { concerned: Some(concerned), own: marks, .. } = self else { return };
        for row in claims.into_iter().flatten().flat_map(|it| concerned.rows(*it)) {
            marks.get_mut(row as usize).into_iter().for_each(|it| *it = own);
        }
    }

    fn went(&mut self, row: u32, with: Option<u32>) {
        let Some(way) = self.ways.get_mut(row as usize) else { return };
        match with {
            None if *way == Way::Undeployed => *way = Way::First,
            None => {}
            Some(place) => {
                *way = Way::Deployed;
                self.carriers.push((row, place));
            }
        }
    }

    /// Makes changes of the commits.
    pub(super) fn changes(mut self, delivered: &mut Delivered, loaded: &mut Loaded<()>) {
        self.carriers.sort_unstable();
        let mut rest = self.carriers.iter().peekable();
        for (row, way) in self.graph.all().zip(&self.ways) {
            let own = std::iter::from_fn(|| rest.next_if(|(of, _)| *of == row));
            let own = own.filter_map(|(_, place)| delivered.deployments.get(*place as usize));
            let carriers = own.map(|it| it.id.clone()).collect();
            let Some(commit) = self.graph.change(row) else { continue };
            if let Some(why) = self.left_out(row, *way) {
                *delivered.left_out.entry(why).or_default() += 1;
                continue;
            }
            match change(self.graph.repository(), commit, self.policy) {
                Ok(change) => delivered.changes.push(Change { deployments: carriers, ..change }),
                Err(reject) => loaded.reject(reject),
            }
        }
    }

    fn left_out(&self, row: u32, way: Way) -> Option<Exclusion> {
        let concerns_none = || !self.whole && self.concerned.as_ref().is_some_and(|it| it.concerns_none(row));
        match way {
            Way::First => Some(Exclusion::FirstDeployment),
            Way::Undeployed if concerns_none() => Some(Exclusion::NoPath),
            _ => None,
        }
    }
}

/// A commit as a change: known by repository and sha.
fn change(repository: &RepositoryId, commit: &Commit, policy: &Policy) -> Result<Change, Reject> {
    let id = ChangeId::new(format!("{repository}@{}", commit.sha));
    let id = id.map_err(|why| refused(&commit.sha, &why.to_string()).in_field("sha"))?;
    let start = match policy.clock {
        Clock::Committed => commit.committed_at,
        Clock::Authored => commit.authored_at,
    };
    let is_bot = commit.author.as_ref().is_some_and(|it| policy.bots.contains(it));
    let kind = match commit.parents.len() {
        0 | 1 if is_bot => ChangeKind::Bot,
        0 | 1 => ChangeKind::Human,
        _ => ChangeKind::Merge,
    };
    Ok(Change { kind, ..Change::new(id, start) })
}
