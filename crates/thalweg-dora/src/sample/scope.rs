//! Which deployments count (dora.md section 2).

use thalweg_model::{DeploymentRow, EventLog, Exclusion, Instant};

use crate::definition::{Environments, Results, Scope};

/// Why a deployment does not count in a scope as of an instant; `None` where it does.
pub(super) fn exclusion(
    log: &EventLog,
    row: DeploymentRow,
    scope: Scope,
    as_of: Instant,
) -> Option<Exclusion> {
    let facts = log.facts(row)?;
    if log.finished_at(row) > as_of {
        Some(Exclusion::AfterAsOf)
    } else if scope.environments == Environments::Production && !facts.production {
        Some(Exclusion::OtherEnvironment)
    } else if scope.results == Results::Reached && !facts.reached_production {
        Some(Exclusion::NeverReachedProduction)
    } else {
        None
    }
}
