//! What to unblock first: the dependencies by the waiting time that goes away with them.

use hashbrown::HashMap;
use thalweg_model::TeamId;

use super::Flow;
use crate::document::{DependencyState, Moment};
use crate::topology::{Wait, more};

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
        let waits = self.waits.iter().copied();
        let mut waits: Vec<&Wait> = waits.filter(|it| it.state > DependencyState::Ok).collect();
        // They come in this order already, up to days that differ by less than a number can hold.
        waits.sort_by(|one, other| {
            let saved = more(one.saved_hours, other.saved_hours);
            saved
                .then_with(|| more(self.days(one), self.days(other)))
                .then_with(|| (one.team, one.on).cmp(&(other.team, other.on)))
        });
        let shorter = self.shortened();
        waits.into_iter().filter_map(|wait| self.told(wait, &shorter)).collect()
    }

    /// For how many days it has lasted.
    fn days(&self, wait: &Wait) -> Option<f64> {
        wait.begun.map(|begun| self.at.since(begun).days())
    }

    /// For each dependency on the critical path: by how much it gets shorter without it.
    fn shortened(&self) -> HashMap<Ends, f64> {
        let found = self.waiting.ordered().and_then(|all| Some((self.waiting.critical_of(&all)?, all)));
        let Some((path, ordered)) = found else { return HashMap::default() };
        let number = |team| self.topology.waiting_teams().binary_search(team).ok();
        let steps = path.teams.iter().zip(path.teams.iter().skip(1)).take(MAX_STEPS);
        let shorter = steps.filter_map(|(team, on)| {
            let (from, to) = (self.waiting.node(team)?, self.waiting.node(on)?);
            let without = self.waiting.graph.find_edge(from, to);
            let rest = self.waiting.hours_without(&ordered, without);
            Some(((number(team)?, number(on)?), path.hours - rest))
        });
        shorter.collect()
    }

    /// The record itself is looked at only where it has a reason: in this order each would come from another place of memory.
    fn told(&self, wait: &Wait, shorter: &HashMap<Ends, f64>) -> Option<Unblock> {
        let ends = (wait.team as usize, wait.on as usize);
        let team = |number: usize| self.topology.waiting_teams().get(number).cloned();
        let record = || self.topology.document().dependencies.get(wait.place as usize);
        Some(Unblock {
            team: team(ends.0)?,
            on: team(ends.1)?,
            state: wait.state,
            reason: wait.explained.then(record).flatten().and_then(|it| it.reason.clone()),
            since: wait.since,
            days: self.days(wait),
            saved_hours: wait.saved_hours,
            critical_hours: shorter.get(&ends).copied().unwrap_or(0.0),
        })
    }
}

/// The two teams of a dependency, by their numbers.
type Ends = (usize, usize);

/// Only the first steps of a very long chain are tried one by one.
const MAX_STEPS: usize = 32;
