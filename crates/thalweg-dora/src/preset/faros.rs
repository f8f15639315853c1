//! Faros: changes by the stretch of time between two deployments.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::{DeploymentId, EnvironmentId, Instant, ServiceId, Window};

use crate::definition::Bucket;

use super::Preset;
use super::answer::{Answer, Answers, Contribution, Counted, average, count, hours, over};
use super::bucket::{counts, deployment, ones};
use super::history::{History, Request, Run};

/// What is looked at.
pub(super) struct Faros<'a> {
    pub(super) past: &'a History,
    pub(super) window: &'a Window,
}

impl Faros<'_> {
    pub(super) fn answers(&self, preset: Preset) -> Answers {
        let good: Vec<&Run> = self.past.runs.iter().filter(|it| it.good()).collect();
        Answers {
            definition: preset.stamp(),
            deployment_frequency: self.frequency(&good),
            change_lead_time: self.lead_time(&good),
            change_fail_rate: self.fail_rate(),
            recovery: None,
        }
    }

    fn inside(&self, run: &Run) -> bool {
        self.window.contains(run.finished_at)
    }

    /// The mean over the weeks that have any.
    fn frequency(&self, good: &[&Run]) -> Answer {
        let own: Vec<&Run> = good.iter().copied().filter(|it| self.inside(it)).collect();
        let weeks = counts(Bucket::Week, self.window, own.iter().map(|it| it.finished_at));
        let filled: Vec<f64> = weeks.into_iter().filter(|it| *it > 0).map(count).collect();
        Answer::new(Counted::PerWeek, average(&filled), ones(&own))
    }

    /// Requests merged after the deployment before and until this one, from opening to its finish.
    fn lead_time(&self, good: &[&Run]) -> Answer {
        let mut merged: BTreeMap<&ServiceId, Vec<(Instant, &Request)>> = BTreeMap::new();
        for it in &self.past.requests {
            if let Some(at) = it.merged {
                merged.entry(&it.service).or_default().push((at, it));
            }
        }
        merged.values_mut().for_each(|it| it.sort_by_key(|(at, request)| (*at, &request.id)));
        let mut before: BTreeMap<(&ServiceId, &EnvironmentId), Instant> = BTreeMap::new();
        let mut counted = Vec::new();
        for run in good {
            let Some(last) = before.insert((&run.service, &run.environment), run.finished_at) else {
                continue;
            };
            let of_service = merged.get(&run.service).map_or(&[][..], Vec::as_slice);
            let place = |end: Instant| of_service.partition_point(|(at, _)| *at <= end);
            let own = of_service.get(place(last)..place(run.finished_at)).unwrap_or_default();
            let lead = |(_, it): &(Instant, &Request)| {
                Contribution::new(format!("change {}", it.id), hours(it.opened, run.finished_at))
            };
            counted.extend(own.iter().filter(|_| self.inside(run)).map(lead));
        }
        Answer::of_hours(counted, average)
    }

    /// Rows of incident and application over all runs of any environment and result.
    fn fail_rate(&self) -> Answer {
        let ids: BTreeSet<&DeploymentId> =
            self.past.runs.iter().filter(|it| self.inside(it)).map(|it| &it.id).collect();
        let tickets = self.past.tickets.iter().filter(|it| self.window.contains(it.created_at));
        let row = |it: &super::Ticket| {
            let id = it.id.clone();
            let of = |service: &ServiceId| {
                Contribution::row(format!("incident {id}"), &format!("of {service}"), 1.0)
            };
            it.services.iter().map(of).collect::<Vec<_>>()
        };
        let mut counted: Vec<Contribution> = tickets.flat_map(row).collect();
        let rows = count(counted.len());
        let runs = self.past.runs.iter().filter(|it| ids.contains(&it.id));
        counted.extend(runs.map(|it| Contribution::new(deployment(it), 0.0)));
        Answer::new(Counted::Ratio, over(rows, ids.len()), counted)
    }
}
