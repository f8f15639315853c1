//! The ladder itself: for every incident the best rung that leads to a deployment.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use thalweg_model::{DeploymentId, DeploymentRow, Elapsed, Incident, IncidentId, Instant, ServiceId, View};

use crate::definition::{Definition, Rung};

use super::clues::Clues;
use super::index::Shelf;

/// Which evidence counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// The rungs, best first.
    pub rungs: Vec<Rung>,
    /// How long before the impact a deployment may have finished, where the rung is a guess by service or project; `None` for
    /// any age.
    pub max_age: Option<Elapsed>,
    /// Whether a guessed deployment must have finished before the impact, and not in the same instant.
    pub strictly_before: bool,
}

impl Ladder {
    /// The ladder of a definition.
    #[must_use]
    pub fn of(definition: &Definition) -> Self {
        let rules = &definition.rules().incidents;
        Self {
            rungs: rules.rungs.clone(),
            max_age: rules.max_age_hours.map(age),
            strictly_before: rules.strictly_before,
        }
    }
}

/// Hours, at most a century of them; a definition allows ten years.
#[expect(
    clippy::cast_possible_truncation,
    reason = "held between 0 and 10⁶ hours, far below 2⁶³ nanoseconds"
)]
fn age(hours: f64) -> Elapsed {
    Elapsed::from_nanos((hours.clamp(0.0, 1e6) * 3.6e12) as i64)
}

impl Default for Ladder {
    fn default() -> Self {
        Self::of(&Definition::default())
    }
}

/// A deployment that caused an incident, and how that is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Link {
    /// The incident.
    pub incident: IncidentId,
    /// The deployment.
    pub deployment: DeploymentId,
    /// The rung that led to it.
    pub rung: Rung,
    /// How long before the impact it finished, where the beginning of the incident is known; negative where it finished later.
    pub age: Option<Elapsed>,
}

/// Why an incident is linked to no deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unlinked {
    /// It names deployments, and none of them is known. A guess would contradict it.
    UnknownDeployment,
    /// Nothing is named, and when it began is not known, so nothing can be guessed.
    NoBeginning,
    /// It names no service and no project, so nothing can be guessed.
    NoService,
    /// No deployment that counts finished before it.
    NoDeployment,
    /// The latest deployment before it is older than the ladder allows.
    TooOld,
}

/// Incidents with the deployments that caused them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Links {
    /// The links, by incident.
    pub links: Vec<Link>,
    /// The incidents without one, each with the reason: listed, never forced.
    pub unlinked: BTreeMap<IncidentId, Unlinked>,
}

impl Links {
    /// How many incidents each rung linked.
    #[must_use]
    pub fn by_rung(&self) -> BTreeMap<Rung, usize> {
        let mut by: BTreeMap<Rung, BTreeSet<&IncidentId>> = BTreeMap::new();
        for link in &self.links {
            by.entry(link.rung).or_default().insert(&link.incident);
        }
        by.into_iter().map(|(rung, incidents)| (rung, incidents.len())).collect()
    }

    /// The incidents with their links written into them, for an event log.
    #[must_use]
    pub fn applied(&self, incidents: impl IntoIterator<Item = Incident>) -> Vec<Incident> {
        let mut causes: BTreeMap<&IncidentId, Vec<DeploymentId>> = BTreeMap::new();
        for link in &self.links {
            causes.entry(&link.incident).or_default().push(link.deployment.clone());
        }
        let with = |it: Incident| match causes.get(&it.id) {
            Some(own) => Incident { caused_by: own.clone(), ..it },
            None => it,
        };
        incidents.into_iter().map(with).collect()
    }
}

/// What the ladder finds for one incident, before ages are looked at.
pub(super) struct Trail<'a> {
    pub(super) incident: &'a Incident,
    /// What each rung leads to, best first, with the age of a guess: no age is too great for what is named.
    steps: Vec<(Rung, Vec<DeploymentRow>, Option<Elapsed>)>,
    /// Why there is nothing at all.
    nothing: Unlinked,
}

impl Trail<'_> {
    /// The deployments that count under a maximum age.
    pub(super) fn end(&self, max_age: Option<Elapsed>) -> Result<(Rung, &[DeploymentRow]), Unlinked> {
        let young = |age: &Option<Elapsed>| age.zip(max_age).is_none_or(|(age, most)| age <= most);
        match self.steps.iter().find(|it| young(&it.2)) {
            Some((rung, rows, _)) => Ok((*rung, rows)),
            None if self.steps.is_empty() => Err(self.nothing),
            None => Err(Unlinked::TooOld),
        }
    }

    fn named(&mut self, rung: Rung, rows: Vec<DeploymentRow>) {
        if !rows.is_empty() {
            self.steps.push((rung, rows, None));
        }
    }

    fn guessed(&mut self, rung: Rung, found: Option<(DeploymentRow, Elapsed)>) {
        self.steps.extend(found.map(|(row, age)| (rung, vec![row], Some(age))));
    }
}

/// Climbs the ladder for each incident.
pub(super) fn trails<'a>(
    view: &View<'_>,
    incidents: &'a [Incident],
    clues: &Clues,
    ladder: &Ladder,
) -> Vec<Trail<'a>> {
    let shelf = Shelf::of(view, clues);
    incidents.iter().map(|it| Climb { view, shelf: &shelf, clues, ladder }.trail(it)).collect()
}

struct Climb<'a, 'log> {
    view: &'a View<'log>,
    shelf: &'a Shelf<'a>,
    clues: &'a Clues,
    ladder: &'a Ladder,
}

impl Climb<'_, '_> {
    fn trail<'i>(&self, incident: &'i Incident) -> Trail<'i> {
        let mut trail = Trail { incident, steps: Vec::new(), nothing: self.nothing(incident) };
        let unknown = !incident.caused_by.is_empty() && self.explicit(incident).is_empty();
        if unknown && self.ladder.rungs.contains(&Rung::Explicit) {
            trail.nothing = Unlinked::UnknownDeployment;
            return trail;
        }
        for rung in &self.ladder.rungs {
            match rung {
                Rung::Explicit => trail.named(*rung, self.explicit(incident)),
                Rung::NamedCommit => trail.named(*rung, self.by_change(incident)),
                Rung::SameService => trail.guessed(*rung, self.by_service(incident)),
                Rung::SameProject => trail.guessed(*rung, self.by_project(incident)),
            }
        }
        trail
    }

    fn nothing(&self, incident: &Incident) -> Unlinked {
        let homeless = incident.services.is_empty() && self.clues.projects(&incident.id, &[]).is_empty();
        match incident.began() {
            None => Unlinked::NoBeginning,
            Some(_) if homeless => Unlinked::NoService,
            Some(_) => Unlinked::NoDeployment,
        }
    }

    fn explicit(&self, incident: &Incident) -> Vec<DeploymentRow> {
        incident.caused_by.iter().filter_map(|it| self.shelf.deployment(it)).collect()
    }

    /// The deployments that carried a change at fault first, one for each of its services.
    fn by_change(&self, incident: &Incident) -> Vec<DeploymentRow> {
        let faults = self.clues.faults(&incident.id);
        let all: BTreeSet<DeploymentRow> =
            faults.iter().flat_map(|it| self.shelf.carriers(it)).copied().collect();
        let before = |row: &DeploymentRow| self.age(incident, *row).is_none_or(|age| !age.is_negative());
        all.into_iter().filter(before).collect()
    }

    fn by_service(&self, incident: &Incident) -> Option<(DeploymentRow, Elapsed)> {
        let before = |service: &ServiceId| self.before(incident, self.shelf.of_service(service));
        incident.services.iter().filter_map(before).min_by_key(|(row, age)| (*age, std::cmp::Reverse(*row)))
    }

    fn by_project(&self, incident: &Incident) -> Option<(DeploymentRow, Elapsed)> {
        let projects = self.clues.projects(&incident.id, &incident.services);
        let before = |project: &&str| self.before(incident, self.shelf.of_project(project));
        projects.iter().filter_map(before).min_by_key(|(row, age)| (*age, std::cmp::Reverse(*row)))
    }

    /// The latest of some deployments in the order of time that finished before an incident began.
    fn before(&self, incident: &Incident, rows: &[DeploymentRow]) -> Option<(DeploymentRow, Elapsed)> {
        let began = incident.began()?;
        let finished = |row: DeploymentRow| self.view.log().finished_at(row);
        let in_time = |at: Instant| if self.ladder.strictly_before { at < began } else { at <= began };
        let count = rows.partition_point(|row| in_time(finished(*row)));
        let row = rows.get(..count)?.last().copied()?;
        Some((row, began.since(finished(row))))
    }

    fn age(&self, incident: &Incident, row: DeploymentRow) -> Option<Elapsed> {
        incident.began().map(|it| it.since(self.view.log().finished_at(row)))
    }
}
