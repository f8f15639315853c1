//! The same history as our own records, for definitions to be measured beside presets.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::{
    Change, ChangeId, Deployment, DeploymentId, EventLog, EventLogBuilder, Incident, Instant, Loaded, Plan,
    Prompt, RepositoryId, Stages, StartKind,
};

use crate::definition::{ChangeSet, ChangeUnit, Definition};
use crate::history::{self, Delivered, Deployed, Graph, Policy};
use crate::link::{Clues, Ladder, link};

use super::history::{History, Request, Run, RunResult, Ticket};

impl History {
    /// The history as an event log for a definition: runs are deployments, requests or commits changes, tickets incidents.
    ///
    /// What a definition leaves to the making of the log is done here. Change sets: where they are explicit, requests with the
    /// deployment that they name; else from the commit graph, commits or requests by their merge commit as the unit says. Incidents are
    /// linked by the definition's ladder, and count as felt by users and acted on at once. What was odd is told.
    pub fn log(&self, definition: &Definition) -> Loaded<EventLog> {
        let mut loaded = Loaded::clean(());
        let delivered = self.delivered(definition, &mut loaded);
        let incidents: Vec<Incident> = self.tickets.iter().map(incident).collect();
        let draft = loaded.absorb(self.built(&delivered, Vec::new()));
        let clues = self.clues();
        let links = link(&draft.as_of(Instant::MAX), &incidents, &clues, &Ladder::of(definition));
        let log = self.built(&delivered, links.applied(incidents));
        let log = Loaded::clean(()).absorb(log);
        loaded.map(|()| log)
    }

    fn built(&self, delivered: &Delivered, incidents: Vec<Incident>) -> Loaded<EventLog> {
        let production = self.runs.iter().filter(|it| it.production).map(|it| it.environment.as_str());
        let mut builder: EventLogBuilder = EventLog::builder().production(production);
        delivered.deployments.iter().for_each(|it| builder.deployment(it.clone(), None));
        delivered.changes.iter().for_each(|it| builder.change(it.clone(), None));
        incidents.into_iter().for_each(|it| builder.incident(it, None));
        builder.build()
    }

    fn delivered(&self, definition: &Definition, loaded: &mut Loaded<()>) -> Delivered {
        let rules = &definition.rules().lead_time;
        let deployed: Vec<Deployed> = self.runs.iter().map(deployed).collect();
        if rules.change_set == ChangeSet::Explicit {
            let changes = self.requests.iter().map(|it| change(it, it.deployment.iter().cloned().collect()));
            let deployments = deployed.into_iter().map(|it| it.deployment).collect();
            return Delivered { deployments, changes: changes.collect(), ..Delivered::default() };
        }
        let graphs: Vec<Graph<'_>> =
            self.commits.iter().map(|(id, commits)| loaded.absorb(Graph::new(id.clone(), commits))).collect();
        let policy = Policy { first: rules.first_deployment, ..Policy::default() };
        let delivered = loaded.absorb(history::deployments(&graphs, deployed, &policy));
        if rules.unit == ChangeUnit::Commit {
            return delivered;
        }
        let changes = self.by_merge(&delivered);
        Delivered { changes, ..delivered }
    }

    /// Requests with the deployments that first carried their merge commits.
    fn by_merge(&self, delivered: &Delivered) -> Vec<Change> {
        let carriers: BTreeMap<&str, &[DeploymentId]> =
            delivered.changes.iter().map(|it| (it.id.as_str(), it.deployments.as_slice())).collect();
        let with = |it: &Request| {
            let merge = it.merge_sha.as_ref().map(|sha| commit_name(&it.repository, sha));
            let own = merge.and_then(|it| carriers.get(it.as_str()).copied()).unwrap_or_default();
            change(it, own.to_vec())
        };
        self.requests.iter().map(with).collect()
    }

    fn clues(&self) -> Clues {
        let mut named: BTreeMap<_, BTreeSet<ChangeId>> = BTreeMap::new();
        for ticket in &self.tickets {
            let ids =
                ticket.commits.iter().flat_map(|sha| self.commits.keys().map(move |it| commit_name(it, sha)));
            named.insert(ticket.id.clone(), ids.filter_map(|it| ChangeId::new(it).ok()).collect());
        }
        named.retain(|_, changes| !changes.is_empty());
        Clues {
            named,
            reverts: self
                .requests
                .iter()
                .filter_map(|it| Some((it.id.clone(), it.reverts.clone()?)))
                .collect(),
            projects: self.runs.iter().map(|it| (it.service.clone(), it.project.clone())).collect(),
            incident_projects: self.tickets.iter().map(|it| (it.id.clone(), it.project.clone())).collect(),
        }
    }
}

/// A commit as a change is called.
pub(super) fn commit_name(repository: &RepositoryId, sha: &str) -> String {
    format!("{repository}@{sha}")
}

fn deployed(run: &Run) -> Deployed {
    let base = Deployment::new(run.id.clone(), run.service.clone(), run.environment.clone(), run.finished_at);
    let (plan, prompted_by) =
        if run.rework { (Plan::Unplanned, Some(Prompt::Incident)) } else { (Plan::Planned, None) };
    let failed = (run.result == RunResult::Failure).then_some(true);
    Deployed {
        deployment: Deployment {
            started_at: Some(run.started_at),
            reached_production: run.result == RunResult::Success,
            plan,
            prompted_by,
            failed,
            ..base
        },
        repository: run.repository.clone(),
        sha: run.sha.clone(),
    }
}

fn change(request: &Request, deployments: Vec<DeploymentId>) -> Change {
    let (start_kind, at) = match request.first_authored {
        Some(at) => (StartKind::FirstCommit, at),
        None => (StartKind::Opened, request.opened),
    };
    Change {
        services: vec![request.service.clone()],
        start_kind,
        deployments,
        stages: Stages {
            first_commit: request.first_authored,
            opened: Some(request.opened),
            first_review: request.first_comment,
            approved: request.approved,
            merged: request.merged,
        },
        ..Change::new(request.id.clone(), at)
    }
}

fn incident(ticket: &Ticket) -> Incident {
    Incident {
        id: ticket.id.clone(),
        services: ticket.services.iter().cloned().collect(),
        caused_by: ticket.deployment.iter().cloned().collect(),
        impact_started_at: Some(ticket.created_at),
        detected_at: None,
        restored_at: ticket.resolved_at,
        user_impacting: true,
        immediate_intervention: true,
        recorded_at: None,
    }
}
