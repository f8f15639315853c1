//! What one window holds, team by team, in one pass over the escalations.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::{HashMap, HashSet};
use thalweg_model::record::{Escalation, EscalationLevel};
use thalweg_model::{Elapsed, Instant, TeamId, Window};

use super::resolution::Resolution;
use super::stay::Stay;
use crate::document::Lasting;
use crate::topology::Topology;

/// What is counted of one team, or of several together.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tally {
    /// The time the team was there.
    pub(crate) present: Elapsed,
    /// Escalations raised while the team was there.
    pub(crate) raised: u64,
    /// Escalations raised while it was not.
    pub(crate) strangers: u64,
    /// Where those resolved in the window were resolved.
    pub(crate) resolved: Resolution,
    /// The stays at each level: the hours, and whether they ended.
    pub(crate) stays: BTreeMap<EscalationLevel, Vec<(f64, bool)>>,
    /// From raising on, of those raised in the window: the hours, and whether they ended.
    pub(crate) lives: Vec<(f64, bool)>,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.present = self.present + other.present;
        self.raised += other.raised;
        self.strangers += other.strangers;
        self.resolved.add(&other.resolved);
        for (level, stays) in &other.stays {
            self.stays.entry(*level).or_default().extend(stays);
        }
        self.lives.extend(&other.lives);
    }
}

/// The tallies of one window, as of an instant.
#[derive(Clone, Debug)]
pub(crate) struct Tallies {
    teams: BTreeMap<TeamId, Tally>,
}

impl Tallies {
    pub(crate) fn of(
        topology: &Topology,
        escalations: &[Escalation],
        window: Window,
        as_of: Instant,
    ) -> Self {
        let mut teams = present(topology, escalations, window, as_of);
        for escalation in escalations.iter().filter(|it| it.raised_at <= as_of) {
            let resolved_at = escalation.resolved_at.filter(|at| *at <= as_of);
            let raised_here = window.contains(escalation.raised_at);
            let counts = raised_here || resolved_at.is_some_and(|at| window.contains(at));
            let stays = stays(escalation, &window, as_of);
            if !counts && stays.is_empty() {
                continue;
            }
            let tally = teams.entry(&escalation.team).or_default();
            if counts {
                let there = topology.team(&escalation.team, escalation.raised_at).is_some();
                tally.take(escalation, resolved_at, &window, there, as_of);
            }
            for (stay, counted) in stays {
                tally.stays.entry(stay.level).or_default().push(counted);
            }
        }
        Self { teams: teams.into_iter().map(|(team, tally)| (team.clone(), tally)).collect() }
    }

    pub(crate) fn teams(&self) -> impl Iterator<Item = (&TeamId, &Tally)> {
        self.teams.iter()
    }

    pub(crate) fn team(&self, team: &TeamId) -> Option<&Tally> {
        self.teams.get(team)
    }

    /// All teams together, or those that pass.
    pub(crate) fn together(&self, passes: impl Fn(&TeamId) -> bool) -> Tally {
        let mut sum = Tally::default();
        self.teams.iter().filter(|(team, _)| passes(team)).for_each(|(_, tally)| sum.add(tally));
        sum
    }

    /// The teams that were there for any time in both windows.
    pub(crate) fn in_both<'a>(&'a self, other: &'a Self) -> BTreeSet<&'a TeamId> {
        let here = |tallies: &'a Self| {
            let there = tallies.teams.iter().filter(|(_, tally)| tally.present > Elapsed::ZERO);
            there.map(|(team, _)| team).collect::<BTreeSet<_>>()
        };
        here(self).intersection(&here(other)).copied().collect()
    }
}

impl Tally {
    fn take(
        &mut self,
        it: &Escalation,
        resolved_at: Option<Instant>,
        window: &Window,
        there: bool,
        as_of: Instant,
    ) {
        let hours = resolved_at.unwrap_or(as_of).since(it.raised_at).hours();
        if window.contains(it.raised_at) {
            self.raised += u64::from(there);
            self.strangers += u64::from(!there);
            if hours >= 0.0 {
                self.lives.push((hours, resolved_at.is_some()));
            }
        }
        if resolved_at.is_some_and(|at| window.contains(at)) {
            self.resolved.count(it.resolved_at_level, hours);
        }
    }
}

/// The stays that count in the window, each with its hours until `as_of` and whether it has ended.
///
/// Where the way through the levels is recorded, those that begin in the window; where it is not, what was resolved in it.
fn stays(escalation: &Escalation, window: &Window, as_of: Instant) -> Vec<(Stay, (f64, bool))> {
    let begins = !escalation.levels.is_empty();
    let known = |until: Option<Instant>| until.filter(|until| *until <= as_of);
    let inside = |stay: &Stay| match begins {
        true => stay.from <= as_of && window.contains(stay.from),
        false => known(stay.until).is_some_and(|until| window.contains(until)),
    };
    let counted = Stay::of(escalation).into_iter().filter(inside).map(|stay| {
        let until = known(stay.until);
        (stay, (until.unwrap_or(as_of).since(stay.from).hours(), until.is_some()))
    });
    counted.filter(|(_, (hours, _))| *hours >= 0.0).collect()
}

/// How long every team was there in the window, until `as_of`.
///
/// A team that others are part of is a unit: its time counts only where it raises escalations of its own.
fn present<'a>(
    topology: &'a Topology,
    escalations: &'a [Escalation],
    window: Window,
    as_of: Instant,
) -> HashMap<&'a TeamId, Tally> {
    let units: HashSet<&TeamId> =
        topology.document().teams.iter().filter_map(|it| it.parent.as_ref()).collect();
    let raising: HashSet<&TeamId> = escalations.iter().map(|it| &it.team).collect();
    let mut all = HashMap::<&TeamId, Tally>::new();
    for team in &topology.document().teams {
        let (from, until) = team.span().instants(topology.zone());
        let (start, end) = (from.max(window.start()), until.min(window.end()).min(as_of));
        if start < end && (!units.contains(&team.id) || raising.contains(&team.id)) {
            let tally = all.entry(&team.id).or_default();
            tally.present = tally.present + end.since(start);
        }
    }
    all
}
