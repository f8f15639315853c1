//! Whose answers speak of which manager: the teams under each.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::{Entity, PersonId, Records, TeamId};

use crate::error::{Problems, SurveyError};

/// The teams in the span of each manager: those managed directly, and those of managers below.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans {
    teams: BTreeMap<PersonId, BTreeSet<TeamId>>,
}

impl Spans {
    /// Spans as given.
    #[must_use]
    pub fn new(teams: BTreeMap<PersonId, BTreeSet<TeamId>>) -> Self {
        Self { teams }
    }

    /// The spans that teams and people tell: each team belongs to its manager and to everybody the manager reports to.
    ///
    /// # Errors
    /// [`SurveyError::Cycle`] for everybody who reports to somebody below, all at once.
    ///
    /// ```
    /// use thalweg_model::{Records, TeamId, PersonId, Team};
    /// use thalweg_survey::Spans;
    /// let mut records = Records::default();
    /// let team = Team {
    ///     id: TeamId::new("payments")?, name: None, kind: Default::default(), manager: Some(PersonId::new("p-1")?),
    ///     parent: None, from: None, until: None,
    /// };
    /// records.teams.push(team);
    /// assert_eq!(Spans::of_records(&records)?.managers().count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_records(records: &Records) -> Result<Self, Problems> {
        let reports_to = records.people.iter().filter_map(|p| Some((&p.id, p.manager.as_ref()?)));
        let reports_to: BTreeMap<&PersonId, &PersonId> = reports_to.collect();
        let mut teams: BTreeMap<PersonId, BTreeSet<TeamId>> = BTreeMap::new();
        let mut problems = BTreeSet::new();
        for team in &records.teams {
            let mut seen = BTreeSet::new();
            let mut above = team.manager.as_ref();
            while let Some(manager) = above {
                if !seen.insert(manager) {
                    problems.insert(manager.to_string());
                    break;
                }
                teams.entry(manager.clone()).or_default().insert(team.id.clone());
                above = reports_to.get(manager).copied();
            }
        }
        Problems::none_or(problems.into_iter().map(|group| SurveyError::Cycle { group }).collect())?;
        Ok(Self { teams })
    }

    /// The managers and their teams.
    pub fn managers(&self) -> impl Iterator<Item = (&PersonId, &BTreeSet<TeamId>)> {
        self.teams.iter()
    }

    /// The spans that a team is in.
    pub(super) fn over(&self, team: &TeamId) -> Vec<Entity> {
        let over = self.teams.iter().filter(|(_, teams)| teams.contains(team));
        over.map(|(manager, _)| Entity::Span(manager.clone())).collect()
    }
}
