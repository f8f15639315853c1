//! Who is above whom at an instant.

use std::collections::BTreeSet;

use thalweg_model::{Instant, PersonId, TeamId};

use super::Topology;

/// Deeper than the tree of any organisation: what goes on above is not looked at, so that no record makes a walk long.
const MAX_LEVELS: usize = 256;

impl Topology {
    /// Whom a person reports to at an instant; a line that closes a loop does not count.
    #[must_use]
    pub fn manager_of(&self, person: &PersonId, at: Instant) -> Option<&PersonId> {
        self.person(person, at)?.manager.as_ref()
    }

    /// The person and everybody above, from below upwards, to at most 256 levels.
    #[must_use]
    pub fn chain<'a>(&'a self, person: &'a PersonId, at: Instant) -> Vec<&'a PersonId> {
        let mut chain = Vec::new();
        self.climb(person, at, &mut BTreeSet::new(), &mut chain);
        chain
    }

    /// Adds the person and those above until one was seen before, so that no line is walked twice.
    fn climb<'a>(
        &'a self,
        person: &'a PersonId,
        at: Instant,
        seen: &mut BTreeSet<&'a PersonId>,
        chain: &mut Vec<&'a PersonId>,
    ) {
        let mut here = Some(person);
        while let Some(person) = here.filter(|person| chain.len() < MAX_LEVELS && seen.insert(*person)) {
            chain.push(person);
            here = self.manager_of(person, at);
        }
    }

    /// Everybody with authority over a team at an instant: its manager and those above, then those of the units it is
    /// part of. The nearest come first.
    #[must_use]
    pub fn authorities(&self, team: &TeamId, at: Instant) -> Vec<&PersonId> {
        let mut seen_units = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut all = Vec::new();
        let mut unit = self.team(team, at);
        while let Some(team) =
            unit.filter(|team| seen_units.len() < MAX_LEVELS && seen_units.insert(&team.id))
        {
            if let Some(manager) = &team.manager {
                self.climb(manager, at, &mut seen, &mut all);
            }
            unit = team.parent.as_ref().and_then(|parent| self.team(parent, at));
        }
        all
    }

    /// The lowest person with authority over all the teams, or `None` where there is nobody.
    ///
    /// Lowest: nearest to the first team among those above all of them; with one tree of management this is the lowest
    /// common ancestor.
    #[must_use]
    pub fn authority_over(&self, teams: &[TeamId], at: Instant) -> Option<&PersonId> {
        let common = self.common_authorities(teams, at);
        self.authorities(teams.first()?, at).into_iter().find(|person| common.contains(person))
    }

    /// Everybody with authority over all the teams.
    pub(crate) fn common_authorities(&self, teams: &[TeamId], at: Instant) -> BTreeSet<&PersonId> {
        let mut all =
            teams.iter().map(|team| self.authorities(team, at).into_iter().collect::<BTreeSet<_>>());
        let first = all.next().unwrap_or_default();
        all.fold(first, |common, set| common.intersection(&set).copied().collect())
    }

    /// Whether any record describes the person at any time.
    pub(crate) fn knows(&self, person: &PersonId) -> bool {
        self.index.people.contains_key(person)
    }
}
