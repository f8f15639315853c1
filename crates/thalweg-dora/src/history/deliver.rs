//! Deployments and changes for the event log, from commits and what was deployed of them.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::record::Commit;
use thalweg_model::{
    Change, ChangeId, ChangeKind, Deployment, DeploymentId, EnvironmentId, EventLog, EventLogBuilder,
    Exclusion, Fate, Loaded, Reject, RepositoryId, ServiceId,
};

use crate::definition::{ChangeSet, Definition, FirstDeployment};

use super::graph::{Graph, refused};
use super::paths::{Concerned, Paths};
use super::sweep::{Content, Sweep};

/// What starts the clock of a commit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Clock {
    /// When it entered the history: a rebase sets it anew.
    #[default]
    Committed,
    /// When it was written.
    Authored,
}

/// How changes are made of commits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// What becomes of the first deployment's changes: it carries the whole history until then, which nobody waited for.
    pub first: FirstDeployment,
    /// What starts the clock.
    pub clock: Clock,
    /// The authors that are bots, by the opaque ids of the commits.
    pub bots: BTreeSet<String>,
    /// Which service a path belongs to, where services share a repository: a deployment then carries only the commits that touch
    /// a path of its service. `None`: every commit of its range.
    pub paths: Option<Paths>,
}

impl Policy {
    /// What a definition says of change sets: the first deployment, and whether paths are applied. Clock and bots are the default.
    #[must_use]
    pub fn of(definition: &Definition, paths: Paths) -> Self {
        let rules = &definition.rules().lead_time;
        let applied = rules.change_set == ChangeSet::CommitRangeOfPaths;
        Self { first: rules.first_deployment, paths: applied.then_some(paths), ..Self::default() }
    }
}

/// A deployment and the commit that it put out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployed {
    /// The deployment; the changes it lists itself stay.
    pub deployment: Deployment,
    /// The repository of the commit.
    pub repository: RepositoryId,
    /// The commit.
    pub sha: String,
}

/// What came of a history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// The deployments, in the order in which they finished.
    pub deployments: Vec<Deployment>,
    /// The changes, each with the first deployment of every service that carries it, in the order of their clocks' start.
    pub changes: Vec<Change>,
    /// What each deployment carries.
    pub contents: BTreeMap<DeploymentId, Content>,
    /// How many commits were left out, by reason.
    pub left_out: BTreeMap<Exclusion, u64>,
}

impl Delivered {
    /// A builder of an event log that holds all of it, for other records to be added.
    pub fn into_builder(self) -> EventLogBuilder {
        let mut builder = EventLog::builder();
        self.deployments.into_iter().for_each(|it| builder.deployment(it, None));
        self.changes.into_iter().for_each(|it| builder.change(it, None));
        builder
    }

    /// The deployments that carry what this one says.
    pub fn with(&self, content: Content) -> impl Iterator<Item = &DeploymentId> {
        self.contents.iter().filter(move |(_, it)| **it == content).map(|(id, _)| id)
    }
}

/// Repository, service and environment: what one sweep is made for.
type Line = (RepositoryId, ServiceId, EnvironmentId);

/// Fills in the changes of deployments from the commit graphs of their repositories.
///
/// For every repository, service and environment, one sweep in the order in which deployments finished: each carries the commits
/// that its own descends from and that none before it had (definitions.md, "Change sets"). A deployment that did not reach
/// production takes no part, so that its commits count for the next one. What no deployment carries is a change without one.
///
/// Cost: for each sweep linear in the commits and edges it reaches; memory linear in commits and deployments. A deployment that is
/// contradictory is refused; one whose commit or repository is not known is kept, and carries nothing.
///
/// With [`Policy::paths`], a commit that touches no path of any service is left out and counted, and one that touches the paths of
/// several is a change of each.
pub fn deployments(graphs: &[Graph<'_>], deployed: Vec<Deployed>, policy: &Policy) -> Loaded<Delivered> {
    let mut loaded = Loaded::clean(());
    let mut lines: BTreeMap<Line, Vec<Deployed>> = BTreeMap::new();
    let mut delivered = Delivered::default();
    for it in unique(deployed, &mut loaded) {
        let d = &it.deployment;
        if d.reached_production {
            let line = (it.repository.clone(), d.service.clone(), d.environment.clone());
            lines.entry(line).or_default().push(it);
        } else {
            delivered.deployments.push(it.deployment);
        }
    }
    for graph in graphs {
        let mut desk = Desk::new(graph, policy);
        let own: Vec<Line> = lines.keys().filter(|(it, ..)| it == graph.repository()).cloned().collect();
        for line in own.iter().filter_map(|it| lines.remove(it)) {
            desk.sweep(line, &mut delivered, &mut loaded);
        }
        desk.changes(&mut delivered, &mut loaded);
    }
    for it in lines.into_values().flatten() {
        loaded.reject(carries_nothing(&it, "no commits of its repository are known"));
        delivered.contents.insert(it.deployment.id.clone(), Content::Unknown);
        delivered.deployments.push(it.deployment);
    }
    delivered.deployments.sort_by(|a, b| (a.finished_at, &a.id).cmp(&(b.finished_at, &b.id)));
    delivered.changes.sort_by(|a, b| (a.committed_at, &a.id).cmp(&(b.committed_at, &b.id)));
    loaded.rejects.sort();
    loaded.map(|()| delivered)
}

/// One deployment an id, in the order in which they finished.
fn unique(mut deployed: Vec<Deployed>, loaded: &mut Loaded<()>) -> Vec<Deployed> {
    deployed.sort_by(|a, b| (&a.deployment.id, &a.sha).cmp(&(&b.deployment.id, &b.sha)));
    let mut kept: Vec<Deployed> = Vec::with_capacity(deployed.len());
    for same in deployed.chunk_by(|a, b| a.deployment.id == b.deployment.id) {
        let refused =
            |reason: &str, it: &Deployed| Reject::refused(None, reason).of("deployment", &it.deployment.id);
        let Some((first, more)) = same.split_first() else { continue };
        if more.iter().all(|it| it == first) {
            kept.push(first.clone());
            let reject = |it| Reject { fate: Fate::Duplicate, ..refused("an exact duplicate", it) };
            more.iter().map(reject).for_each(|it| loaded.reject(it));
        } else {
            let reason = "another deployment with this id says something else";
            same.iter().for_each(|it| loaded.reject(refused(reason, it)));
        }
    }
    kept.sort_by(|a, b| {
        (a.deployment.finished_at, &a.deployment.id).cmp(&(b.deployment.finished_at, &b.deployment.id))
    });
    kept
}

fn carries_nothing(it: &Deployed, reason: &str) -> Reject {
    let shown: String = it.sha.chars().take(64).collect();
    let reason = format!("commit `{shown}`: {reason}, so it carries nothing");
    Reject::part(None, reason).of("deployment", &it.deployment.id).in_field("sha")
}

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
struct Desk<'g, 'a> {
    graph: &'g Graph<'a>,
    policy: &'g Policy,
    sweep: Sweep<'g, 'a>,
    ways: Vec<Way>,
    carriers: Vec<(u32, DeploymentId)>,
    concerned: Option<Concerned>,
    /// Whether a service was deployed that is built of the whole repository.
    whole: bool,
}

impl<'g, 'a> Desk<'g, 'a> {
    fn new(graph: &'g Graph<'a>, policy: &'g Policy) -> Self {
        let ways = vec![Way::default(); graph.all().len()];
        let concerned = policy.paths.as_ref().and_then(|it| it.concerned(graph));
        Self { graph, policy, sweep: Sweep::new(graph), ways, carriers: Vec::new(), concerned, whole: false }
    }

    fn sweep(&mut self, line: Vec<Deployed>, delivered: &mut Delivered, loaded: &mut Loaded<()>) {
        let sets = self.sweep.change_sets(line.iter().map(|it| self.graph.row(&it.sha)));
        let service = line.first().map(|it| &it.deployment.service);
        let number = self.concerned.as_ref().zip(service).and_then(|(it, service)| it.number(service));
        self.whole |= number.is_none();
        for (it, (content, rows)) in line.into_iter().zip(sets.iter()) {
            if content == Content::Unknown {
                loaded.reject(carries_nothing(&it, "it is not among the commits"));
            }
            let first = content == Content::First && self.policy.first == FirstDeployment::LeftOut;
            for row in rows.iter().filter(|row| self.concerns(**row, number)).collect::<Vec<_>>() {
                self.went(*row, (!first).then_some(&it.deployment.id));
            }
            delivered.contents.insert(it.deployment.id.clone(), content);
            delivered.deployments.push(it.deployment);
        }
    }

    /// Whether a commit is a change of the service of that number; of one without, every commit is.
    fn concerns(&self, row: u32, number: Option<u32>) -> bool {
        let own = self.concerned.as_ref().zip(number);
        own.is_none_or(|(concerned, number)| concerned.has(row, number))
    }

    fn went(&mut self, row: u32, with: Option<&DeploymentId>) {
        let Some(way) = self.ways.get_mut(row as usize) else { return };
        match with {
            None if *way == Way::Undeployed => *way = Way::First,
            None => {}
            Some(id) => {
                *way = Way::Deployed;
                self.carriers.push((row, id.clone()));
            }
        }
    }

    fn changes(mut self, delivered: &mut Delivered, loaded: &mut Loaded<()>) {
        self.carriers.sort_by_key(|(row, _)| *row);
        let mut rest = self.carriers.into_iter().peekable();
        for (row, way) in self.graph.all().zip(self.ways) {
            let carriers =
                std::iter::from_fn(|| rest.next_if(|(of, _)| *of == row)).map(|(_, id)| id).collect();
            let Some(commit) = self.graph.change(row) else { continue };
            let concerns_none =
                !self.whole && self.concerned.as_ref().is_some_and(|it| it.concerns_none(row));
            let why = match way {
                Way::First => Some(Exclusion::FirstDeployment),
                Way::Undeployed if concerns_none => Some(Exclusion::NoPath),
                _ => None,
            };
            if let Some(why) = why {
                *delivered.left_out.entry(why).or_default() += 1;
                continue;
            }
            match change(self.graph.repository(), commit, self.policy) {
                Ok(change) => delivered.changes.push(Change { deployments: carriers, ..change }),
                Err(reject) => loaded.reject(reject),
            }
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
