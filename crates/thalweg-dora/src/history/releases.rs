//! Releases as deployments: all that a repository alone can tell.

use thalweg_model::record::{Commit, Release, Touch};
use thalweg_model::{Deployment, DeploymentId, EnvironmentId, Loaded, Reject, RepositoryId, ServiceId};

use super::deliver::deployments;
use super::delivered::{Delivered, Deployed, Policy};
use super::graph::Graph;

/// Whose releases they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released {
    /// The repository of the commits.
    pub repository: RepositoryId,
    /// The service that is released from it.
    pub service: ServiceId,
    /// The environment that a release goes to; name one that counts as production.
    pub environment: EnvironmentId,
}

/// Deployments and changes from the commits and releases of one repository.
///
/// A release is a deployment that finished when it was released, with the id `repository@tag`. A commit is a change of the first
/// release whose history contains it, with the id `repository@sha`; merge commits are marked as such. Incidents are not known from
/// a repository: tell the log so with `not_recorded`.
///
/// `touches` are the files that the commits touch, none where nobody knows them; with [`Policy::paths`], a release carries only the
/// commits that touch a path of the service.
///
/// ```
/// use thalweg_dora::history::{Content, Policy, Released, releases};
/// use thalweg_model::record::{Commit, Release};
/// let commit = |sha: &str, parents: &[&str], at: &str| Commit {
///     sha: sha.into(), parents: parents.iter().map(|it| it.to_string()).collect(), author: None,
///     authored_at: at.parse().expect("an instant"), committed_at: at.parse().expect("an instant"),
/// };
/// let commits = [
///     commit("a", &[], "2026-01-01T08:00:00Z"), commit("b", &["a"], "2026-01-02T08:00:00Z"), commit("c", &["b"], "2026-01-03T08:00:00Z"),
/// ];
/// let release = |tag: &str, sha: &str, at: &str| Release { tag: tag.into(), sha: sha.into(), released_at: at.parse().expect("an instant") };
/// let tags = [release("1.0", "a", "2026-01-01T09:00:00Z"), release("1.1", "c", "2026-01-03T10:00:00Z"), release("1.0.1", "b", "2026-01-04T10:00:00Z")];
/// let of = Released { repository: "lib".parse()?, service: "lib".parse()?, environment: "production".parse()? };
/// let delivered = releases(&commits, &[], &tags, &of, &Policy::default()).value;
/// // `a` came with the first release and is left out; `b` and `c` waited for 1.1; 1.0.1 went back and carries nothing.
/// assert_eq!(delivered.changes.len(), 2);
/// assert_eq!(delivered.with(Content::Rollback).map(|it| it.as_str()).collect::<Vec<_>>(), ["lib@1.0.1"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn releases(
    commits: &[Commit],
    touches: &[Touch],
    releases: &[Release],
    of: &Released,
    policy: &Policy,
) -> Loaded<Delivered> {
    let mut loaded = Loaded::clean(());
    let graph = loaded.absorb(Graph::new(of.repository.clone(), commits));
    let graph = if touches.is_empty() { graph } else { graph.touching(touches) };
    let mut deployed = Vec::with_capacity(releases.len());
    for release in releases {
        match DeploymentId::new(format!("{}@{}", of.repository, release.tag)) {
            Ok(id) => deployed.push(Deployed {
                deployment: Deployment::new(
                    id,
                    of.service.clone(),
                    of.environment.clone(),
                    release.released_at,
                ),
                repository: of.repository.clone(),
                sha: release.sha.clone(),
            }),
            Err(why) => {
                let shown: String = release.tag.chars().take(64).collect();
                loaded.reject(Reject::refused(None, why.to_string()).of("release", shown).in_field("tag"));
            }
        }
    }
    let delivered = loaded.absorb(deployments(&[graph], deployed, policy));
    loaded.rejects.sort();
    loaded.map(|()| delivered)
}
