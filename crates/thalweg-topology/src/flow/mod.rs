//! Flow over the graph of teams: where work waits, and what to cut first.
//!
//! An edge goes from the team that waits to the team that it waits for.

mod central;
mod critical;
mod cycle;
mod item;
mod journey;
mod network;
mod unblock;

use std::collections::BTreeMap;

use thalweg_model::{Instant, TeamId};

use crate::document::{Dependency, DependencyState};
use crate::topology::{Topology, Wait};

pub use critical::CriticalPath;
pub use cycle::Cycle;
pub use item::Stage;
pub use journey::{Handoffs, Journey, Stop, TeamQueue, handoffs};
pub use unblock::Unblock;

pub(crate) use network::Network;

/// Which team waits for which at an instant, and what follows from it.
///
/// ```
/// use thalweg_topology::Topology;
/// let topology = Topology::from_toml(r#"
///     teams = [{ id = "shop" }, { id = "pay" }, { id = "cloud" }]
///     dependencies = [
///         { team = "shop", on = "pay", state = "blocking", median_wait_hours = 40.0, items = 3 },
///         { team = "pay", on = "cloud", state = "blocking", median_wait_hours = 10.0 },
///         { team = "cloud", on = "pay", state = "blocking" },
///     ]
/// "#)?;
/// let flow = topology.flow("2026-10-07T10:00:00Z".parse()?);
/// let cycle = &flow.cycles()[0];
/// assert_eq!(cycle.to_string(), "cloud → pay → cloud");
/// assert_eq!(flow.unblock()[0].saved_hours, Some(120.0));
/// assert_eq!(flow.critical_path().map(|path| path.hours), Some(50.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Flow<'a> {
    at: Instant,
    topology: &'a Topology,
    dependencies: Vec<&'a Dependency>,
    /// The same in short, those first that [`Flow::unblock`] tells first.
    waits: Vec<&'a Wait>,
    /// Who is blocked by whom.
    blocking: Network<TeamId>,
    /// Who waits for whom in any way, with the median wait in hours where it is measured.
    waiting: Network<TeamId>,
}

impl Topology {
    /// The graph of who waits for whom at an instant.
    #[must_use]
    pub fn flow(&self, at: Instant) -> Flow<'_> {
        let waits: Vec<&Wait> = self.waits(at).collect();
        let network = |least: DependencyState| {
            let edges = waits.iter().filter(|it| it.state >= least).map(|it| (it.team, it.on, it.hours));
            Network::numbered(self.waiting_teams(), self.team_numbers(at), edges.collect())
        };
        let (blocking, waiting) = (network(DependencyState::Blocking), network(DependencyState::Slowing));
        Flow { at, topology: self, dependencies: self.dependencies(at).collect(), waits, blocking, waiting }
    }
}

impl<'a> Flow<'a> {
    /// The dependencies that there are at the instant, in the order of the document.
    #[must_use]
    pub fn dependencies(&self) -> &[&'a Dependency] {
        &self.dependencies
    }

    /// The dependencies that there are at the instant, in short.
    pub(crate) fn waits(&self) -> &[&'a Wait] {
        &self.waits
    }

    /// The cycles of teams that block each other, one witness for each knot, in the order of their teams.
    #[must_use]
    pub fn cycles(&self) -> Vec<Cycle> {
        self.blocking.cycles()
    }

    /// The cycles of teams that wait for each other in any way.
    #[must_use]
    pub fn waiting_cycles(&self) -> Vec<Cycle> {
        self.waiting.cycles()
    }

    /// The blocking dependencies to cut first: without them nobody blocks anybody in a circle.
    ///
    /// Found by the greedy rule (Eades, Lin and Smyth 1993) in every knot, without any that is not needed; not always the
    /// smallest set, whose search grows without bound.
    #[must_use]
    pub fn cut_first(&self) -> Vec<(TeamId, TeamId)> {
        self.blocking.feedback().into_iter().map(|(from, to)| (from.clone(), to.clone())).collect()
    }

    /// The chain of teams with the longest sum of median waits, or `None` where no wait is measured.
    ///
    /// Teams that wait for each other in a circle would make it endless, so the dependencies of the greedy cut are left
    /// out of it, and named.
    #[must_use]
    pub fn critical_path(&self) -> Option<CriticalPath> {
        self.waiting.critical_path()
    }

    /// How many teams each team blocks.
    #[must_use]
    pub fn blocking_fan_in(&self) -> BTreeMap<TeamId, usize> {
        self.blocking.fan_in().into_iter().map(|(team, count)| (team.clone(), count)).collect()
    }

    /// Through which share of all chains of waiting each team stands: betweenness (Brandes 2001).
    ///
    /// b(v) = Σ σ(s, t | v) / σ(s, t) over all ordered pairs s ≠ v ≠ t, ÷ (n − 1)(n − 2), with σ the number of shortest
    /// chains; between 0 and 1, and 0 for fewer than three teams. `None` where the work, teams × (teams + dependencies), exceeds
    /// 5·10⁷.
    #[must_use]
    pub fn betweenness(&self) -> Option<BTreeMap<TeamId, f64>> {
        self.waiting
            .betweenness()
            .map(|all| all.into_iter().map(|(team, share)| (team.clone(), share)).collect())
    }

    /// For each team that everybody comes to wait for only through one other team: the nearest such team.
    ///
    /// The immediate dominators, from all teams that nobody waits for. A team that many others stand behind in this map is
    /// a gate.
    #[must_use]
    pub fn gates(&self) -> BTreeMap<TeamId, TeamId> {
        self.waiting.dominators().into_iter().map(|(team, gate)| (team.clone(), gate.clone())).collect()
    }
}
