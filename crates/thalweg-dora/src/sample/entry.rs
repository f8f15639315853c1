//! What a record gave, or why it was left out.

use thalweg_model::{
    CarriageRow, ChangeRow, DeploymentRow, Elapsed, Exclusion, IncidentRow, Instant, Plan, ServiceRow,
    StartKind,
};

/// One record of a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry<K, T> {
    pub(crate) key: K,
    pub(crate) found: Result<T, Exclusion>,
}

impl<K: Copy + Ord, T> Entry<K, T> {
    pub(crate) const fn new(key: K, found: Result<T, Exclusion>) -> Self {
        Self { key, found }
    }

    /// Both lists in order, each key once: what counted in either counts in both together.
    pub(crate) fn united(mut all: Vec<Self>, others: Vec<Self>) -> Vec<Self> {
        all.extend(others);
        Self::settled(all)
    }

    /// In order, each key once.
    pub(crate) fn settled(mut all: Vec<Self>) -> Vec<Self> {
        // That it was deployed before is the weakest reason: what else is wrong with the record comes first.
        let rank = |it: &Self| it.found.as_ref().err().map(|why| (*why == Exclusion::AlreadyDeployed, *why));
        all.sort_by_key(|it| (it.key, rank(it)));
        all.dedup_by(|later, kept| later.key == kept.key);
        all
    }
}

/// Why a deployment failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    pub(crate) marked: bool,
    pub(crate) rolled_back: bool,
    pub(crate) remediated: bool,
    pub(crate) incident: bool,
    /// An incident that marks others too.
    pub(crate) shared: bool,
    /// Somebody said whether it failed, or something tells.
    pub(crate) told: bool,
}

impl Evidence {
    pub(crate) const fn failed(self) -> bool {
        self.marked || self.rolled_back || self.remediated || self.incident
    }
}

/// A deployment that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Deployed {
    pub(crate) at: Instant,
    pub(crate) service: ServiceRow,
    pub(crate) plan: Plan,
    pub(crate) rework: bool,
    pub(crate) evidence: Evidence,
    pub(crate) mature: bool,
}

/// A change that was carried to production, or not yet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Carried {
    pub(crate) change: ChangeRow,
    pub(crate) service: ServiceRow,
    pub(crate) kind: StartKind,
    pub(crate) start: Instant,
    pub(crate) time: Elapsed,
    /// The deployment that carried it first; none while it waits.
    pub(crate) by: Option<DeploymentRow>,
}

/// A failed deployment's recovery, or an incident's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Recovered {
    pub(crate) service: ServiceRow,
    pub(crate) time: Elapsed,
    pub(crate) open: bool,
    /// Whether no incident is expected any more of the deployment.
    pub(crate) mature: bool,
}

/// What a recovery is one of.
pub(crate) type RecoveryKey = (DeploymentRow, Option<IncidentRow>);

pub(crate) type Deployments = Vec<Entry<DeploymentRow, Deployed>>;
pub(crate) type Changes = Vec<Entry<CarriageRow, Carried>>;
pub(crate) type Recoveries = Vec<Entry<RecoveryKey, Recovered>>;
