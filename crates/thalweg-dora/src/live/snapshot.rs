//! The whole table, through the same columns as the batch.

use std::num::NonZeroUsize;

use thalweg_model::Instant;

use crate::table::{Cell, ChangeColumns, Columns, DeploymentColumns, Facts, IncidentColumns, Marks, Request};

use super::event::Fact;
use super::state::Accumulator;

#[derive(Default)]
struct Raw {
    ids: Vec<u64>,
    services: Vec<u32>,
    groups: Vec<u32>,
    finished_at: Vec<i64>,
    marks: Vec<Marks>,
    changes: (Vec<u64>, Vec<i64>),
    incidents: (Vec<u64>, Vec<i64>),
}

impl Raw {
    fn take(&mut self, fact: Fact) {
        match fact {
            Fact::Deployment { id, service, group, finished_at, marks } => {
                self.ids.push(id);
                self.services.push(service);
                self.groups.push(group);
                self.finished_at.push(finished_at);
                self.marks.push(marks);
            }
            Fact::Change { deployment, committed_at, .. } => {
                self.changes.0.push(deployment);
                self.changes.1.push(committed_at);
            }
            Fact::Incident { deployment, restored_at, .. } => {
                self.incidents.0.push(deployment);
                self.incidents.1.push(restored_at);
            }
            Fact::Withdrawn { .. } => {}
        }
    }
}

impl Accumulator {
    /// The facts that are known as of an instant.
    #[must_use]
    pub fn facts(&self, as_of: Instant, threads: NonZeroUsize) -> Facts {
        let mut raw = Raw::default();
        self.events().for_each(|event| raw.take(event.fact));
        let columns = Columns {
            tick: self.tick,
            deployments: DeploymentColumns {
                ids: &raw.ids,
                services: &raw.services,
                groups: &raw.groups,
                finished_at: &raw.finished_at,
                marks: &raw.marks,
            },
            changes: ChangeColumns { deployments: &raw.changes.0, committed_at: &raw.changes.1 },
            incidents: IncidentColumns { deployments: &raw.incidents.0, restored_at: &raw.incidents.1 },
        };
        // Ids are unique and instants near here, so that columns are never refused.
        columns.facts(self.carry, as_of, threads).unwrap_or_default()
    }

    /// The table as of an instant, with the same bits as the batch on the same records.
    #[must_use]
    pub fn snapshot(&self, as_of: Instant, request: &Request<'_>) -> Vec<Cell> {
        self.facts(as_of, request.threads).table(request)
    }
}
