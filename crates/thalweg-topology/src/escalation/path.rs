//! The steps of an escalation path, with those of the paths that it leads on to.

use std::collections::BTreeSet;

use thalweg_model::{Instant, PersonId};

use crate::document::{EscalationPath, EscalationStep};
use crate::topology::Topology;

/// More steps than any path that somebody could follow: paths that lead on to each other twice would double for ever.
pub(super) const MAX_STEPS: usize = 64;

impl Topology {
    /// All steps of a path in order, up to [`MAX_STEPS`] and one more.
    pub(super) fn steps_of<'a>(&'a self, path: &'a EscalationPath, at: Instant) -> Vec<&'a EscalationStep> {
        let mut steps = Vec::new();
        let mut ahead: Vec<&EscalationStep> = path.steps.iter().rev().collect();
        let mut led: usize = 0;
        while let Some(step) = ahead.pop().filter(|_| steps.len() <= MAX_STEPS && led <= MAX_STEPS) {
            let onwards = step.path.as_ref().and_then(|id| self.escalation_path(id, at));
            if onwards.is_none() || !step.reaches.is_empty() || !step.schedules.is_empty() {
                steps.push(step);
            }
            if let Some(onwards) = onwards {
                led += 1;
                ahead.extend(onwards.steps.iter().rev());
            }
        }
        steps
    }

    /// Whom a step reaches at an instant: those of the people that are there then, and whoever is on call.
    pub(super) fn reached<'a>(&'a self, step: &'a EscalationStep, at: Instant) -> BTreeSet<&'a PersonId> {
        let on_call = step.schedules.iter().filter_map(|schedule| self.on_call(schedule, at));
        step.reaches.iter().chain(on_call).filter(|person| self.is_there(person, at)).collect()
    }

    /// Whether a person is there at an instant. One whom no record describes is taken to be.
    fn is_there(&self, person: &PersonId, at: Instant) -> bool {
        self.person(person, at).is_some() || !self.knows(person)
    }
}
