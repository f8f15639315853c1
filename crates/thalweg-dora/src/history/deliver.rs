//! Deployments and changes for the event log, from commits and what was deployed of them.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::{EnvironmentId, Fate, Loaded, Reject, RepositoryId, ServiceId};

use super::delivered::{Delivered, Deployed, Policy, carries_nothing};
use super::desk::Desk;
use super::graph::Graph;
use super::sweep::Content;

/// Service and environment in a repository: what one sweep is made for.
type Lines = BTreeMap<(ServiceId, EnvironmentId), Vec<Deployed>>;

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
    let mut delivered = Delivered::default();
    let mut repositories: BTreeMap<RepositoryId, Lines> = BTreeMap::new();
    for it in unique(deployed, &mut loaded) {
        let d = &it.deployment;
        if d.reached_production {
            let line = (d.service.clone(), d.environment.clone());
            let lines = repositories.entry(it.repository.clone()).or_default();
            lines.entry(line).or_default().push(it);
        } else {
            delivered.deployments.push(it.deployment);
        }
    }
    for graph in distinct(graphs, &mut loaded) {
        let mut desk = Desk::new(graph, policy, &mut loaded);
        for line in repositories.remove(graph.repository()).unwrap_or_default().into_values() {
            desk.sweep(line, &mut delivered, &mut loaded);
        }
        desk.changes(&mut delivered, &mut loaded);
    }
    for it in repositories.into_values().flat_map(Lines::into_values).flatten() {
        loaded.reject(carries_nothing(&it, "no commits of its repository are known"));
        delivered.contents.insert(it.deployment.id.clone(), Content::Unknown);
        delivered.deployments.push(it.deployment);
    }
    delivered.deployments.sort_by(|a, b| (a.finished_at, &a.id).cmp(&(b.finished_at, &b.id)));
    delivered.changes.sort_by(|a, b| (a.committed_at, &a.id).cmp(&(b.committed_at, &b.id)));
    loaded.rejects.sort();
    loaded.map(|()| delivered)
}

/// One graph a repository: the first.
fn distinct<'g, 'a>(graphs: &'g [Graph<'a>], loaded: &mut Loaded<()>) -> Vec<&'g Graph<'a>> {
    let mut known = BTreeSet::new();
    let (first, more): (Vec<_>, Vec<_>) = graphs.iter().partition(|it| known.insert(it.repository()));
    for it in more {
        let reason = "its commits were given before: the first graph of a repository stands";
        loaded.reject(Reject::refused(None, reason).of("repository", it.repository()));
    }
    first
}

/// One deployment an id, in the order in which they finished.
fn unique(mut deployed: Vec<Deployed>, loaded: &mut Loaded<()>) -> Vec<Deployed> {
    deployed.sort_by(|a, b| (&a.deployment.id, &a.sha).cmp(&(&b.deployment.id, &b.sha)));
    let refused =
        |reason: &str, it: &Deployed| Reject::refused(None, reason).of("deployment", &it.deployment.id);
    let mut kept: Vec<Deployed> = Vec::with_capacity(deployed.len());
    let mut rest = deployed.into_iter().peekable();
    while let Some(first) = rest.next() {
        let next = || rest.next_if(|it| it.deployment.id == first.deployment.id);
        let more: Vec<Deployed> = std::iter::from_fn(next).collect();
        if more.iter().all(|it| *it == first) {
            let reject = |it| Reject { fate: Fate::Duplicate, ..refused("an exact duplicate", it) };
            more.iter().map(reject).for_each(|it| loaded.reject(it));
            kept.push(first);
        } else {
            let reason = "another deployment with this id says something else";
            more.iter().chain([&first]).for_each(|it| loaded.reject(refused(reason, it)));
        }
    }
    kept.sort_by(|a, b| {
        (a.deployment.finished_at, &a.deployment.id).cmp(&(b.deployment.finished_at, &b.deployment.id))
    });
    kept
}
