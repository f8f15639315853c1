//! The sample that a measurement rests on: every record of a view, with what it gave or why it was left out.
//!
//! One pass over the records of the view, linear in them and in their links. A measurement and an explanation are both
//! read off a sample, so that they cannot disagree. Samples of parts of one log merge into the sample of the whole.

mod carried;
mod causes;
mod deployed;
mod entry;
mod recovered;
mod scope;
mod stretch;

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::{
    Basis, DeploymentRow, Elapsed, EventLog, Exclusion, Instant, RecordKind, ServiceRow, StartKind, Tz, View,
    Window,
};

use crate::bands::BandRange;
use crate::definition::{BandTable, ClockStart, Definition, RecoveryWindow};

use causes::Causes;
use entry::{Changes, Deployments, Recoveries};
use recovered::Recovering;

pub(crate) use entry::{Carried, Deployed, Entry, Recovered};
pub(crate) use stretch::Stretches;

/// Every record of a view, with what it gave or why it was left out.
///
/// ```
/// use thalweg_dora::{Definition, Sample, measure};
/// use thalweg_model::{Deployment, DeploymentId, EnvironmentId, EventLog, ServiceId, Tz, Window};
/// let deployed = |id: &str, service: &str, at: &str| -> Result<_, Box<dyn std::error::Error>> {
///     let production = EnvironmentId::new("production")?;
///     Ok(Deployment::new(DeploymentId::new(id)?, ServiceId::new(service)?, production, at.parse()?))
/// };
/// let log = EventLog::of_records(
///     [deployed("D1", "api", "2026-03-03T09:30:00Z")?, deployed("D2", "web", "2026-03-05T14:00:00Z")?], [], [],
/// ).value;
/// let view = log.as_of("2026-04-10T00:00:00Z".parse()?).within(&Window::month(2026, 3, Tz::UTC)?);
/// let definition = Definition::default();
/// let mut parts = view.group_by(|event| event.service().clone()).into_iter();
/// let mut whole = Sample::of(&parts.next().expect("api").1, &definition);
/// whole = whole.merge(Sample::of(&parts.next().expect("web").1, &definition)).expect("parts of one log");
/// assert_eq!(whole.delivery(), measure(&view, &definition));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Sample<'log> {
    log: &'log EventLog,
    as_of: Instant,
    definition: Definition,
    windows: BTreeSet<Window>,
    stretches: Stretches,
    services: BTreeSet<ServiceRow>,
    deployments: Deployments,
    denominator: BTreeSet<DeploymentRow>,
    changes: Changes,
    cohort: Changes,
    recoveries: Recoveries,
}

impl<'log> Sample<'log> {
    /// The sample of a view.
    #[must_use]
    pub fn of(view: &View<'log>, definition: &Definition) -> Self {
        let mut causes = Causes::new(view.log(), view.as_of(), definition.rules());
        let deployments = deployed::deployments(view, definition, &mut causes);
        Self {
            log: view.log(),
            as_of: view.as_of(),
            windows: view.window().copied().into_iter().collect(),
            stretches: Stretches::of(view),
            services: view.services().iter().copied().collect(),
            denominator: deployed::denominator(view, definition).into_iter().collect(),
            changes: carried::deployed(view, definition, &deployments),
            cohort: carried::committed(view, definition),
            recoveries: recoveries(view, definition, &mut causes, &deployments),
            deployments,
            definition: definition.clone(),
        }
    }

    /// Both samples as one, each record once: the parts of a view merge into the whole, and so do windows side by side.
    ///
    /// `None` where the samples are of different logs, instants or definitions.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Option<Self> {
        let alike = std::ptr::eq(self.log, other.log)
            && self.as_of == other.as_of
            && self.definition == other.definition;
        if !alike {
            return None;
        }
        self.windows.extend(other.windows);
        self.services.extend(other.services);
        self.denominator.extend(other.denominator);
        Some(Self {
            stretches: self.stretches.united(other.stretches),
            deployments: Entry::united(self.deployments, other.deployments),
            changes: Entry::united(self.changes, other.changes),
            cohort: Entry::united(self.cohort, other.cohort),
            recoveries: Entry::united(self.recoveries, other.recoveries),
            ..self
        })
    }

    /// The definition that it was taken under.
    #[must_use]
    pub const fn definition(&self) -> &Definition {
        &self.definition
    }

    /// The instant as of which it was taken.
    #[must_use]
    pub const fn as_of(&self) -> Instant {
        self.as_of
    }

    /// The window, where it is of one.
    #[must_use]
    pub fn window(&self) -> Option<Window> {
        self.windows.first().copied().filter(|_| self.windows.len() == 1)
    }

    /// The time observed, in which at least one service existed.
    #[must_use]
    pub fn exposure(&self) -> Elapsed {
        self.stretches.total()
    }

    /// The lead times in hours, in ascending order: the changes whose first deployment lies in the window.
    #[must_use]
    pub fn lead_times(&self) -> Vec<f64> {
        ascending(self.leads(self.start_kind()).map(|it| it.time.hours()))
    }

    /// The recovery times in hours with whether each is over, in ascending order; an open one is as long as it has lasted.
    #[must_use]
    pub fn recovery_times(&self) -> Vec<(f64, bool)> {
        let mut all: Vec<_> = self.recovered().map(|it| (it.time.hours(), !it.open)).collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        all
    }

    pub(crate) const fn log(&self) -> &'log EventLog {
        self.log
    }

    pub(crate) const fn stretches(&self) -> &Stretches {
        &self.stretches
    }

    /// The zone of the windows' calendar.
    pub(crate) fn zone(&self) -> Tz {
        self.windows.first().map_or(Tz::UTC, Window::zone)
    }

    pub(crate) fn partial(&self) -> bool {
        self.windows.iter().any(|it| it.is_partial(self.as_of))
    }

    pub(crate) fn has_reported(&self) -> bool {
        self.services.iter().any(|it| self.log.has_reported(*it, self.as_of))
    }

    pub(crate) fn records(&self, kind: RecordKind) -> bool {
        self.log.records(kind)
    }

    /// The deployments that count, in the order of time.
    pub(crate) fn deployed(&self) -> impl Iterator<Item = &Deployed> {
        self.deployments.iter().filter_map(|it| it.found.as_ref().ok())
    }

    /// How many deployments stand under the fraction of the two rates.
    pub(crate) fn whole(&self) -> u64 {
        let rules = &self.definition.rules().deployments;
        if rules.denominator == rules.counted {
            count(self.deployed())
        } else {
            count(self.denominator.iter())
        }
    }

    /// Why a deployment does not stand under the fraction of the two rates; `None` where it does.
    pub(crate) fn not_below(&self, entry: &Entry<DeploymentRow, Deployed>) -> Option<Exclusion> {
        let rules = &self.definition.rules().deployments;
        if rules.denominator == rules.counted {
            entry.found.err()
        } else {
            scope::exclusion(self.log, entry.key, rules.denominator, self.as_of)
        }
    }

    /// The services of the deployments under that fraction, each once a deployment.
    pub(crate) fn whole_services(&self) -> Vec<ServiceRow> {
        let rules = &self.definition.rules().deployments;
        if rules.denominator == rules.counted {
            self.deployed().map(|it| it.service).collect()
        } else {
            self.denominator.iter().map(|row| self.log.service_of(*row)).collect()
        }
    }

    /// What the clock of the sample starts with: what the definition wants, else the kind that most of its changes have, the
    /// earlier kind among equals.
    pub(crate) fn start_kind(&self) -> StartKind {
        if let ClockStart::Only(kind) = self.definition.rules().lead_time.start {
            return kind;
        }
        prevailing(&self.changes).or_else(|| prevailing(&self.cohort)).unwrap_or_default()
    }

    /// The changes that count in the deployed view.
    pub(crate) fn leads(&self, kind: StartKind) -> impl Iterator<Item = &Carried> {
        self.changes.iter().filter_map(|it| it.found.as_ref().ok()).filter(move |it| it.kind == kind)
    }

    /// The changes that count in the cohort view.
    pub(crate) fn committed(&self, kind: StartKind) -> impl Iterator<Item = &Carried> {
        self.cohort.iter().filter_map(|it| it.found.as_ref().ok()).filter(move |it| it.kind == kind)
    }

    /// The same for a comparison over time: with lead times of one kind alone, and with recoveries of mature deployments.
    pub(crate) fn comparable(mut self, kind: StartKind) -> Self {
        for entry in self.changes.iter_mut().chain(&mut self.cohort) {
            if entry.found.is_ok_and(|it| it.kind != kind) {
                entry.found = Err(Exclusion::OtherStartKind);
            }
        }
        for entry in &mut self.recoveries {
            if entry.found.is_ok_and(|it| !it.mature) {
                entry.found = Err(Exclusion::Immature);
            }
        }
        self
    }

    /// The recoveries that count.
    pub(crate) fn recovered(&self) -> impl Iterator<Item = &Recovered> {
        self.recoveries.iter().filter_map(|it| it.found.as_ref().ok())
    }

    pub(crate) const fn deployment_entries(&self) -> &Deployments {
        &self.deployments
    }

    pub(crate) const fn change_entries(&self) -> &Changes {
        &self.changes
    }

    pub(crate) const fn cohort_entries(&self) -> &Changes {
        &self.cohort
    }

    pub(crate) const fn recovery_entries(&self) -> &Recoveries {
        &self.recoveries
    }

    /// The bands of a number, where the definition reads numbers against the answer scale.
    pub(crate) fn on_scale(&self, band: Option<BandRange>) -> Option<BandRange> {
        band.filter(|_| self.definition.rules().bands == BandTable::AnswerScale)
    }

    /// A basis of n observations, stamped, with what was left out.
    pub(crate) fn basis(&self, n: u64, left_out: BTreeMap<Exclusion, u64>) -> Basis {
        let flagged = Basis::of(n).flagged(thalweg_model::Flag::Partial, self.partial());
        Basis { left_out, ..flagged.over(self.exposure()).under(self.definition.stamp().clone()) }
    }
}

fn recoveries<'log>(
    view: &View<'log>,
    definition: &Definition,
    causes: &mut Causes<'log>,
    deployments: &Deployments,
) -> Recoveries {
    let counted = |all: &Deployments| -> Vec<_> {
        all.iter().filter_map(|it| it.found.as_ref().ok().map(|found| (it.key, *found))).collect()
    };
    if definition.rules().recovery.window != RecoveryWindow::Restored {
        let rows = counted(deployments);
        return Recovering { view, definition, causes }.of(&rows);
    }
    // Restored in the window, whenever deployed: every deployment of the view's services may be one.
    let services: BTreeSet<_> = view.services().iter().collect();
    let all = deployed::deployments(&view.log().as_of(view.as_of()), definition, causes);
    let rows: Vec<_> = counted(&all).into_iter().filter(|it| services.contains(&it.1.service)).collect();
    Recovering { view, definition, causes }.of(&rows)
}

fn prevailing(changes: &Changes) -> Option<StartKind> {
    let mut counts: BTreeMap<StartKind, u64> = BTreeMap::new();
    for found in changes.iter().filter_map(|it| it.found.as_ref().ok()) {
        *counts.entry(found.kind).or_default() += 1;
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(kind, _)| kind)
}

/// How many there are.
pub(crate) fn count<T>(all: impl Iterator<Item = T>) -> u64 {
    all.fold(0, |n, _| n + 1)
}

/// The numbers in ascending order.
pub(crate) fn ascending(numbers: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut all: Vec<f64> = numbers.collect();
    all.sort_unstable_by(f64::total_cmp);
    all
}

/// How many entries were left out, by reason.
pub(crate) fn left_out<'a, K: 'a, T: 'a>(
    entries: impl IntoIterator<Item = &'a Entry<K, T>>,
) -> BTreeMap<Exclusion, u64> {
    let mut counts = BTreeMap::new();
    for reason in entries.into_iter().filter_map(|it| it.found.as_ref().err()) {
        *counts.entry(*reason).or_default() += 1;
    }
    counts
}
