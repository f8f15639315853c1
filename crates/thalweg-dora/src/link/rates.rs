//! What the fail rate owes to each rung, and how it moves with the greatest age.

use std::collections::BTreeSet;

use serde::Serialize;
use thalweg_model::{Basis, DeploymentRow, Elapsed, Incident, IncidentId, Reading, Share, View};

use crate::definition::{Definition, Rung, Severity};
use crate::estimate::share_interval;

use super::clues::Clues;
use super::ladder::{Ladder, Links, Trail, trails};

/// What one rung adds to the fail rate of a view.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RungRate {
    /// The rung.
    pub rung: Rung,
    /// The incidents that it links, wherever their deployments are.
    pub incidents: u64,
    /// Deployments of the view that an incident on this rung makes failed, of all that count.
    pub rate: Reading<Share>,
    /// The same for this rung and all above it.
    pub until_here: Reading<Share>,
}

/// The links and the fail rate under one maximum age.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sensitivity {
    /// The maximum age; `None` for any.
    pub max_age: Option<Elapsed>,
    /// Incidents with a deployment.
    pub linked: u64,
    /// Incidents without one.
    pub unlinked: u64,
    /// Deployments of the view that an incident makes failed, of all that count.
    pub rate: Reading<Share>,
}

/// What a fail rate by incidents is made of.
struct Ground<'a, 'log> {
    view: &'a View<'log>,
    definition: &'a Definition,
}

impl Ground<'_, '_> {
    /// Whether the incident is known by now and of the kind that makes its causes failed.
    fn counts(&self, incident: &Incident) -> bool {
        let severe = incident.user_impacting && incident.immediate_intervention;
        let any = self.definition.rules().failure.severity == Severity::Any;
        (severe || any) && incident.began().is_none_or(|at| at <= self.view.as_of())
    }

    /// Failed deployments of the view over all of them, by incidents alone.
    fn rate(&self, failed: &BTreeSet<DeploymentRow>) -> Reading<Share> {
        let (mut part, mut whole) = (0_u64, 0_u64);
        for row in self.view.eligible() {
            whole += 1;
            part += u64::from(failed.contains(&row));
        }
        let basis = Basis::of(whole).under(self.definition.stamp().clone());
        Reading::share(part, whole, share_interval(part, whole, &self.definition.rules().estimation), basis)
    }

    /// The deployments that some incidents make failed.
    fn failed<'i>(
        &self,
        ends: impl Iterator<Item = (&'i Incident, &'i [DeploymentRow])>,
    ) -> BTreeSet<DeploymentRow> {
        ends.filter(|(incident, _)| self.counts(incident)).flat_map(|(_, rows)| rows).copied().collect()
    }
}

/// Links each incident to the deployments that caused it, by the best rung that leads to any.
///
/// The ladder, best first: the incident names the deployment; it names a change, or a revert of one, that a deployment carried
/// first; the latest deployment of one of its services that counts and finished before it began; the latest one of its project,
/// likewise. Only the last two are guesses, and only they have a maximum age. A rung that leads nowhere is passed over.
///
/// The view tells which deployments there are: give a whole one, since an incident of this month may come of a deployment of the
/// last. Cost: O((d + c) log d + i log d) for d deployments, c changes and i incidents.
///
/// ```
/// use thalweg_dora::link::{Clues, Ladder, Unlinked, link};
/// use thalweg_dora::Rung;
/// use thalweg_model::{Deployment, EventLog, Incident};
/// let deployed = Deployment::new("D1".parse()?, "api".parse()?, "production".parse()?, "2026-03-03T09:00:00Z".parse()?);
/// let incident = |id: &str, service: &str, at: &str| -> Result<Incident, Box<dyn std::error::Error>> {
///     Ok(Incident {
///         id: id.parse()?, services: vec![service.parse()?], caused_by: vec![], impact_started_at: Some(at.parse()?), detected_at: None,
///         restored_at: None, user_impacting: true, immediate_intervention: true, recorded_at: None,
///     })
/// };
/// let incidents = [incident("I1", "api", "2026-03-03T11:00:00Z")?, incident("I2", "api", "2026-03-09T11:00:00Z")?];
/// let log = EventLog::of_records([deployed], [], []).value;
/// let links = link(&log.as_of("2026-04-01T00:00:00Z".parse()?), &incidents, &Clues::default(), &Ladder::default());
/// assert_eq!((links.links[0].rung, links.links[0].age.map(|it| it.hours())), (Rung::SameService, Some(2.0)));
/// assert_eq!(links.unlinked["I2"], Unlinked::TooOld); // six days after the deployment
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn link(view: &View<'_>, incidents: &[Incident], clues: &Clues, ladder: &Ladder) -> Links {
    let mut links = Links::default();
    for trail in trails(view, incidents, clues, ladder) {
        let id = &trail.incident.id;
        match trail.end(ladder.max_age) {
            Ok((rung, rows)) => {
                links.links.extend(rows.iter().filter_map(|row| told(view, &trail, rung, *row)))
            }
            Err(why) => {
                links.unlinked.insert(id.clone(), why);
            }
        }
    }
    links.links.sort();
    links.links.dedup();
    links
}

fn told(view: &View<'_>, trail: &Trail<'_>, rung: Rung, row: DeploymentRow) -> Option<super::Link> {
    let deployment = view.log().deployment_id(row)?.clone();
    let age = trail.incident.began().map(|it| it.since(view.log().finished_at(row)));
    Some(super::Link { incident: trail.incident.id.clone(), deployment, rung, age })
}

/// The fail rate of a part of the log, rung by rung, in the order of the ladder.
///
/// Rate = deployments of `part` that an incident linked on that rung makes failed ÷ deployments of `part` that count; the severity is
/// the definition's. Other evidence of failure (marks, rollbacks, remedies) does not count here. *No data* where nothing was deployed.
#[must_use]
pub fn by_rung(
    whole: &View<'_>,
    part: &View<'_>,
    incidents: &[Incident],
    clues: &Clues,
    definition: &Definition,
) -> Vec<RungRate> {
    let ladder = Ladder::of(definition);
    let trails = trails(whole, incidents, clues, &ladder);
    let ground = Ground { view: part, definition };
    let ends: Vec<_> = trails
        .iter()
        .filter_map(|it| it.end(ladder.max_age).ok().map(|(rung, rows)| (it.incident, rung, rows)))
        .collect();
    let mut until_here = BTreeSet::new();
    let rate = |rung: &Rung| {
        let own = || ends.iter().filter(|it| it.1 == *rung);
        let failed = ground.failed(own().map(|it| (it.0, it.2)));
        until_here.extend(failed.iter().copied());
        let named: BTreeSet<&IncidentId> = own().map(|it| &it.0.id).collect();
        RungRate {
            rung: *rung,
            incidents: named.len() as u64,
            rate: ground.rate(&failed),
            until_here: ground.rate(&until_here),
        }
    };
    ladder.rungs.iter().map(rate).collect()
}

/// How links and fail rate move as the maximum age does, for the ages asked for and for any age.
///
/// The ladder is climbed once; each age costs one look at what was found.
#[must_use]
pub fn sensitivity(
    whole: &View<'_>,
    part: &View<'_>,
    incidents: &[Incident],
    clues: &Clues,
    (definition, ages): (&Definition, &[Elapsed]),
) -> Vec<Sensitivity> {
    let trails = trails(whole, incidents, clues, &Ladder::of(definition));
    let ground = Ground { view: part, definition };
    let under = |max_age: Option<Elapsed>| {
        let ends: Vec<_> =
            trails.iter().filter_map(|it| Some((it.incident, it.end(max_age).ok()?.1))).collect();
        let linked = ends.len() as u64;
        let unlinked = trails.len() as u64 - linked;
        Sensitivity { max_age, linked, unlinked, rate: ground.rate(&ground.failed(ends.into_iter())) }
    };
    ages.iter().copied().map(Some).chain([None]).map(under).collect()
}
