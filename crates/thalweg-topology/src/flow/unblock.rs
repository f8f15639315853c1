//! What to unblock first: the dependencies by the waiting time that goes away with them.

use thalweg_model::TeamId;

use super::Flow;
use crate::document::{DependencyState, Lasting, Moment};

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
        let waits = self.dependencies.iter().filter(|it| it.state > DependencyState::Ok);
        let critical = self.shortened();
        let mut all: Vec<Unblock> = waits
            .map(|it| {
                let days = it.from.map(|from| self.at.since(from.instant(self.topology.zone())).days());
                let saved_hours = it.median_wait_hours.map(|hours| hours * f64::from(it.items.unwrap_or(1)));
                let shorter = critical.iter().find(|(team, on, _)| *team == it.team && *on == it.on);
                Unblock {
                    team: it.team.clone(),
                    on: it.on.clone(),
                    state: it.state,
                    reason: it.reason.clone(),
                    since: it.span().from,
                    days,
                    saved_hours,
                    critical_hours: shorter.map_or(0.0, |(_, _, hours)| *hours),
                }
            })
            .collect();
        all.sort_by(|a, b| {
            rank(b).total_cmp(&rank(a)).then_with(|| older(a, b)).then_with(|| named(a).cmp(&named(b)))
        });
        all
    }

    /// For each dependency on the critical path: by how much it gets shorter without it.
    fn shortened(&self) -> Vec<(TeamId, TeamId, f64)> {
        let cut = self.waiting.all_cuts();
        let Some(path) = self.waiting.critical_without(&cut, None) else { return Vec::new() };
        let steps = path.teams.iter().zip(path.teams.iter().skip(1)).take(MAX_STEPS);
        let shorter = steps.filter_map(|(team, on)| {
            let (from, to) = (self.waiting.node(team)?, self.waiting.node(on)?);
            let without = self.waiting.graph.find_edge(from, to);
            let rest = self.waiting.critical_without(&cut, without).map_or(0.0, |path| path.hours);
            Some((team.clone(), on.clone(), path.hours - rest))
        });
        shorter.collect()
    }
}

/// Only the first steps of a very long chain are tried one by one.
const MAX_STEPS: usize = 32;

fn rank(it: &Unblock) -> f64 {
    it.saved_hours.unwrap_or(-1.0)
}

fn older(a: &Unblock, b: &Unblock) -> std::cmp::Ordering {
    let days = |it: &Unblock| it.days.unwrap_or(-1.0);
    days(b).total_cmp(&days(a))
}

fn named(it: &Unblock) -> (&TeamId, &TeamId) {
    (&it.team, &it.on)
}
