//! The deployments of a view: which count, which failed and which are rework.

use thalweg_model::{DeploymentFacts, DeploymentRow, Plan, Prompt, View};

use crate::definition::Definition;

use super::causes::Causes;
use super::entry::{Deployed, Deployments, Entry, Evidence};
use super::scope::exclusion;

/// Every deployment of the view.
pub(super) fn deployments(view: &View<'_>, definition: &Definition, causes: &mut Causes<'_>) -> Deployments {
    let scope = definition.rules().deployments.counted;
    let one = |row| {
        let found = match exclusion(view.log(), row, scope, view.as_of()) {
            Some(reason) => Err(reason),
            None => Ok(deployed(view, definition, causes, row)),
        };
        Entry::new(row, found)
    };
    view.deployments().map(one).collect()
}

/// How many deployments of the view count under the fraction of the two rates.
pub(super) fn denominator(view: &View<'_>, definition: &Definition) -> Vec<DeploymentRow> {
    let rules = &definition.rules().deployments;
    if rules.denominator == rules.counted {
        return Vec::new();
    }
    let counts = |row: &DeploymentRow| exclusion(view.log(), *row, rules.denominator, view.as_of()).is_none();
    view.deployments().filter(counts).collect()
}

fn deployed(
    view: &View<'_>,
    definition: &Definition,
    causes: &mut Causes<'_>,
    row: DeploymentRow,
) -> Deployed {
    let log = view.log();
    let at = log.finished_at(row);
    let facts = log.facts(row);
    Deployed {
        at,
        service: log.service_of(row),
        plan: facts.map_or(Plan::Unknown, |it| it.plan),
        rework: facts.is_some_and(is_rework),
        evidence: evidence(view, definition, causes, row),
        mature: view.as_of().since(at) >= definition.maturity(),
    }
}

/// Unplanned, and mending something or prompted by a failure (dora.md section 3).
fn is_rework(facts: &DeploymentFacts) -> bool {
    let prompted = matches!(facts.prompted_by, Some(Prompt::Incident | Prompt::UserFacingBug));
    facts.plan == Plan::Unplanned && (facts.names_remedy || prompted)
}

fn evidence(
    view: &View<'_>,
    definition: &Definition,
    causes: &mut Causes<'_>,
    row: DeploymentRow,
) -> Evidence {
    let (log, rules) = (view.log(), &definition.rules().failure);
    let facts = log.facts(row);
    let scope = definition.rules().deployments.counted;
    let mends = |by: &DeploymentRow| exclusion(log, *by, scope, view.as_of()).is_none();
    let named = log.incidents_of(row).iter().copied().filter(|_| rules.incident);
    let incidents: Vec<_> = named.filter(|it| causes.severe(*it) && causes.blames(*it, row)).collect();
    let evidence = Evidence {
        marked: rules.marked && facts.is_some_and(|it| it.failed == Some(true)),
        rolled_back: rules.rolled_back && facts.is_some_and(|it| it.rolled_back),
        remediated: rules.remediated && log.remedied_by(row).iter().any(mends),
        incident: !incidents.is_empty(),
        shared: incidents.into_iter().any(|it| causes.shared(it)),
        told: false,
    };
    Evidence { told: evidence.failed() || facts.is_some_and(|it| it.failed.is_some()), ..evidence }
}
