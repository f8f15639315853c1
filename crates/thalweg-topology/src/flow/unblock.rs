//! What to unblock first: the dependencies by the waiting time that goes away with them.

use std::cmp::Ordering;

use hashbrown::HashMap;
use petgraph::graph::NodeIndex;
use thalweg_model::TeamId;

use super::Flow;
use crate::document::{Dependency, DependencyState, Lasting, Moment};

/// A dependency that makes a team wait, and what is gained without it.
#[derive(Clone, Debug, PartialEq)]
pub struct Unblock {
    /// The team that waits.
    pub team: TeamId,
    /// The team that it waits for.
    pub on: TeamId,
    /// What it does to the waiting team.
    pub state: DependencyState,
    /// Why, if somebody said so.
    pub reason: Option<String>,
    /// Since when, if known.
    pub since: Option<Moment>,
    /// For how many days by now, if known.
    pub days: Option<f64>,
    /// Median wait × items that waited (1 where they are not counted), in hours; `None` where no wait is measured.
    pub saved_hours: Option<f64>,
    /// By how many hours the critical path gets shorter; 0 where it leads elsewhere.
    pub critical_hours: f64,
}

impl Flow<'_> {
    /// The dependencies that make teams wait, by the waiting time saved; those without a measured wait come last, the
    /// oldest first.
    #[must_use]
    pub fn unblock(&self) -> Vec<Unblock> {
        let mut waits: Vec<Wait<'_>> = self
            .dependencies
            .iter()
            .filter(|it| it.state > DependencyState::Ok)
            .map(|it| self.wait(it))
            .collect();
        waits.sort_by(Wait::before);
        let shorter = self.shortened();
        waits.into_iter().map(|wait| wait.told(&shorter)).collect()
    }

    fn wait<'a>(&'a self, it: &'a Dependency) -> Wait<'a> {
        Wait {
            it,
            days: it.from.map(|from| self.at.since(from.instant(self.topology.zone())).days()),
            saved_hours: it.median_wait_hours.map(|hours| hours * f64::from(it.items.unwrap_or(1))),
            ends: (self.waiting.node(&it.team), self.waiting.node(&it.on)),
        }
    }

    /// For each dependency on the critical path: by how much it gets shorter without it.
    fn shortened(&self) -> HashMap<Ends, f64> {
        let found = self.waiting.ordered().and_then(|all| Some((self.waiting.critical_of(&all)?, all)));
        let Some((path, ordered)) = found else { return HashMap::default() };
        let steps = path.teams.iter().zip(path.teams.iter().skip(1)).take(MAX_STEPS);
        let shorter = steps.filter_map(|(team, on)| {
            let (from, to) = (self.waiting.node(team)?, self.waiting.node(on)?);
            let without = self.waiting.graph.find_edge(from, to);
            let rest = self.waiting.hours_without(&ordered, without);
            Some(((Some(from), Some(to)), path.hours - rest))
        });
        shorter.collect()
    }
}

/// The two teams of a dependency, as nodes.
type Ends = (Option<NodeIndex>, Option<NodeIndex>);

/// A dependency with what it is ranked by. The order of the nodes is the order of the teams' names.
struct Wait<'a> {
    it: &'a Dependency,
    days: Option<f64>,
    saved_hours: Option<f64>,
    ends: Ends,
}

impl Wait<'_> {
    fn before(&self, other: &Self) -> Ordering {
        let least = |number: Option<f64>| number.unwrap_or(-1.0);
        let saved = least(other.saved_hours).total_cmp(&least(self.saved_hours));
        saved
            .then_with(|| least(other.days).total_cmp(&least(self.days)))
            .then_with(|| self.ends.cmp(&other.ends))
    }

    fn told(self, shorter: &HashMap<Ends, f64>) -> Unblock {
        let Self { it, days, saved_hours, ends } = self;
        Unblock {
            team: it.team.clone(),
            on: it.on.clone(),
            state: it.state,
            reason: it.reason.clone(),
            since: it.span().from,
            days,
            saved_hours,
            critical_hours: shorter.get(&ends).copied().unwrap_or(0.0),
        }
    }
}

/// Only the first steps of a very long chain are tried one by one.
const MAX_STEPS: usize = 32;
