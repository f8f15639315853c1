//! The monthly series of every group and of the whole, with their outlooks: what evidence is made of.
//!
//! ```
//! use thalweg_dora::{Definition, Metric, monthly};
//! use thalweg_model::{Deployment, DeploymentId, Entity, EnvironmentId, EventLog, Evidence, MetricId, ServiceId, TeamId, Tz, Window};
//! let deployed = Deployment::new(
//!     DeploymentId::new("D1")?, ServiceId::new("api")?, EnvironmentId::new("production")?, "2026-09-03T09:30:00Z".parse()?,
//! );
//! let log = EventLog::of_records([deployed], [], []).value;
//! let as_of = "2026-10-08T22:00:00Z".parse()?;
//! let quarter = Window::quarter(2026, 3, 1, Tz::UTC)?;
//! let team = TeamId::new("payments")?;
//! let found = monthly(&log.as_of(as_of), &quarter, 24, |_| [team.clone()], &Definition::default());
//! let evidence = found.into_evidence(Evidence::new(quarter, as_of));
//! let metric = MetricId::new(Metric::DeploymentFrequency.id())?;
//! assert_eq!(evidence.series(&metric, &Entity::Team(team)).count(), 25); // 24 months, and the quarter
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::BTreeMap;

use thalweg_model::{Entity, Event, Evidence, TeamId, View, Window};

use crate::definition::Definition;
use crate::measure::{Delivery, measure};
use crate::outlook::{Outlook, OutlookPlan, OutlookRules, outlook_of};
use crate::sample::Sample;

/// What every group and the whole delivered, month by month and in a period, and how it looks.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "it was measured to be put into evidence"]
#[non_exhaustive]
pub struct Monthly {
    /// The period that is judged.
    pub period: Window,
    /// The deliveries of every entity: of the months, and of the period.
    pub deliveries: BTreeMap<Entity, BTreeMap<Window, Delivery>>,
    /// The outlooks over the last four complete quarters of the period, against the twelve months before.
    pub outlooks: BTreeMap<Entity, Outlook>,
}

impl Monthly {
    /// Evidence with all of it: the deliveries under their windows, the outlooks under the period.
    #[must_use]
    pub fn into_evidence(self, evidence: Evidence) -> Evidence {
        let all = self.deliveries.iter().flat_map(|(entity, all)| all.iter().map(move |it| (entity, it)));
        let evidence = all.fold(evidence, |evidence, (entity, (window, delivery))| {
            evidence.about(entity, *window, delivery)
        });
        self.outlooks
            .iter()
            .fold(evidence, |evidence, (entity, outlook)| evidence.about(entity, self.period, outlook))
    }
}

/// Measures the months up to the end of a period, the period itself and the outlook, for every team and the whole.
///
/// `owners` gives the teams that answer for an event's service at its time: none makes it [`Entity::Unowned`], and of a
/// co-owned service every owner sees the event, the whole once. `months` is how many months to show; the outlook looks
/// at as many as it needs.
pub fn monthly<'log, I>(
    view: &View<'log>,
    period: &Window,
    months: usize,
    owners: impl Fn(Event<'log>) -> I,
    definition: &Definition,
) -> Monthly
where
    I: IntoIterator<Item = TeamId>,
{
    let shown = period.months().last().map(|it| it.trailing(months)).unwrap_or_default();
    let plan = plan(view, period);
    let needed = plan.as_ref().map(OutlookPlan::months).unwrap_or_default();
    let mut found = Monthly { period: *period, deliveries: BTreeMap::new(), outlooks: BTreeMap::new() };
    let mut samples: BTreeMap<Entity, Vec<Sample<'log>>> = BTreeMap::new();
    let all: std::collections::BTreeSet<&Window> = shown.iter().chain(&needed).collect();
    for window in all {
        for (entity, part) in parts(view, window, &owners) {
            let sample = Sample::of(&part, definition);
            if shown.contains(window) {
                found.insert(entity.clone(), *window, sample.delivery());
            }
            if needed.contains(window) {
                samples.entry(entity).or_default().push(sample);
            }
        }
    }
    for (entity, part) in parts(view, period, &owners) {
        found.insert(entity, *period, measure(&part, definition));
    }
    let judged = |(entity, samples)| Some((entity, outlook_of(samples, plan.as_ref()?, definition)?));
    Monthly { outlooks: samples.into_iter().filter_map(judged).collect(), ..found }
}

/// The outlook's months as they are fixed by the end of the period, or by now where it has not ended.
fn plan(view: &View<'_>, period: &Window) -> Option<OutlookPlan> {
    let by = period.end().min(view.as_of());
    OutlookPlan::trailing(OutlookRules::default(), by, period.zone()).ok()
}

/// The whole and its parts by owner in one window.
fn parts<'log, I: IntoIterator<Item = TeamId>>(
    view: &View<'log>,
    window: &Window,
    owners: impl Fn(Event<'log>) -> I,
) -> Vec<(Entity, View<'log>)> {
    let inside = view.within(window);
    let keys = |event: Event<'log>| {
        let teams: Vec<Entity> = owners(event).into_iter().map(Entity::Team).collect();
        if teams.is_empty() { vec![Entity::Unowned] } else { teams }
    };
    let groups = inside.group_by_each(keys).into_iter();
    groups.chain([(Entity::Organisation, inside.clone())]).collect()
}

impl Monthly {
    fn insert(&mut self, entity: Entity, window: Window, delivery: Delivery) {
        self.deliveries.entry(entity).or_default().insert(window, delivery);
    }
}
