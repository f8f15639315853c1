//! The job of warehouses, through the same table that answers it for millions (see [`crate::table`]).

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use thalweg_model::{DeploymentId, Instant, Window};

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
        let runs = &self.past.runs;
        let services: BTreeMap<_, u32> =
            runs.iter().map(|it| &it.service).collect::<BTreeSet<_>>().into_iter().zip(0..).collect();
        let marks = |it: &Run| {
            let good = Marks::SUCCESSFUL.when(it.result == RunResult::Success);
            Marks::PRODUCTION.when(it.production).and(good).and(Marks::REWORK.when(it.rework))
        };
        let end = |at: Option<Instant>| at.map_or(OPEN, Instant::nanos);
        let ids: Vec<u64> = (1..).take(runs.len()).collect();
        let columns = Columns {
            tick: Tick::Nanosecond,
            deployments: DeploymentColumns {
                ids: &ids,
                services: &runs
                    .iter()
                    .filter_map(|it| services.get(&it.service).copied())
                    .collect::<Vec<_>>(),
                groups: &vec![0; runs.len()],
                finished_at: &runs.iter().map(|it| it.finished_at.nanos()).collect::<Vec<_>>(),
                marks: &runs.iter().map(marks).collect::<Vec<_>>(),
            },
            changes: ChangeColumns {
                deployments: &self
                    .past
                    .requests
                    .iter()
                    .map(|it| self.id(it.deployment.as_ref()))
                    .collect::<Vec<_>>(),
                committed_at: &self.past.requests.iter().map(|it| it.started().nanos()).collect::<Vec<_>>(),
            },
            incidents: IncidentColumns {
                deployments: &self
                    .past
                    .tickets
                    .iter()
                    .map(|it| self.id(it.deployment.as_ref()))
                    .collect::<Vec<_>>(),
                restored_at: &self.past.tickets.iter().map(|it| end(it.resolved_at)).collect::<Vec<_>>(),
            },
        };
        let facts = columns.facts(Carry::Forward, Instant::MAX, NonZeroUsize::MIN).ok()?;
        let windows = [*self.window];
        facts
            .table(&Request {
                windows: &windows,
                probabilities: &[0.5],
                roll_ups: &[],
                threads: NonZeroUsize::MIN,
            })
            .pop()
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
