//! The numbers of groups in a window as readings: what a table shows as plain numbers, with sample and interval.

use serde::Serialize;

use thalweg_model::{
    Basis, Elapsed, Exclusion, Flag, Gap, Instant, MetricId, Reading, Readings, Share, Unit, Window,
};

use super::counts::Counts;
use super::facts::Facts;
use super::rows::Piece;
use super::runs::Runs;
use crate::definition::{Definition, OpenIncidents, QuantileType};
use crate::estimate::{
    WEEK, curve, hours, median_interval, number, quantile, share_interval, survived, weekly_interval,
};
use crate::metrics::{Metric, metric_id};
use crate::preset::Preset;
use crate::sample::ascending;

/// The five metrics of some groups in a window, from columns.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[must_use = "it was computed to be read"]
#[non_exhaustive]
pub struct Measured {
    /// What was counted.
    pub counts: Counts,
    /// Successful deployments a week of the window, as far as it has passed; Garwood's interval.
    pub deployment_frequency: Reading,
    /// Median lead time, type 7; the interval from order statistics.
    pub change_lead_time: Reading,
    /// Failed deployments of all; Wilson's interval.
    pub change_fail_rate: Reading<Share>,
    /// Deployments that repeat work, of all; Wilson's interval.
    pub deployment_rework_rate: Reading<Share>,
    /// Median time from a deployment's finish to the end of its incident, with those still open (Kaplan and Meier).
    pub failed_deployment_recovery_time: Reading,
}

impl Measured {
    /// The reading of one metric.
    pub fn reading(&self, metric: Metric) -> Reading {
        match metric {
            Metric::DeploymentFrequency => self.deployment_frequency.clone(),
            Metric::ChangeLeadTime => self.change_lead_time.clone(),
            Metric::ChangeFailRate => self.change_fail_rate.quantity(),
            Metric::DeploymentReworkRate => self.deployment_rework_rate.quantity(),
            Metric::FailedDeploymentRecoveryTime => self.failed_deployment_recovery_time.clone(),
        }
    }
}

impl Readings for Measured {
    fn readings(&self) -> Vec<(MetricId, Reading)> {
        let one = |metric: Metric| metric_id(metric.spec()).map(|id| (id, self.reading(metric)));
        Metric::ALL.into_iter().filter_map(one).collect()
    }
}

impl Facts {
    /// What some groups did in a window, with intervals and gaps: for the cells that somebody looks at.
    ///
    /// A table gives counts and quantiles of every cell; an interval costs a pass over the cell's own samples and is made here,
    /// on request. Numbers are those of [`Facts::table`] but for the recovery: a cell's quantiles are of what is over, this
    /// median takes in what is open at `as_of`, which should be that of the facts, and leaves out what ends before it starts. `groups` are the caller's; those nobody knows
    /// have never deployed. Every reading bears the stamp of its definition: "peers-job", but for the open incidents.
    ///
    /// No deployment in a window that has begun is a real frequency of 0 with an upper bound; there is no data where none of the
    /// groups has ever deployed to production.
    ///
    /// ```
    /// use std::num::NonZeroUsize;
    /// use thalweg_dora::table::{Carry, ChangeColumns, Columns, DeploymentColumns, IncidentColumns, Marks, OPEN, Tick};
    /// use thalweg_model::{Gap, Tz, Window};
    /// let (hour, start) = (3600, 1_767_225_600); // 2026-01-01T00:00:00Z
    /// let good = Marks::PRODUCTION.and(Marks::SUCCESSFUL);
    /// let columns = Columns {
    ///     tick: Tick::Second,
    ///     deployments: DeploymentColumns {
    ///         ids: &[1, 2], services: &[0, 0], groups: &[7, 7], finished_at: &[start + hour, start + 20 * hour], marks: &[good, good],
    ///     },
    ///     changes: ChangeColumns { deployments: &[1, 2], committed_at: &[start, start + 17 * hour] },
    ///     incidents: IncidentColumns { deployments: &[1, 2], restored_at: &[start + 3 * hour, OPEN] },
    /// };
    /// let as_of = "2026-02-10T00:00:00Z".parse()?;
    /// let facts = columns.facts(Carry::Forward, as_of, NonZeroUsize::MIN)?;
    /// let january = facts.measure(&[7], &Window::month(2026, 1, Tz::UTC)?, as_of);
    /// assert_eq!(january.change_lead_time.value().map(|it| it.value()), Some(2.0));
    /// assert_eq!(january.change_fail_rate.basis().n, 2);
    /// let recovery = january.failed_deployment_recovery_time; // one over after 2 h, one open: S is exactly one half
    /// assert!(matches!(recovery.gap(), Some(Gap::NotReached { .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn measure(&self, groups: &[u32], window: &Window, as_of: Instant) -> Measured {
        let scene = Scene::of(self, groups, window, as_of);
        Measured {
            deployment_frequency: scene.frequency(),
            change_lead_time: scene.lead_time(),
            change_fail_rate: scene.share(scene.counts.failed),
            deployment_rework_rate: scene.share(scene.counts.rework),
            failed_deployment_recovery_time: scene.recovery(),
            counts: scene.counts,
        }
    }
}

/// Some groups in a window.
struct Scene<'a> {
    facts: &'a Facts,
    pieces: Vec<Piece>,
    counts: Counts,
    known: bool,
    as_of: Instant,
    exposure: Elapsed,
    partial: bool,
    definition: Definition,
}

impl<'a> Scene<'a> {
    fn of(facts: &'a Facts, groups: &[u32], window: &Window, as_of: Instant) -> Self {
        let place = |it: &u32| facts.groups().binary_search(it).ok().and_then(|it| u32::try_from(it).ok());
        let mut dense: Vec<u32> = groups.iter().filter_map(place).collect();
        dense.sort_unstable();
        dense.dedup();
        let (start, end) = (facts.tick.ceil(window.start()), facts.tick.ceil(window.end()));
        let pieces: Vec<_> = dense.iter().flat_map(|it| facts.rows.of(*it, start, end)).collect();
        let mut counts = Counts::default();
        pieces.iter().for_each(|it| counts.add(&facts.counts(&it.rows)));
        Self {
            facts,
            pieces,
            counts,
            known: !dense.is_empty(),
            as_of,
            exposure: window.exposure(as_of),
            partial: window.is_partial(as_of),
            definition: definition(),
        }
    }

    fn basis(&self, n: u64) -> Basis {
        Basis::of(n).flagged(Flag::Partial, self.partial).under(self.definition.stamp().clone())
    }

    fn frequency(&self) -> Reading {
        let basis = self.basis(self.counts.successful).over(self.exposure);
        if !self.known || self.exposure == Elapsed::ZERO {
            return Reading::unknown(Gap::NoData, basis);
        }
        let rate = number(self.counts.successful) / (self.exposure.hours() / WEEK);
        let interval = weekly_interval(self.counts.successful, self.exposure, self.definition.level());
        Reading::number(rate, Unit::PerWeek, interval, basis)
    }

    fn share(&self, part: u64) -> Reading<Share> {
        let whole = self.counts.deployments;
        let interval = share_interval(part, whole, &self.definition.rules().estimation);
        Reading::share(part, whole, interval, self.basis(whole))
    }

    fn lead_time(&self) -> Reading {
        let sorted = ascending(self.samples(&self.facts.leads).into_iter());
        let interval = median_interval(&sorted, self.definition.level());
        hours(quantile(&sorted, 0.5, QuantileType::Seven), interval, self.basis(self.counts.lead_times))
    }

    fn recovery(&self) -> Reading {
        let over = self.samples(&self.facts.recoveries).into_iter().map(|it| (it, true));
        let open = self.pieces.iter().flat_map(|it| self.open(it)).map(|it| (it, false));
        let (times, backwards): (Vec<_>, Vec<_>) = over.chain(open).partition(|(hours, _)| *hours >= 0.0);
        let n = times.len() as u64;
        let basis = self
            .basis(n)
            .flagged(Flag::DescriptiveOnly, n < 5)
            .without(Exclusion::NegativeDuration, backwards.len() as u64);
        survived(curve(&times).as_ref(), 0.5, self.definition.level(), basis)
    }

    /// The samples of the cell in hours.
    fn samples(&self, runs: &Runs) -> Vec<f64> {
        let mut hours = Vec::new();
        for piece in &self.pieces {
            runs.each(&piece.rows, |ticks| {
                hours.extend(ticks.iter().map(|it| self.facts.tick.hours(as_number(*it))));
            });
        }
        hours
    }

    /// How long each open incident of a piece has lasted, in hours.
    fn open<'b>(&'b self, piece: &'b Piece) -> impl Iterator<Item = f64> + 'b {
        let now = self.facts.tick.floor(self.as_of);
        piece.rows.clone().flat_map(move |row| {
            let until = |row: usize| self.facts.open.get(row).copied().unwrap_or(0);
            let count = until(row) - row.checked_sub(1).map_or(0, until);
            let since = self.facts.rows.finished_at.get(row).copied().unwrap_or(now);
            let lasted = self.facts.tick.hours(as_number(now - since));
            std::iter::repeat_n(lasted, count as usize)
        })
    }
}

/// The definition "peers-job", but that open incidents are censored.
fn definition() -> Definition {
    let mut rules = Preset::PeersJob.definition().rules().clone();
    rules.name = "table".to_owned();
    rules.recovery.open = OpenIncidents::Censor;
    Definition::new(rules).unwrap_or_default()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a stretch of ticks below 2⁶² is off by a relative 1e-16 at most"
)]
const fn as_number(ticks: i64) -> f64 {
    ticks as f64
}
