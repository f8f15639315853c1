//! The job of warehouses, through the same table that answers it for millions (see [`crate::table`]).

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use thalweg_model::{DeploymentId, Instant, ServiceId, Window};

use crate::table::{
    Carry, Cell, ChangeColumns, Columns, DeploymentColumns, IncidentColumns, Marks, OPEN, Request, Tick,
};

use super::Preset;
use super::answer::{Answer, Answers, Contribution, Counted, count, hours, number_of, over};
use super::bucket::{deployment, ones};
use super::history::{History, Run, RunResult};

/// What is looked at.
pub(super) struct PeersJob<'a> {
    past: &'a History,
    window: &'a Window,
    /// The runs by id, with their places.
    places: BTreeMap<&'a DeploymentId, usize>,
}

impl<'a> PeersJob<'a> {
    pub(super) fn new(past: &'a History, window: &'a Window) -> Self {
        let places = past.runs.iter().enumerate().map(|(at, it)| (&it.id, at)).collect();
        Self { past, window, places }
    }

    pub(super) fn answers(&self, preset: Preset) -> Answers {
        let own: Vec<&Run> = self
            .past
            .runs
            .iter()
            .filter(|it| it.production && self.window.contains(it.finished_at))
            .collect();
        let good: Vec<&Run> = own.iter().copied().filter(|it| it.good()).collect();
        let cell = self.cell();
        let per_day = count(good.len()) / self.window.length().days();
        let quantile = |of: fn(&Cell) -> &[f64]| {
            cell.as_ref().and_then(|it| of(it).first()).map(|it| Tick::Nanosecond.hours(*it))
        };
        let failed = self.failed();
        let rate = |it: &&Run| Contribution::new(deployment(it), count(usize::from(failed.contains(&it.id))));
        let counted: Vec<_> = own.iter().map(rate).collect();
        Answers {
            definition: preset.stamp(),
            deployment_frequency: Answer::new(Counted::PerDay, Some(per_day), ones(&good)),
            change_lead_time: Answer::new(Counted::Hours, quantile(|it| &it.lead_times), self.leads()),
            change_fail_rate: Answer::new(
                Counted::Ratio,
                cell.as_ref().and_then(|it| over(number_of(it.counts.failed), own.len())),
                counted,
            ),
            recovery: Some(Answer::new(Counted::Hours, quantile(|it| &it.recoveries), self.recoveries())),
        }
    }

    /// The number that stands for a run in the columns; 0 for none.
    fn id(&self, of: Option<&DeploymentId>) -> u64 {
        of.and_then(|id| self.places.get(id)).map_or(0, |at| *at as u64 + 1)
    }

    /// The one cell of the window, as the table computes it.
    fn cell(&self) -> Option<Cell> {
        let History { runs, requests, tickets, .. } = self.past;
        let services = self.services();
        let named = |of: &Option<DeploymentId>| self.id(of.as_ref());
        let columns = Columns {
            tick: Tick::Nanosecond,
            deployments: DeploymentColumns {
                ids: &(1..).take(runs.len()).collect::<Vec<u64>>(),
                services: &column(runs, |it| services.get(&it.service).copied().unwrap_or(0)),
                groups: &vec![0; runs.len()],
                finished_at: &column(runs, |it| it.finished_at.nanos()),
                marks: &column(runs, marks),
            },
            changes: ChangeColumns {
                deployments: &column(requests, |it| named(&it.deployment)),
                committed_at: &column(requests, |it| it.started().nanos()),
            },
            incidents: IncidentColumns {
                deployments: &column(tickets, |it| named(&it.deployment)),
                restored_at: &column(tickets, |it| it.resolved_at.map_or(OPEN, Instant::nanos)),
            },
        };
        let facts = columns.facts(Carry::Forward, Instant::MAX, NonZeroUsize::MIN).ok()?;
        let windows = [*self.window];
        let threads = NonZeroUsize::MIN;
        facts.table(&Request { windows: &windows, probabilities: &[0.5], roll_ups: &[], threads }).pop()
    }

    /// The services by number.
    fn services(&self) -> BTreeMap<&ServiceId, u32> {
        let all: BTreeSet<&ServiceId> = self.past.runs.iter().map(|it| &it.service).collect();
        all.into_iter().zip(0..).collect()
    }

    /// The runs that incidents name.
    fn failed(&self) -> BTreeSet<&DeploymentId> {
        self.past.tickets.iter().filter_map(|it| it.deployment.as_ref()).collect()
    }

    /// The run that a change counts for: the one it names, else the next good one of its service.
    fn leads(&self) -> Vec<Contribution> {
        let mut good: BTreeMap<_, Vec<&Run>> = BTreeMap::new();
        self.past
            .runs
            .iter()
            .filter(|it| it.good())
            .for_each(|it| good.entry(&it.service).or_default().push(it));
        let lead = |it: &super::Request| {
            let named = self.past.runs.get(*self.places.get(it.deployment.as_ref()?)?)?;
            let of_service = good.get(&named.service).map_or(&[][..], Vec::as_slice);
            let next = || {
                of_service.get(of_service.partition_point(|run| run.finished_at < named.finished_at)).copied()
            };
            let run = if named.good() { named } else { next()? };
            let took = Contribution::new(format!("change {}", it.id), hours(it.started(), run.finished_at));
            self.window.contains(run.finished_at).then_some(took)
        };
        self.past.requests.iter().filter_map(lead).collect()
    }

    fn recoveries(&self) -> Vec<Contribution> {
        let took = |it: &super::Ticket| {
            let run = self.past.runs.get(*self.places.get(it.deployment.as_ref()?)?)?;
            let counts = run.production && self.window.contains(run.finished_at);
            counts.then_some(Contribution::new(
                format!("incident {}", it.id),
                hours(run.finished_at, it.resolved_at?),
            ))
        };
        self.past.tickets.iter().filter_map(took).collect()
    }
}

fn column<R, T>(records: &[R], of: impl Fn(&R) -> T) -> Vec<T> {
    records.iter().map(of).collect()
}

fn marks(run: &Run) -> Marks {
    let good = Marks::SUCCESSFUL.when(run.result == RunResult::Success);
    Marks::PRODUCTION.when(run.production).and(good).and(Marks::REWORK.when(run.rework))
}
