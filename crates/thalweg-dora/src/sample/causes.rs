//! Which deployments an incident marks as failed.

use std::collections::HashMap;

use thalweg_model::{DeploymentRow, EventLog, IncidentRow, Instant};

use crate::definition::{Attribution, Rules, Scope, Severity};

use super::scope::exclusion;

/// The blame of one incident.
#[derive(Clone, Copy, Debug)]
pub(super) enum Blame {
    /// Every deployment that it names; the flag says whether there are several that count.
    All { shared: bool },
    /// Only this one.
    Latest(DeploymentRow),
    /// None, since it names none that counts.
    None,
}

/// Answers which incidents mark a deployment. Each incident is looked at once, however many deployments it names.
pub(super) struct Causes<'log> {
    log: &'log EventLog,
    as_of: Instant,
    scope: Scope,
    attribute: Attribution,
    severity: Severity,
    known: HashMap<IncidentRow, Blame>,
}

impl<'log> Causes<'log> {
    pub(super) fn new(log: &'log EventLog, as_of: Instant, rules: &Rules) -> Self {
        Self {
            log,
            as_of,
            scope: rules.deployments.counted,
            attribute: rules.incidents.attribute,
            severity: rules.failure.severity,
            known: HashMap::new(),
        }
    }

    /// Whether an incident is of the kind that makes its causes failed.
    pub(super) fn severe(&self, incident: IncidentRow) -> bool {
        self.severity == Severity::Any || self.log.is_failure(incident)
    }

    /// Whether the incident is known by now and lays its cause on this deployment.
    pub(super) fn blames(&mut self, incident: IncidentRow, deployment: DeploymentRow) -> bool {
        self.log.known_by(incident, self.as_of)
            && match self.blame(incident) {
                Blame::All { .. } => true,
                Blame::Latest(only) => only == deployment,
                Blame::None => false,
            }
    }

    /// Whether the incident marks several deployments.
    pub(super) fn shared(&mut self, incident: IncidentRow) -> bool {
        matches!(self.blame(incident), Blame::All { shared: true })
    }

    fn blame(&mut self, incident: IncidentRow) -> Blame {
        if let Some(known) = self.known.get(&incident) {
            return *known;
        }
        let found = self.judged(incident);
        self.known.insert(incident, found);
        found
    }

    fn judged(&self, incident: IncidentRow) -> Blame {
        let counts = |row: &DeploymentRow| exclusion(self.log, *row, self.scope, self.as_of).is_none();
        let mut causes = self.log.causes_of(incident).iter().copied().filter(counts);
        if self.attribute == Attribution::All {
            return Blame::All { shared: causes.nth(1).is_some() };
        }
        let before = |row: &DeploymentRow| {
            self.log.began(incident).is_none_or(|began| self.log.finished_at(*row) <= began)
        };
        // Causes stand in the order of time. Where all finished after the impact began, the first is the nearest to it.
        let first = causes.next();
        let latest = first.into_iter().chain(causes).take_while(before).last();
        latest.or(first).map_or(Blame::None, Blame::Latest)
    }
}
