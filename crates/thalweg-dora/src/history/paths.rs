//! Paths of services that share a repository: whose change a commit is, by what it touches.

use std::collections::BTreeMap;

use thalweg_model::{RepositoryId, ServiceId};

use super::claims::{Claims, plain};
use super::concerned::Concerned;
use super::graph::Graph;

/// Which service a path belongs to, repository by repository.
///
/// A claim is a folder or a file, from the root of the repository; it holds for everything below, so `services/api` claims
/// `services/api/main.rs` and not `services/api2`. The empty path is the whole repository. Services may claim the same path, as of a
/// library that both are built with: what touches it is a change of each. What nobody claims is a change of none. A service without
/// a claim in a repository is built of all of it.
///
/// ```
/// use thalweg_dora::history::Paths;
/// let paths = Paths::default()
///     .claim("mono".parse()?, &"api".parse()?, ["services/api/", "lib"])
///     .claim("mono".parse()?, &"web".parse()?, ["services/web"]);
/// let of = |path| paths.services(&"mono".parse().expect("an id"), path).map(ToString::to_string).collect::<Vec<_>>();
/// assert_eq!(of("services/api/main.rs"), ["api"]);
/// assert_eq!(of("services/api2/main.rs"), [] as [&str; 0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    claims: BTreeMap<RepositoryId, Claims>,
}

impl Paths {
    /// Adds the paths of a service in a repository. Slashes around a path, and a leading `./`, make no difference.
    #[must_use]
    pub fn claim(
        mut self,
        repository: RepositoryId,
        service: &ServiceId,
        paths: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Self {
        let claims = self.claims.entry(repository).or_default();
        for path in paths {
            claims.entry(plain(path.as_ref()).to_owned()).or_default().insert(service.clone());
        }
        self
    }

    /// The services that claim a path of a repository, by itself or by a folder above it; each once for every claim.
    pub fn services<'p>(
        &'p self,
        repository: &RepositoryId,
        path: &str,
    ) -> impl Iterator<Item = &'p ServiceId> {
        let claims = self.claims.get(repository);
        above(plain(path)).filter_map(move |it| claims?.get(it)).flatten()
    }

    /// Whose change each commit of a graph is; `None` where nobody claims anything there, or nobody knows what commits touch.
    pub(super) fn concerned(&self, graph: &Graph<'_>) -> Option<Concerned> {
        Concerned::new(self.claims.get(graph.repository())?, graph)
    }

    /// Whether anybody claims anything in a repository.
    pub(super) fn speaks_of(&self, repository: &RepositoryId) -> bool {
        self.claims.contains_key(repository)
    }
}

/// A path and all folders above it, up to the root.
fn above(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |it| (!it.is_empty()).then(|| parent(it)))
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
